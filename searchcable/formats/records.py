"""Files that hold many cables: read as records one after another, so that their size is no matter.

A record can be handed to another process: taking a file apart is cheap, reading a record is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from searchcable.cable import Cable, Source

LeftOut = list[tuple[str, str]]
"""Places in a corpus that were not read, each with why."""


@dataclass(slots=True)
class Tally:
    """What a file turned out to hold, which grows while its cables are read.

    `files` counts by form the file itself, or the files that an archive has; `form` is that of the
    cable given last. `left_out` are the places that were not read.
    """

    files: Counter[str] = field(default_factory=Counter)
    form: str = ""
    left_out: LeftOut = field(default_factory=list)

    def begin(self, form: str) -> None:
        """Count a file of a form; the cables that follow are of it."""
        self.files[form] += 1
        self.form = form


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its `place` in it ("line 17") and its `data` as the file has it.

    Where `skipped` says why, the record is not to be read.
    """

    place: str
    data: Any = None
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A form of many cables: `records` takes a file apart, `read` reads one record of it.

    `read` is given the file's own source. It raises ValueError where a record is no cable; the
    message says why.
    """

    records: Callable[[BinaryIO], Iterator[Record]]
    read: Callable[[Record, Source], Iterator[Cable]]


def read_record(
    form: RecordForm, record: Record, source: Source, left_out: LeftOut
) -> Iterator[Cable]:
    """Yield the cables of one record of the file `source`; what is none goes into `left_out`."""
    why = record.skipped
    if why is None:
        try:
            yield from form.read(record, source)
        except (ValueError, RecursionError) as error:
            why = str(error)[:200] or "no cable"
    if why is not None:
        left_out.append((f"{source.path}/{place_in(source, record.place).member}", why))


def place_in(source: Source, place: str) -> Source:
    """Return the source of what stands at a place in a file, itself a member of an archive or not.

    >>> place_in(Source(path="a.zip", member="cables.csv"), "line 17").member
    'cables.csv/line 17'
    """
    return replace(source, member=f"{source.member}/{place}" if source.member else place)
