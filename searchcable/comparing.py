"""What two versions of a cable say differently, by paragraph and word.

Where one of them is redacted, what the other has in those places names people who were protected:
`Change.removed` counts it, and the text is printed to those only who ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from searchcable.cable import Cable, Paragraph

_PARTS: Final = (
    "date", "classification", "captions", "precedence", "to", "info", "tags", "subject",
    "references", "classified_by", "declassify_on", "signed_by",
)  # fmt: skip
_WORD: Final = re.compile(r"\S+\s*")
_CONTEXT: Final = 6  # words
_MOST: Final = 20_000  # words that are compared one by one; longer stretches differ as a whole


@dataclass(frozen=True, slots=True)
class Change:
    """One stretch that differs: `place` is "¶3", "text" or an attribute's name.

    `before` and `after` are the two texts, either of which may be empty; `lead` and `trail` the
    words around them that both have.
    """

    place: str
    before: str
    after: str
    lead: str = ""
    trail: str = ""

    @property
    def removed(self) -> int:
        """Characters that only the first version has, white space left aside."""
        return len("".join(self.before.split()))

    @property
    def added(self) -> int:
        """Characters that only the second version has, white space left aside."""
        return len("".join(self.after.split()))


def compare(one: Cable, two: Cable) -> list[Change]:
    """Return what the second version has otherwise than the first, in the order of the cable."""
    return [*_attributes(one.to_dict(), two.to_dict()), *_paragraphs(one, two)]


def _attributes(one: dict[str, Any], two: dict[str, Any]) -> Iterator[Change]:
    for name in _PARTS:
        if one[name] != two[name]:
            yield Change(name, _shown(one[name]), _shown(two[name]))


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return "; ".join(map(_shown, value))
        case dict():
            return " ".join(_shown(one) for one in value.values() if one)
        case _:
            return str(value)


def _paragraphs(one: Cable, two: Cable) -> Iterator[Change]:
    """Compare paragraphs as wholes first, then the words of those that differ."""
    a, b = ([_whole(p) for p in cable.paragraphs] for cable in (one, two))
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        befores, afters = one.paragraphs[a1:a2], two.paragraphs[b1:b2]
        for at in range(max(len(befores), len(afters))):
            first = befores[at] if at < len(befores) else None
            second = afters[at] if at < len(afters) else None
            yield from _words(_place(first or second), _text(first), _text(second))


def _whole(paragraph: Paragraph) -> tuple[object, ...]:
    return (paragraph.number, paragraph.marking, " ".join(paragraph.text.split()))


def _place(paragraph: Paragraph | None) -> str:
    if paragraph is None or paragraph.number is None:
        return "text"
    return f"¶{paragraph.number}"


def _text(paragraph: Paragraph | None) -> str:
    if paragraph is None:
        return ""
    marking = f"({paragraph.marking}) " if paragraph.marking else ""
    return marking + " ".join(paragraph.text.split())


def _words(place: str, before: str, after: str) -> Iterator[Change]:
    a, b = _WORD.findall(before), _WORD.findall(after)
    if max(len(a), len(b)) > _MOST:
        yield Change(place, before, after)
        return
    first, second = ([word.strip() for word in words] for words in (a, b))
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind != "equal":
            lead, trail = a[max(a1 - _CONTEXT, 0) : a1], a[a2 : a2 + _CONTEXT]
            parts = (a[a1:a2], b[b1:b2], lead, trail)
            yield Change(place, *("".join(words).strip() for words in parts))
