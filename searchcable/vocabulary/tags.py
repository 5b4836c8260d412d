"""TAGS: what each stands for, and which of them are meant by words.

The facts lie in `tags.csv`; `SOURCES.md` says where they come from.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from searchcable.vocabulary.tables import table


class Tag(NamedTuple):
    """One of the TAGS: "PARM", of the kind "subject", meaning "Arms Controls and Disarmament".

    `kind` is geo, org, program, subject or subject_1970s. `source` says where the meaning was
    read; "compiler knowledge" marks a meaning that no source was read for.
    """

    code: str
    kind: str
    meaning: str
    source: str


KINDS: Final[dict[str, tuple[str, ...]]] = {
    "country": ("geo",),
    "geo": ("geo",),
    "geographic": ("geo",),
    "org": ("org",),
    "organisation": ("org",),
    "organization": ("org",),
    "program": ("program",),
    "programme": ("program",),
    "subject": ("subject", "subject_1970s"),
}
"""What people call the kinds of TAGS, and the kinds that each name stands for."""


@cache
def tags() -> dict[str, Tag]:
    """Return all known TAGS by their code."""
    return {row[0]: Tag(*row) for row in table("tags.csv", *Tag._fields)}


def tags_of_kind(name: str) -> list[Tag]:
    """Return the TAGS of a kind, by any name of `KINDS` in any case.

    >>> [tag.code for tag in tags_of_kind("Program")][:2]
    ['KACT', 'KAWC']

    Raises ValueError, which names the kinds, on any other.
    """
    kinds = KINDS.get(name.lower())
    if kinds is None:
        raise ValueError(
            f"TAGS are of the kinds country, organisation, program and subject, not {name!r}"
        )
    return [tag for tag in tags().values() if tag.kind in kinds]
