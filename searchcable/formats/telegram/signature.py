"""The signature: the surname of the chief of mission or the Secretary, on the last line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from searchcable.formats.telegram.captions import read_caption_line
from searchcable.formats.telegram.classline import read_bare_level
from searchcable.formats.telegram.lines import Lines

_SURNAME: Final = re.compile(
    r"(?:(?:[A-Z]\.?|DE|LA|LE|VAN|VON|DER|MC|MAC|[A-Z'’-]{3,18})[ .]{0,2}){0,2}"
    r"(?:Mc|Mac)?[A-Z][A-Z'’-]{2,20}"
)
_SPACED: Final = re.compile(r"(?:[A-Z] ){3,18}[A-Z]")
_REDACTED: Final = re.compile(r"[Xx]{3,}")
_PARTICLE: Final = re.compile(
    r"(?:VAN|VON|DE|DER|DEN|LA|LE|DU|DI|DA|MC|MAC|ST\.?|VAN DER|VAN DEN|DE LA|[A-Z]{3,15}-)",
    re.IGNORECASE,
)
_MIXED: Final = re.compile(r"(?:Mc|Mac|De|Van|Le|La|O')?[A-Z][a-z]{2,18}(?:-[A-Z][a-z]{2,18})?")
_BEHIND: Final = re.compile(r"[.?!\"]\s{0,6}(?P<name>[A-Z][A-Z'-]{3,19})$")
_NOTE: Final = re.compile(
    r"NOTE BY|[#*]{1,3}\s?AS RECEIVED|\(?[#*]{1,3}\)?.{0,60}$"
    r"|(?:AMBASSADOR|CHARGE|CHARGE D'AFFAIRES|CONSUL GENERAL|PRINCIPAL OFFICER|ACTING)"
    r"(?: A\.?I\.?)?$",
    re.IGNORECASE,
)
_NO_NAMES: Final = frozenset(
    """UNQUOTE UNQTE QUOTE END TEXT MESSAGE SUMMARY COMMENT NOTE ANNEX ATTACHMENT CABLE BEGIN NNNN
    NATO MINIMIZE CONSIDERED CONTINUED MORE REGARDS OFFICER EMBASSY THANKS UNCLASSIFIED PLEASE
    ADVISE CONFIRM CONCUR APPROVED AGREED SOONEST ASAP REFTEL REFTELS STOP OVER OUT""".split()  # noqa: SIM905
)
_ENDS: Final = frozenset(".?!\"')*-_=0123456789")
_LONGEST: Final = 60  # characters of a line that may be a signature, a title behind it included


def split_signature(lines: Lines, *, ended: bool, whole: bool = False) -> tuple[Lines, str | None]:
    """Part the body of a transmission from its signer, None where nobody signed.

    A last line is a signature if it is a bare name and the line above it had ended; where the
    telegram's own end mark was there (`ended`) the name alone is enough. Behind the last sentence a
    name is one where the text is of a telegram (`whole`) or ended. Notes of the operator below a
    signature stay in the body.
    """
    texts, end = lines.texts, lines.last_above(len(lines.texts)) + 1
    index = end - 1
    while index > 0 and index > end - 4 and _is_below(texts[index].strip()):
        index = max(lines.last_above(index), 0)
    if index < 0:
        return lines.part(0, end), None
    bare = texts[index].strip()
    signed = _read_name(bare) if len(bare) <= _LONGEST else None
    if signed is None or not _is_signature(signed, texts, index, ended):
        kept = lines.part(0, end)
        return _signed_in_line(kept) if ended or whole else (kept, None)
    name = signed.name
    while end > index + 1 and (not texts[end - 1] or _is_end(texts[end - 1])):
        end -= 1
    if end > index + 1:
        return lines.part(0, index).followed_by(lines.part(index + 1, end)), name
    if index > 1 and _PARTICLE.fullmatch(texts[index - 1].strip()):
        index -= 1
        name = f"{texts[index].strip()} {name}".replace("- ", "")
    return lines.part(0, lines.last_above(index) + 1), name


_AROUND: Final = ' .*-#"=_'
_RULE: Final = re.compile(r"\s*[-=*_ ]{2,}")


def _is_below(line: str) -> bool:
    """Whether `line` may stand below a signature: a note, a rule, a caption."""
    if line[:1] in _BELOW and (_NOTE.match(line) or _is_end(line)):
        return True
    return not line or bool(read_caption_line(line))


_BELOW: Final = frozenset("NnAaCcEePp#*(-=_")  # with which notes, rules and ends begin


def _is_end(line: str) -> bool:
    """Whether `line` is a rule, or words that say that the cable ends here."""
    return _RULE.fullmatch(line) is not None or _ENDED.fullmatch(line) is not None


_ENDED: Final = re.compile(
    r"[\s=*-]*(?:CABLE ENDS|END (?:OF )?(?:CABLE|MESSAGE|TELEGRAM))[\s=*.-]*", re.IGNORECASE
)
_END_TEXT: Final = re.compile(r"\bEND (?:OF )?(?:TEXT|SUMMARY|COMMENT|NOTE|QUOTE|MESSAGE)$", re.I)


_ACTING: Final = re.compile(r"[ ,]*\(?ACTING\)?$", re.IGNORECASE)


def _signed_in_line(lines: Lines) -> tuple[Lines, str | None]:
    """Part a signer who stands behind the last sentence, on its line: `… CARGO.  STEDMAN`."""
    line = lines.texts[-1]
    match = _BEHIND.search(line[-40:])
    if match is None or match["name"] in _NO_NAMES or read_bare_level(match["name"]) is not None:
        return lines, None
    cut = len(line) - len(line[-40:]) + match.start("name")
    texts = [*lines.texts[:-1], line[:cut].rstrip()]
    return lines._replace(texts=texts), match["name"]


class _Name(NamedTuple):
    """A line that is a bare name: the name, whether it is one word, and all in capitals."""

    name: str
    single: bool
    capitals: bool


@lru_cache(maxsize=4096)  # few people sign many cables
def _read_name(bare: str) -> _Name | None:
    """Return the name that a line is, None where it is something else."""
    line = _ACTING.sub("", bare.strip(_AROUND))
    if len(line) > 30 or not any(p.fullmatch(line) for p in (_SURNAME, _MIXED, _SPACED)):
        return None
    words = line.replace(".", " ").split()
    if _REDACTED.fullmatch(line) or not _NO_NAMES.isdisjoint(word.upper() for word in words):
        return None
    if read_bare_level(line) is not None or read_caption_line(line):
        return None
    name = _ACTING.sub("", " ".join(bare.split()).strip(_AROUND))
    if _SPACED.fullmatch(name):
        name = name.replace(" ", "")
    return _Name(name, len(words) == 1, line.isupper())


def _is_signature(signed: _Name, lines: list[str], index: int, ended: bool) -> bool:
    """Whether the name on the line at `index` is a signature by what stands above it."""
    if not index:  # a single word is no telegram
        return False
    above = lines[index - 1].rstrip()
    if _PARTICLE.fullmatch(above.strip()) and index > 1:
        above = lines[index - 2].rstrip()
    if above and above[-1] == "-" and above[-2:-1].isalpha():  # the word goes on
        return False
    stopped = lines[index].strip()[-1] == "."
    if not signed.single and above and stopped:
        return False
    if not above or above[-1] in _ENDS or _END_TEXT.search(above[-30:]):
        return True
    other_case = signed.capitals and above.split()[-1].islower()  # below a text in both
    return signed.single and (ended or other_case) and not stopped
