"""The members of an archive, and what they are read from."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

from searchcable.cable import Defect
from searchcable.formats.archives.limits import Capped

_IN_MEMORY: Final = 16_000_000
_CHUNK: Final = 1 << 20
_UNSAFE: Final = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:[/\\]|[\0-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its `name` there, and its bytes or why it is `skipped`.

    `name` is text to show, never a path to open; None is the one file under a bare compression.
    `detail` says more of a reason that is one of many. `defect` is what is wrong with the name.
    """

    name: str | None
    stream: BinaryIO | None = None
    skipped: str | None = None
    detail: str | None = None
    defect: Defect | None = None


def plain_name(name: str) -> str:
    """Return a member's name as text that can be written: stray bytes become backslash codes."""
    raw = name.encode("utf-8", "surrogateescape" if _escaped(name) else "backslashreplace")
    return raw.decode("utf-8", "backslashreplace").removeprefix("./")


def _escaped(name: str) -> bool:
    return all("\udc80" <= c <= "\udcff" for c in name if "\ud800" <= c <= "\udfff")


def is_hidden(name: str) -> bool:
    """Return whether a member would be a hidden file, or lie in a hidden folder, on a disk."""
    return any(part.startswith(".") and part.strip(".") for part in re.split(r"[/\\]", name))


def name_defect(name: str | None) -> Defect | None:
    """Return the defect of a name that would lead out of its folder; it is only ever shown."""
    if name is None or not _UNSAFE.search(name):
        return None
    return Defect(code="member-name-unsafe", message=f"the archive names it {name[:200]!r}")


def fault(error: Exception) -> str:
    """Return in one line what a library found wrong."""
    return f"{type(error).__name__}: {error}"[:200]


class Peekable(io.RawIOBase):
    """A stream whose first bytes can be looked at before they are read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head = b""

    def peek(self, size: int) -> bytes:
        """Return the first `size` bytes, fewer at the end of the stream."""
        while len(self._head) < size:
            more = self._stream.read(size - len(self._head))
            if not more:
                break
            self._head += more
        return self._head[:size]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` as far as one read does; 0 is the end."""
        data = self._head[: len(buffer)] or self._stream.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def buffered(raw: io.RawIOBase) -> BinaryIO:
    """Return a stream for a reader of a form: buffered, of bytes."""
    return cast(BinaryIO, io.BufferedReader(raw, _CHUNK))


@contextmanager
def seekable() -> Iterator[BinaryIO]:
    """Give a place for an archive inside of another: memory, or a temporary file without a name."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        yield cast(BinaryIO, spool)


def fill(spool: BinaryIO, stream: BinaryIO, most: int) -> None:
    """Copy `stream` into `spool`, ready to be read.

    Raises OverLimit where it has more than `most` bytes.
    """
    capped = Capped(stream, most)
    while chunk := capped.read(_CHUNK):
        spool.write(chunk)
    spool.seek(0)
