"""The words of the labels, with the misspellings that typists and transmission made of them.

A spelling met in a telegram is a word more in these lists; spaces inside may be missing or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from searchcable.formats.telegram.spelling import is_near
from searchcable.vocabulary import find_post

_TAGS: Final = "TAGS TAG TASG TGAS TAGGS TAGSS TAHS TAFS ATGS TAS TAG5 T_A_G_S"
_SUBJECT: Final = """
    SUBJECT SUBJECTS SUBECT SUBJCT SUJECT SUBJET SUBJEC SUBJETC SUBEJCT SBUJECT SIBJECT SUBJUECT
    SUBJJECT SUBJECCT SUBJRCT SUBJEECT SUBJECTT SUVJECT SUNJECT SUNBJECT SUBBJECT SUBJECTR SUBJT
    SUBJ_ECT S_U_B_J_E_C_T SUBJ SUBJS SUB
"""
_REF: Final = """
    REF(S) REFERENCE(S) REFTEL(S) REF REFS REFTEL REFTELS REFERENCE REFERENCES RFE REFF REEF
    REFERNCE REFERNCES REFRENCE REFRENCES REFERENECE REFERECE REFTLE REFTE REFT R_E_F
    REFERENCE_TEL REFERENCE_TELS REF_TEL REF_TELS RERERENCE REFERANCE
"""
_BY: Final = """
    CLASSIFIED_BY CLASSIFIED_FOR CLASS_BY CLASS._BY CLASSIFIEDBY CLASSIIED_BY CLASSIFED_BY
    CLASSFIED_BY CLASIFIED_BY CLASSIFIED_BU CLASSIFIED_BT CLASSIFIED_YB C_LASSIFIED_BY
    CLASSSIFIED_BY CLASSIFIEID_BY CLASSFIFIED_BY CLASSIFEID_BY CLASSIFIED_B_Y CALSSIFIED_BY
    CLSSIFIED_BY CLASSIFIE_BY
"""


def _either(words: Iterable[str]) -> str:
    """A pattern for any of `words`, an underscore being spaces, the longest first.

    It parts at each letter, so that a line which begins as none of them soon fails.
    """
    behind: dict[str, list[str]] = {}
    for word in words:
        behind.setdefault(word[:1], []).append(word[1:])
    ends = behind.pop("", None) is not None
    parts = [_LETTER.get(one, re.escape(one)) + _either(rest) for one, rest in behind.items()]
    return f"(?:{'|'.join(parts)}){'?' if ends else ''}" if parts else ""


_LETTER: Final = {"_": r"\s{1,4}"}


class Label(NamedTuple):
    """A label at the head of a line: its kind, where its word starts, where the text behind it."""

    kind: str
    start: int
    end: int


def match_label(line: str) -> Label | None:
    """Return the label at the head of `line`, which may be garbled, or None."""
    first = line[:1]
    if first in _SPACES:
        first = line.lstrip()[:1]
    for pattern in _BY_LETTER.get(first.upper(), ()):
        if match := pattern.match(line):
            return _label(match)
    return _garbled(line) if ":" in line[2:24] or first in _FIGURES else None


def match_unmarked(line: str) -> Label | None:
    """Return the label at the head of `line` that has no mark behind it, or None.

    Sentences start so too: it counts only where other labels stand around it.
    """
    first = line[:1] if line[:1] not in _SPACES else line.lstrip()[:1]
    match = _UNMARKED.match(line) if first in "SR" else None
    return _label(match) if match else None


def _label(match: re.Match[str]) -> Label:
    kind = match.lastgroup
    assert kind is not None
    return Label(kind, match.start(kind), match.end())


def _garbled(line: str) -> Label | None:
    """The label that the word before a colon is near to, if what follows is such a label's text."""
    if match := _ORDER.match(line):
        return Label("eo", match.start(1), match.end())
    match = _WORD.match(line)
    if match is None:
        return None
    word = re.sub(r"[^A-Z]", "", match[1].upper())
    value = line[match.end() :]
    if is_near(word, "TAGS") and _TAGS_ALONE.fullmatch(value):
        kind = "tags"
    elif _is_subject(word):
        kind = "subject"
    elif _is_ref(word) and (cited := _CITING.match(value)) and (word != "RE" or _is_sure(cited)):
        kind = "ref"
    elif word[:2] not in ("DE", "UN") and is_near(word, "CLASSIFIEDBY", 2):
        kind = "by"
    else:
        return None
    return Label(kind, match.start(1), match.end())


def _is_subject(word: str) -> bool:
    if is_near(word, "SUBJECT") or ("J" in word[2:5] and is_near(word, "SUBJECT", 2)):
        return True
    return is_near(word, "SUBJ") and word != "SUBS"


def _is_sure(cited: re.Match[str]) -> bool:
    return cited["post"] is not None and find_post(cited["post"]) is not None


