"""Files that hold many cables: read as records one after another, so that their size is no matter.

A record can be handed to another process: taking a file apart is cheap, reading a record is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple

from searchcable.cable import Cable, Source

LeftOut = list[tuple[str, str]]
"""Places in a corpus that were not read, each with why."""


@dataclass(slots=True)
class Tally:
    """What a part of a file turned out to hold, and by `add` a whole file.

    `files` counts by form the file itself, or the files that an archive has; `form` is that of the
    part's cables. `left_out` are the places that were not read.
    """

    files: dict[str, int] = field(default_factory=dict)
    form: str = ""
    left_out: LeftOut = field(default_factory=list)
    _records: tuple[str, str] | None = None  # place and form of the file of records in hand
    _from: int = 0
    _found: int = 0

    def __reduce__(self) -> tuple[type[Tally], tuple[dict[str, int], str, LeftOut]]:
        """Go to another process as the tally of a part, which has no file of records in hand."""
        return Tally, (self.files, self.form, self.left_out)

    def begin(self, form: str) -> None:
        """Count a file of a form; the cables that follow are of it."""
        self.files[form] = self.files.get(form, 0) + 1
        self.form = form

    def add(self, part: Tally, cables: int, records: tuple[str, str] | None) -> None:
        """Add the tally of the next part, which gave so many cables.

        `records` are place and form where the part is of a file of records. Where none of them is a
        cable, the file is left out as a whole, not one by one.
        """
        if records != self._records:
            self.close()
            self._records, self._from, self._found = records, len(self.left_out), 0
        self._found += cables
        for form, number in part.files.items():
            self.files[form] = self.files.get(form, 0) + number
        self.form = part.form or self.form
        self.left_out += part.left_out

    def close(self) -> None:
        """No more parts come of the file of records in hand."""
        if self._records is not None and not self._found:
            place, form = self._records
            self.left_out[self._from :] = [(place, f"{form} without cables")]
        self._records = None


class Record(NamedTuple):
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
    member = f"{source.member}/{place}" if source.member else place
    return Source(path=source.path, member=member, sha256=source.sha256)
