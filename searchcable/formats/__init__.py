"""The forms in which people hold cables: files in, `Cable`s out.

corpus ─▶ walk ─▶ file ─▶ archives ─▶ parts ─▶ decoding ─▶ sniffing ─▶ FORMS ─▶ Cable
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from searchcable.cable import Cable, Source
from searchcable.formats.archives.members import Peekable
from searchcable.formats.parts import FORMS, MAX_TEXT, Part, read_part, take_apart
from searchcable.formats.records import LeftOut, Tally
from searchcable.formats.sniffing import sniff
from searchcable.formats.walk import File, walk

__all__ = [
    "FORMS", "MAX_TEXT", "File", "Part", "Reading", "Tally", "read_bytes", "read_corpus",
    "read_file", "read_part", "sniff", "walk",
]  # fmt: skip


@dataclass(slots=True)
class Reading:
    """A file that is read while its `parts`, or its `cables`, are asked for: once.

    `tally` grows meanwhile; what an archive holds counts there as ", packed". `position` tells how
    many bytes of the file were taken so far.
    """

    path: str
    sha256: str
    parts: Iterator[Part]
    position: Callable[[], int]
    tally: Tally = field(default_factory=Tally)

    @property
    def cables(self) -> Iterator[Cable]:
        """Its cables."""
        for part in self.parts:
            tally, cables = Tally(), 0
            for cables, cable in enumerate(read_part(part, tally), 1):  # noqa: B007
                self.tally.form = tally.form
                yield cable
            self.tally.add(tally, cables, part.records)
        self.tally.close()

    @property
    def form(self) -> str | None:
        """What it turned out to be; known when it is read."""
        return self.tally.form or None

    @property
    def left_out(self) -> LeftOut:
        """The places of the file that were not read, and why."""
        return self.tally.left_out

    @property
    def skipped(self) -> str | None:
        """Why the whole of it was not read, when it is known to be no cable."""
        left_out = self.left_out
        return left_out[0][1] if len(left_out) == 1 and left_out[0][0] == self.path else None


def read_file(location: Path, path: str) -> Reading:
    """Read a file that cables will name as `path`. Raises OSError where it cannot be read.

    Archives, files of records and volumes of XML are read piece by piece; any other file whole.
    """
    with location.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return _reading(lambda: location.open("rb"), path, sha256)


def read_bytes(data: bytes, path: str) -> Reading:
    """Read the bytes of a file that cables will name as `path`. Raises on no bytes at all."""
    return _reading(lambda: io.BytesIO(data), path, hashlib.sha256(data).hexdigest())


def _reading(reopen: Callable[[], BinaryIO], path: str, sha256: str) -> Reading:
    opened: list[BinaryIO] = []

    def noted() -> BinaryIO:
        opened.append(reopen())
        return opened[-1]

    def position() -> int:
        return 0 if not opened or opened[-1].closed else opened[-1].tell()

    def parts() -> Iterator[Part]:
        with reopen() as stream:
            yield from take_apart(Peekable(stream), Source(path=path, sha256=sha256), noted)

    return Reading(path, sha256, parts(), position)


def read_corpus(path: str | Path) -> Iterator[Cable]:
    """Yield the cables of a corpus, which is a folder or one file, in the order of file names.

    Files that are no cables or cannot be read are left out. Raises CorpusError where there is no
    corpus at `path`.
    """
    for file in walk(Path(path)):
        if file.skipped is None:
            try:
                yield from read_file(file.location, file.path).cables
            except OSError:
                continue