def _is_ref(word: str) -> bool:
    return any(is_near(word, meant) for meant in ("REF", "REFS", "REFTEL", "REFTELS", "REFERENCE"))


_SPACES: Final = frozenset(" \t\u00a0")
_FIGURES: Final = frozenset("01.,")
_WORD: Final = re.compile(r"\s*([A-Za-z][A-Za-z ]{1,14}[A-Za-z]|[A-Za-z]{2})\s{0,2}:\s*(?=\S)")
_TAGS_ALONE: Final = re.compile(r"(?:[A-Z][A-Z0-9]{1,4}[\s,;.]*|\([A-Z,. ]{3,40}\)[\s,;.]*)+")
_ORDER: Final = re.compile(  # an E.O. label of which some characters are wrong
    r"\s*((?=.{0,4}[EO012.])[A-Z0-9]{0,2}[.,:;]?\s?[A-Z0-9]{0,2}[.,:;]?\s?[A-Z0-9]?[.,]?"
    r"(?:[0-9]{3,6}|[0-9]{1,3}[A-Z][0-9]{1,3})[A-Z]?"
    r"\s{0,2}[:;.,]?\s{0,2})(?=DECL|X?GDS\b|ADS\b|N/A\s*$)",
    re.IGNORECASE,
)
_CITING: Final = re.compile(  # how the text behind a REF label begins
    r"\s*(?:\(?A[).:]\s*)?(?:'?\d\d\s{0,3})?"
    r"(?:(?P<post>[A-Z][A-Z .]{1,20}?)\s{0,3}\d|(?<=[).:\d])\s?[A-Z])",
    re.IGNORECASE,
)
_KINDS: Final = (  # the letters with which a label begins, and its pattern
    (
        "EO",
        r"""(?P<eo> (?:E[.,;:M]?\s?O[.,;:M]?|EXECUTIVE\ ORDER|O\.\s?E\.|E\.\s?0\.)
                       [\s:]{0,3} 1[0-9]{4} [:;,.-]?
                     | E\.\s?O\.\s{0,2}: | E\.?O\.?\ {0,2}(?=DECL\b) )""",
    ),
    (
        "TA",
        rf"""(?P<tags> {_either(_TAGS.split())} \s{{0,2}} [:;.,=>/-]{{1,3}}
                        | TAGS (?=\s+[A-Z\[(]) )""",
    ),
    (
        "S",
        rf"""(?P<subject> {_either(_SUBJECT.split())} \s{{0,2}} (?:\((?:U|C|S|SBU|LOU)\)\s{{0,2}})?
                            (?: :{{1,2}}-? | ; | -{{1,2}} )
                          | SUBJ(?:ECT)? (?:\s?[.,](?=\s)|\s-) )""",
    ),
    (
        "R",
        rf"""(?P<ref> {_either(_REF.split())} \s{{0,2}} [:;.,/-]{{1,3}}
                      | (?:REF|REFTEL)S? (?:\s{{1,3}}\(?|\() [A-Z][).:] )""",
    ),
    ("C[", rf"(?P<by> [(\[]? {_either(_BY.split())} (?![A-Z]) | CLASSIFIER \s{{0,2}} : )"),
    ("D", r"(?P<derived> (?:DERIVED|DRV)\ FROM\b )"),
    (
        "D",
        r"""(?P<decl> (?:DECL(?:ASSIFY|ASSIFICATION|ASSIFIED|SSIFY)?|DELC|DELCASSIFY)
                        (?: \s (?:ON|UPON)\b | \s{0,2} : ) )""",
    ),
    ("R", r"(?P<reason> (?:REASONS?|REASON\(S\)|RESONS?|RESAONS?|REASOSN) \s{0,2} : )"),
)
_MARKED: Final = r"\((?:U|C|S|SBU|LOU)\)\s*"
_PATTERNS: Final = [
    (letters, re.compile(rf"\s*(?:{_MARKED})? (?:{pattern}) \s*", re.VERBOSE | re.IGNORECASE))
    for letters, pattern in _KINDS
]
# What a line may be by its first letter; behind a portion marking it may be any of them.
_BY_LETTER: Final = {
    letter: [pattern for letters, pattern in _PATTERNS if letter in letters or letter == "("]
    for letter in "EOTASRCD[("
}
# Labels without any mark behind them.
_UNMARKED: Final = re.compile(
    r"\s*(?:(?P<subject>SUBJECT|SUBJ|Subject|Subj)(?=\s+[A-Z0-9\"'(])|(?P<ref>REFS?|REFTELS?|REFERENCES?)"
    r"(?=\s+(?:\(?A[).]|\d\d\s{0,3}[A-Z]|[A-Z ]{3,20}\s\d)))"
    r"\s+(?=\S)"
)
