"""What of a part can be done before it meets the index, in any process: all but the writing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, NamedTuple, TypeVar

from searchcable.cable import Cable, inked
from searchcable.engines import Entry
from searchcable.fields import Row, cable_row
from searchcable.formats import Part, Tally, read_part
from searchcable.versions import encode, merge

Step = TypeVar("Step")

READY: Final = b"ready"
"""What a process that prepares parts for another says before its first answer."""


class Prepared(NamedTuple):
    """A cable as the only one of its MRN: its row for the engine, and what a report counts of it.

    `read`, `paragraphs` and `lost` are characters as of `report.Characters`.
    """

    entry: Entry
    member: str | None
    read: int
    paragraphs: int
    lost: int
    defects: int


class PreparedPart(NamedTuple):
    """The cables of one part, what it turned out to be, and the seconds that it took."""

    cables: list[Prepared]
    tally: Tally
    seconds: float = 0.0


class _Read(NamedTuple):
    """The cables of one part as they were read."""

    cables: list[Cable]
    tally: Tally
    seconds: float


def prepare(parts: Iterable[Part], entry: Callable[[Row], Entry]) -> list[PreparedPart]:
    """Read parts, for the engine whose `entry` it is.

    What needs more memory than there is, nests too deep, or meets a fault of the reader, is left
    out. Raises ImportError where a package is missing, for that is no fault of the part.

    All are read before any is made ready: a processor that does the same again and again does it
    sooner by a tenth than one that goes from one to the other.
    """
    read = [(part, _tried(part, partial(_read, part))) for part in parts]
    return [
        one if isinstance(one, PreparedPart) else _tried(part, partial(_made_ready, one, entry))
        for part, one in read
    ]


def _tried(part: Part, step: Callable[[], Step]) -> Step | PreparedPart:
    """Return what a step makes of a part; where it cannot, the part is left out."""
    try:
        return step()
    except MemoryError:
        return left_out(part, "needs more memory than --memory allows")
    except ImportError:
        raise
    except Exception as error:  # a bad cable never stops a run
        return left_out(part, f"its reading failed: {type(error).__name__}: {error}"[:200])


def _read(part: Part) -> _Read:
    began, tally = time.perf_counter(), Tally()
    cables = list(read_part(part, tally))
    return _Read(cables, tally, time.perf_counter() - began)


def _made_ready(read: _Read, entry: Callable[[Row], Entry]) -> PreparedPart:
    began = time.perf_counter()
    cables = [_prepared(cable, entry) for cable in read.cables]
    return PreparedPart(cables, read.tally, read.seconds + time.perf_counter() - began)


def left_out(part: Part, why: str) -> PreparedPart:
    """Return what comes of a part that could not be read."""
    return PreparedPart([], Tally(left_out=[(part.place, why)]))


def _prepared(cable: Cable, entry: Callable[[Row], Entry]) -> Prepared:
    texts = [text for p in cable.paragraphs for text in (p.text, p.heading) if text]
    lost = [int(d.message.split()[0]) for d in cable.defects if d.code == "text-lost"]
    versions = merge((), cable)
    return Prepared(
        entry=entry(cable_row(versions[0], encode(versions))),
        member=cable.sources[0].member,
        read=inked(cable.text),
        paragraphs=inked("".join(texts)),
        lost=sum(lost),
        defects=len(cable.defects),
    )
