"""The versions of a cable on the terminal: where each was read, and how two of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from searchcable.cable import Cable
from searchcable.cli.layout import Line, Part, table, wrap
from searchcable.comparing import Change, compare
from searchcable.errors import SearchcableError
from searchcable.versions import is_joined


def version_dicts(versions: Sequence[Cable]) -> list[dict[str, Any]]:
    """Return what is known of each version of a cable as plain JSON types, the shown one first."""
    return [
        {
            "version": number,
            "shown": number == 1,
            "characters": len(version.text),
            "sections": version.to_dict()["sections"],
            "corrected": version.corrected,
            "partial": version.partial,
            "redacted": version.redacted,
            "joined": is_joined(version),
            "sources": version.to_dict()["sources"],
        }
        for number, version in enumerate(versions, 1)
    ]


def version_lines(versions: Sequence[Cable], width: int) -> Iterator[Line]:
    """Yield a table of the versions of a cable: number, size, state, and each of its sources."""
    yield (Part(str(versions[0].mrn or versions[0].id), "mrn"),)
    rows = [tuple(Part(head, "dim") for head in ("", "characters", "what it is", "read from"))]
    for row in version_dicts(versions):
        places = [_place(source) for source in row["sources"]] or ["no file"]
        rows.append(
            (
                Part(str(row["version"]), "mark"),
                Part(f"{row['characters']:,}"),
                Part(_state(row)),
                Part("; ".join(places)),
            )
        )
    yield from table(rows, width)


def diff_dict(versions: Sequence[Cable], pair: tuple[int, int], *, reveal: bool) -> dict[str, Any]:
    """Return how two versions differ as plain JSON types; see `diff_lines`."""
    one, two = (versions[number - 1] for number in pair)
    hidden = (one.redacted or two.redacted) and not reveal
    return {
        "mrn": str(one.mrn) if one.mrn else None,
        "versions": list(pair),
        "redacted": [one.redacted, two.redacted],
        "changes": [
            {"place": change.place, "removed": change.removed, "added": change.added}
            | ({} if hidden else {"before": change.before, "after": change.after})
            for change in compare(one, two)
        ],
    }


def diff_lines(
    versions: Sequence[Cable], pair: tuple[int, int], width: int, *, reveal: bool
) -> Iterator[Line]:
    """Yield how two versions of a cable differ; where one is redacted, only where and how much.

    What stands in the other one in its place names people who were protected: `reveal` prints it.
    """
    one, two = (versions[number - 1] for number in pair)
    yield (Part(str(one.mrn or one.id), "mrn"), Part(f"  version {pair[0]} against {pair[1]}"))
    changes = compare(one, two)
    if not changes:
        yield (Part("They say the same."),)
    elif (one.redacted or two.redacted) and not reveal:
        yield from _counted(changes, pair)
        yield (Part("One of them is redacted. --reveal prints what was removed.", "dim"),)
    else:
        for change in changes:
            yield from _change(change, width)


def read_pair(text: str | None, number: int) -> tuple[int, int]:
    """Return the two versions, of `number` there are, that a text as "1:3" names; 1 and 2 if None.

    Raises SearchcableError.
    """
    if number < 2:
        raise SearchcableError("there is one version of this cable; nothing to compare it with")
    parts = (text or "1:2").split(":")
    if len(parts) == 2 and all(p.isdecimal() and 0 < int(p) <= number for p in parts):
        return int(parts[0]), int(parts[1])
    raise SearchcableError(f"no versions {text!r}; write two of 1 to {number}, as 1:2")


def _counted(changes: list[Change], pair: tuple[int, int]) -> Iterator[Line]:
    for place, group in groupby(changes, key=lambda change: change.place):
        found = list(group)
        parts = []
        for number, sizes in zip(
            pair, ([c.removed for c in found], [c.added for c in found]), strict=True
        ):
            if count := sum(1 for size in sizes if size):
                passages = "1 passage" if count == 1 else f"{count} passages"
                parts.append(f"{passages}, {sum(sizes):,} characters, only in version {number}")
        yield (Part(f"{place:<16}"), Part("; ".join(parts)))


def _change(change: Change, width: int) -> Iterator[Line]:
    parts = [Part(f"{change.place}  ", "dim")]
    if change.lead:
        parts.append(Part(f"… {change.lead} "))
    if change.before:
        parts.append(Part(f"[-{change.before}-]", "secret"))
    if change.after:
        parts.append(Part(f"{{+{change.after}+}}", "unclassified"))
    if change.trail:
        parts.append(Part(f" {change.trail} …"))
    yield from wrap(parts, width, first="", rest="    ")


def _state(row: dict[str, Any]) -> str:
    sections = row["sections"]
    words = [
        "shown" if row["shown"] else "",
        "joined from sections" if row["joined"] else "",
        "corrected" if row["corrected"] else "",
        f"section {', '.join(map(str, sections['have']))} of {sections['of']}" if sections else "",
        "partial" if row["partial"] else "",
        "redacted" if row["redacted"] else "",
    ]
    return ", ".join(filter(None, words)) or "a copy"


def _place(source: dict[str, str | None]) -> str:
    place = "/".join(filter(None, (source["path"], source["member"])))
    return f"{place} ({source['sha256'][:12]})" if source["sha256"] else place
