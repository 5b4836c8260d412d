"""The handling captions of a telegram, and the line that holds nothing else.

Sources: 5 FAH-2 H-440 (captions); NARA's index of the telegrams of 1973 to 1979 (handling
restrictions, channels).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from searchcable.formats.telegram.spelling import is_near

CAPTIONS: Final = (
    "SIPDIS", "NOFORN", "NODIS", "EXDIS", "LIMDIS", "STADIS", "SENSITIVE", "EYES ONLY", "ONLY",
    "ROGER CHANNEL", "DISSENT CHANNEL", "AGREMENT CHANNEL", "DIRGEN CHANNEL", "MED CHANNEL",
    "TM CHANNEL", "DS CHANNEL", "SY CHANNEL", "VISAS VIPER", "VISAS DONKEY", "VISAS EAGLE",
    "VISAS CONDOR", "VISAS MANTIS", "VISAS BEAR", "VISAS HORSE", "VISAS MERLIN", "TERREP",
    "INFORM CONSULS", "INFORM ALL STATE EMPLOYEES", "NOCONTRACT", "ORCON", "PROPIN", "NOTAL",
    "AIDAC", "EFTO", "CHEROKEE", "SPECAT", "LAW ENFORCEMENT SENSITIVE", "FOUO",
    "FOR OFFICIAL USE ONLY", "SBU",
)  # fmt: skip

# Other ways of writing a caption.
_SPELLINGS: Final = {"NO FORN": "NOFORN", "NO DIS": "NODIS", "EX DIS": "EXDIS", "NF": "NOFORN",
                     "LIMITED DISTRIBUTION": "LIMDIS", "NOFRN": "NOFORN", "NOFON": "NOFORN",
                     "SIPIDS": "SIPDIS", "SIDPIS": "SIPDIS", "SPIDIS": "SIPDIS",
                     "SENSTIVE": "SENSITIVE", "SENSITVE": "SENSITIVE",
                     **{" ".join(c): c for c in CAPTIONS if " " not in c}}  # fmt: skip

_ONE: Final = "|".join(
    sorted((re.escape(c) for c in (*CAPTIONS, *_SPELLINGS)), key=len, reverse=True)
)
_FIRST: Final = re.compile(
    rf"[\s/,;:.*&-]*(?:AND )?(?:({_ONE}|REL TO [A-Z]{{2,4}}(?:, ?[A-Z]{{2,4}})*)"
    r"(?:(?![A-Z])|(?=SIPDIS|NOFORN|SENSITIVE)))"
)
_LAST: Final = re.compile(rf"(?<![A-Z])({_ONE})[\s/,;:.*-]*$")
_LETTERS: Final = {caption[0] for caption in (*CAPTIONS, *_SPELLINGS)} | {"R"}


def take_captions(text: str) -> tuple[list[str], str]:
    """Return the captions at the head and the end of `text`, and what is left between them.

    >>> take_captions("NOFORN TOKYO 001716 / SIPDIS")
    (['NOFORN', 'SIPDIS'], 'TOKYO 001716')
    """
    found: list[str] = []
    while text and (match := _FIRST.match(text)):
        found.append(_canonical(match[1]))
        text = text[match.end() :]
    tail: list[str] = []
    while text and not text[-1].isdigit() and (match := _LAST.search(text[-40:])):
        tail.append(_canonical(match[1]))
        text = text[: len(text) - len(text[-40:]) + match.start()]
    return found + tail[::-1], text.strip(" /,;:.*-\t")


def read_caption_line(line: str) -> tuple[str, ...]:
    """Return the captions of a line that holds nothing else, or nothing.

    >>> read_caption_line("NOFORN//SIPDIS"), read_caption_line("NOFORN sources said")
    (('NOFORN', 'SIPDIS'), ())
    """
    line = line.strip(" /,;:.*-\"'()[]\u00a0\t").upper()
    return _captions(line) if line[:1] in _LETTERS and len(line) <= _LONGEST else ()


@lru_cache(maxsize=4096)  # the same few stand in most telegrams
def _captions(line: str) -> tuple[str, ...]:
    if _FIRST.match(line) is None:
        word = _SHORTEST <= len(line) < _LONGEST_WORD and line.isalpha()
        return tuple(c for c in _LINES if is_near(line, c)) if word else ()
    captions, rest = take_captions(line)
    return () if rest else tuple(captions)


# The captions that stand alone on lines, and how long a word may be that is a misspelt one.
_LINES: Final = ("SIPDIS", "NOFORN", "SENSITIVE", "EXDIS", "NODIS", "LIMDIS", "STADIS")
_LONGEST: Final = 80  # characters of a line of captions
_SHORTEST: Final = 5
_LONGEST_WORD: Final = 11


def _canonical(caption: str) -> str:
    return _SPELLINGS.get(caption, caption)
