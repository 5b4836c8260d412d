"""The versions of one cable: every source's copy is kept, and one of them is the cable shown.

A version is a `Cable` whose `sources` are the places where just this text was read. The first
version is the winner: a whole corrected copy wins over what it corrects, then the copy with the
fuller text. The index keeps them as a JSON list, and their order does not depend on the order in
which they came.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from searchcable.cable import Cable, Source
from searchcable.errors import IndexCorrupt

Versions = tuple[Cable, ...]


def encode(versions: Iterable[Cable]) -> bytes:
    """Return versions as the index stores them."""
    plain = [version.to_dict() for version in versions]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def decode(stored: bytes) -> Versions:
    """Read what `encode` gave, at least one version, the winner first.

    Raises IndexCorrupt where the bytes are anything else.
    """
    try:
        versions = tuple(map(Cable.from_dict, json.loads(stored)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexCorrupt(f"a stored cable does not read: {error}") from error
    if not versions:
        raise IndexCorrupt("a stored cable has no versions")
    return versions


def merge(versions: Iterable[Cable], cable: Cable) -> Versions:
    """Return `versions` with `cable` among them.

    A copy from the same file and member replaces the one before it, as does a copy that names no
    source. A copy equal to another but for its sources adds its sources to that one.
    """
    others: Iterable[Cable] = (v for v in versions if v.sources or cable.sources)
    places = {_place(source) for source in cable.sources}
    others = _left(others, lambda source: _place(source) not in places)
    for at, other in enumerate(others):
        if other.text == cable.text and _bare(other) == _bare(cable):
            joined = replace(other, sources=_sorted({*other.sources, *cable.sources}))
            return _ranked((*others[:at], joined, *others[at + 1 :]))
    return _ranked((*others, replace(cable, sources=_sorted(cable.sources))))


def without(versions: Iterable[Cable], path: str, keep: Collection[str | None] = ()) -> Versions:
    """Return `versions` without what came from the file `path`, save the members to `keep`.

    A version that loses all of its sources goes too; one that never had any stays.
    """
    return _left(versions, lambda source: source.path != path or source.member in keep)


def _left(versions: Iterable[Cable], stays: Callable[[Source], bool]) -> Versions:
    """Return `versions` with those sources only that stay."""
    left = []
    for version in versions:
        sources = tuple(filter(stays, version.sources))
        if sources or not version.sources:
            same = len(sources) == len(version.sources)
            left.append(version if same else replace(version, sources=sources))
    return _ranked(left)


def _ranked(versions: Iterable[Cable]) -> Versions:
    return tuple(sorted(versions, key=_rank))


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
