"""The TAGS line: traffic analysis by geography and subject."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from searchcable.vocabulary import tags as vocabulary

_PART: Final = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|[^\s,;()\[\]]+")
_NONE: Final = frozenset(("N/A", "NA", "NONE", "NIL"))
_LINK: Final = re.compile(r"\[([^\[\]\n]{0,80})\]\([^()\n]{0,200}\)")
_ONLY_TAGS: Final = re.compile(r"\s*(?:[A-Z][A-Z0-9]{1,4}(?:[/-][A-Z0-9]{1,8})?(?:[\s,;]+|[.]?$))+")


# TAGS of the 1970s that are printed, and whose meaning no source was read for.
_UNEXPLAINED: Final = frozenset(
    "BENC BGEN BPRO EPAP ETEL IAGS MMOL MPOL PLOS PPDC SGEN SWEL TATT TGEN".split()  # noqa: SIM905
)
_SUBJECTS: Final = ("subject", "subject_1970s", "program")
_FUSED: Final = re.compile(r"(?:[A-Z]{4}){2,6}|[A-Z]{2}(?:[A-Z]{4}){1,6}|(?:[A-Z]{4}){1,6}[A-Z]{2}")


def unlink(text: str) -> str:
    """Return `text` with Markdown links turned into their words: `[MOPS](#)` into `MOPS`."""
    return _LINK.sub(r"\1", text) if "](" in text else text


def read_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a TAGS line as printed, in order; people in brackets are one tag.

    >>> read_tags("OVIP (COCHRAN, CHARLES), PREL,JA; NATO.")
    ('OVIP', '(COCHRAN, CHARLES)', 'PREL', 'JA', 'NATO')
    """
    found = tuple(chain.from_iterable(map(_tags, _PART.findall(unlink(text)))))
    return () if len(found) == 1 and found[0].upper() in _NONE else found


@lru_cache(maxsize=8192)  # the same tags come again and again
def _tags(part: str) -> tuple[str, ...]:
    """The tags of what stands between two commas or spaces: one, none, or some that are joined."""
    tag = " ".join(part.split()).strip(_AROUND)
    if not any(map(str.isalnum, tag)) or tag in _AND:
        return ()
    return tuple(_unfuse(tag) or _part(tag) or (tag,))


_AROUND: Final = ".:*/\\-|\"'`&="
_AND: Final = frozenset(("AND", "And", "and"))
_MARKS: Final = re.compile(r"[./\\|-]")
_PARTS: Final = re.compile(r"[A-Z]{2,4}(?:[./\\|-][A-Z]{2,4})+")


def _part(tag: str) -> list[str]:
    """Part tags that are joined by a mark; nothing where `tag` is one.

    >>> _part("PREL/PGOV/IZ"), _part("AU-1"), _part("POL-MIL")
    (['PREL', 'PGOV', 'IZ'], [], [])
    """
    if _PARTS.fullmatch(tag) is None:
        return []
    parts = _MARKS.split(tag)
    return parts if any(part in _four() for part in parts) else []


def _unfuse(tag: str) -> list[str]:
    """Part tags that stand joined, a country's at one end of them; nothing where `tag` is one.

    >>> _unfuse("PRELPGOV"), _unfuse("KNNPIR"), _unfuse("MERCOSUR")
    (['PREL', 'PGOV'], ['KNNP', 'IR'], [])
    """
    if len(tag) < 6 or _FUSED.fullmatch(tag) is None:
        return []
    for first in (0, 2):
        rest = tag[first:]
        parts = [rest[i : i + 4] for i in range(0, len(rest), 4)]
        last = parts.pop() if len(parts[-1]) == 2 and not first else None
        if parts and all(part in _four() for part in parts):
            return [*([tag[:2]] if first else []), *parts, *([last] if last else [])]
    return []


@cache
def _four() -> frozenset[str]:
    """The TAGS of four letters that are subjects and programs: two that stand joined are two."""
    known = (tag.code for tag in vocabulary.tags().values() if tag.kind in _SUBJECTS)
    return _UNEXPLAINED.union(code for code in known if len(code) == 4)


def join_tags(text: str, line: str) -> str:
    """Return the tags of `text` and those of the line that goes on with it.

    >>> join_tags("PREL, K-", "NNP, IR"), join_tags("PREL,", "IR")
    ('PREL, KNNP, IR', 'PREL, IR')
    """
    text, line = text.rstrip(), line.strip()
    if text.endswith("-") and text[-2:-1].isalpha():
        return text[:-1] + line
    return f"{text} {line}"


def tags_go_on(text: str, line: str) -> bool:
    """Say whether `line` goes on with the tags of `text`: a bracket is open, or a comma hangs,
    or the line holds nothing but tags."""
    if text.count("(") > text.count(")") or text.rstrip().endswith((",", ";")):
        return len(line) < 90
    line = unlink(line).lstrip(" ,;")
    return len(line) < 70 and _ONLY_TAGS.fullmatch(line) is not None
