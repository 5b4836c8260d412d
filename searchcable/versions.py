"""The versions of one cable: every source's copy is kept, and one of them is the cable shown.

A version is a `Cable` whose `sources` are the places where just this text was read. The first
version is the winner: a whole corrected copy wins over what it corrects, then the copy with the
fuller text. Where no version is whole and several hold sections of it, the sections are joined by
number, and the joined cable is among the versions too: it has the defect "sections-joined", and
goes when its parts go. The index keeps versions as a JSON list, and their order does not depend on
the order in which they came. A paragraph or summary that stands in the cable's text is kept as its
place there, [begin, end], or as several, [begin, end, begin, end], between which other lines stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from searchcable.cable import Cable, Defect, Source
from searchcable.encoding import from_json, to_json
from searchcable.errors import IndexCorrupt
from searchcable.fields import Field

Versions = tuple[Cable, ...]


def encode(versions: Iterable[Cable]) -> bytes:
    """Return versions as the index stores them."""
    return to_json([_packed(version) for version in versions])


def decode(stored: bytes) -> Versions:
    """Read what `encode` gave, at least one version, the winner first.

    Raises IndexCorrupt where the bytes are anything else.
    """
    return tuple(map(read, plain(stored)))


def plain(stored: bytes) -> list[Any]:
    """Return the versions in the plain JSON that `encode` made of them. Raises as `decode`."""
    try:
        versions = from_json(stored)
        if not isinstance(versions, list) or not versions:
            raise IndexCorrupt("a stored cable has no versions")
        return [_unpacked(version) for version in versions]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise IndexCorrupt(f"a stored cable does not read: {error}") from error


def _packed(version: Cable) -> dict[str, Any]:
    """Return a version as plain JSON; paragraphs and the summary are places, where they stand in
    the text, the paragraphs one behind the other."""
    packed, text, at = version.to_dict(), version.text, 0
    for paragraph in packed["paragraphs"]:
        if places := _places_in(text, paragraph["text"], at):
            paragraph["text"] = places
            at = places[-1]
    if version.summary and (places := _places_in(text, version.summary, 0)):
        packed["summary"] = places
    return packed


def _places_in(
    text: str, part: str, at: int, end: int | None = None, runs: int = 20
) -> list[int] | None:
    """Return where a part stands, beginning between `at` and `end`: begin and end of it, or of each
    run of its lines where others stand between, such as those of a page's head. More than so many
    `runs` are none.
    """
    first = part[:_BEGINNING]  # sooner found than all of it
    begin = text.find(first, at, end)
    if begin < 0 and "\n" in first:
        begin = text.find(first[: first.index("\n")], at, end)
    if begin < 0 or not runs:
        return None
    if text.startswith(part, begin):
        return [begin, begin + len(part)]
    sizes = range(1, len(part) + 1)
    same = bisect_left(sizes, True, key=lambda size: not text.startswith(part[:size], begin))
    size = part.rfind("\n", 0, same + 1)
    if size < 0:
        return None
    cut = begin + size
    rest = _places_in(text, part[size + 1 :], cut, cut + _BETWEEN, runs - 1)
    return [begin, cut, *rest] if rest else None


_BEGINNING: Final = 40  # characters
_BETWEEN: Final = 2_000  # characters, of other lines between two runs


def _unpacked(version: dict[str, Any]) -> dict[str, Any]:
    """Put back what `_packed` took out. Raises TypeError, KeyError or ValueError where it is no
    version."""
    text = version["text"]
    for paragraph in version["paragraphs"]:
        if type(places := paragraph["text"]) is list:
            paragraph["text"] = _standing(text, places)
    if type(places := version["summary"]) is list:
        version["summary"] = _standing(text, places)
    return version


def _standing(text: str, places: list[Any]) -> str:
    """Return what stands at places of a text, run by run. Raises TypeError or ValueError where
    they are none."""
    begin, end, *others = places
    if not others:
        return text[begin:end]
    ends = iter(places)
    return "\n".join([text[begin:end] for begin, end in zip(ends, ends, strict=True)])


def read(version: Any, *names: str) -> Cable:
    """Read one version that `plain` gave; where there are `names`, these values and no others.

    Raises as `decode`.
    """
    try:
        return Cable.from_dict({name: version.get(name) for name in names} if names else version)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexCorrupt(f"a stored cable does not read: {error}") from error


def kept_values(stored: bytes, field: Field) -> Sequence[str]:
    """Return the values that a field has in the row of which the index keeps so much, as they were
    read. Raises as `decode`."""
    return field.values(read(plain(stored)[0]))


def merge(versions: Iterable[Cable], cable: Cable) -> Versions:
    """Return `versions` with `cable` among them.

    A copy from the same file and member replaces the one before it, as does a copy that names no
    source and has the same sections. A copy equal to another but for its sources adds its sources
    to that one.
    """
    others: Iterable[Cable] = (
        v for v in _genuine(versions)
        if v.sources or cable.sources or v.sections != cable.sections
    )  # fmt: skip
    places = {_place(source) for source in cable.sources}
    others = _left(others, lambda source: _place(source) not in places)
    for at, other in enumerate(others):
        if other.text == cable.text and _bare(other) == _bare(cable):
            joined = replace(other, sources=_sorted({*other.sources, *cable.sources}))
            return _ranked((*others[:at], joined, *others[at + 1 :]))
    if len(cable.sources) > 1:
        cable = replace(cable, sources=_sorted(cable.sources))
    return _ranked((*others, cable))


def without(versions: Iterable[Cable], path: str, keep: Collection[str | None] = ()) -> Versions:
    """Return `versions` without what came from the file `path`, save the members to `keep`.

    A version that loses all of its sources goes too; one that never had any stays.
    """
    genuine = _genuine(versions)
    return _ranked(_left(genuine, lambda source: source.path != path or source.member in keep))


def _left(versions: Iterable[Cable], stays: Callable[[Source], bool]) -> list[Cable]:
    """Return `versions` with those sources only that stay."""
    left = []
    for version in versions:
        sources = tuple(filter(stays, version.sources))
        if sources or not version.sources:
            same = len(sources) == len(version.sources)
            left.append(version if same else replace(version, sources=sources))
    return left


def _ranked(versions: Iterable[Cable]) -> Versions:
    """Return genuine versions in their order, and among them what their sections make joined."""
    ranked = [*versions]
    if len(ranked) < 2:
        return tuple(ranked)
    ranked.sort(key=_rank)
    if (joined := _joined(ranked)) is not None:
        ranked = sorted([*ranked, joined], key=_rank)
    return tuple(ranked)


def is_joined(version: Cable) -> bool:
    """Return whether a version was made by joining the sections of others."""
    return any(defect.code == JOINED for defect in version.defects)


JOINED: Final = "sections-joined"


def _genuine(versions: Iterable[Cable]) -> list[Cable]:
    """Return the versions that were read: one is joined if others have all of its sources."""
    versions = list(versions)
    read = {source for v in versions if not is_joined(v) for source in v.sources}
    return [v for v in versions if not (is_joined(v) and read.issuperset(v.sources))]


def _joined(ranked: list[Cable]) -> Cable | None:
    """Return what the sections of partial versions make together, if that is more than one has."""
    parts = [v for v in ranked if v.partial and v.sections is not None]
    if len(parts) < 2 or any(not v.partial for v in ranked):
        return None
    of = max(part.sections.of for part in parts if part.sections)
    chosen: dict[int, Cable] = {}
    for part in sorted(parts, key=lambda v: (not v.corrected, _rank(v))):
        if part.sections and part.sections.of == of:
            for number in part.sections.have:
                chosen.setdefault(number, part)
    used = list({id(chosen[number]): chosen[number] for number in sorted(chosen)}.values())
    return _join(used) if len(used) > 1 else None


def _join(parts: list[Cable]) -> Cable:
    """Return one cable of several sections, in their order; each ends with an end mark."""
    from searchcable.formats.telegram import parse  # reading versions does not need the parser

    texts = (_END.sub("", part.text).strip("\n") for part in parts)
    cable = parse("\nNNNN\n".join(texts), mrn=parts[0].mrn)
    message = f"the sections come from {len(parts)} texts"
    values: dict[str, Any] = {
        name: next((value for part in parts if (value := getattr(part, name))), None)
        for name in ("date", "classification", "precedence", "tags", "subject", "to", "info")
        if not getattr(cable, name)
    }
    return replace(
        cable,
        **{name: value for name, value in values.items() if value},
        mrn=parts[0].mrn,
        defects=(*cable.defects, Defect(code=JOINED, message=message)),
        sources=_sorted({source for part in parts for source in part.sources}),
    )


_END: Final = re.compile(r"\s*\bN{3,4}\s*\Z")


def _rank(version: Cable) -> tuple[object, ...]:
    """Order versions, the winner first; the last two parts only make the order certain.

    A corrected copy of one section does not win over the whole.
    """
    return (
        not (version.corrected and not version.partial),
        -sum(len(paragraph.text) for paragraph in version.paragraphs),
        [_order(source) for source in version.sources],
        version.text,
    )


def _bare(version: Cable) -> Cable:
    return replace(version, sources=())


def _place(source: Source) -> tuple[str, str | None]:
    return source.path, source.member


def _order(source: Source) -> tuple[str, str, str]:
    return source.path, source.member or "", source.sha256 or ""


def _sorted(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(sorted(sources, key=_order))
