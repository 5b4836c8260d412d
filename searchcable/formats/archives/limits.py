"""How much may come out of an archive, and the count of what has."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, BinaryIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that one archive may hold, with the archives inside of it.

    `member`, `total` and `spool` are bytes: of one member, of all that is unpacked, and of an
    archive inside that must be set aside to be read. `count` is members, `depth` layers (a `.tar`
    in a `.gz` is two). `ratio` is the most bytes that may come out for one that went in, looked at
    from `slack` bytes on: pages that are alike shrink two hundred times, a bomb a thousand times.
    """

    member: int = 4_000_000_000
    total: int = 64_000_000_000
    spool: int = 2_000_000_000
    count: int = 4_000_000
    depth: int = 4
    ratio: int = 500
    slack: int = 64_000_000


class OverLimit(Exception):
    """An archive or a member of it went over a limit, which the message names."""


@dataclass(slots=True)
class Budget:
    """What came out of one archive so far."""

    limits: Limits
    total: int = 0
    count: int = 0

    def take_member(self) -> None:
        """Count one member. Raises OverLimit."""
        self.count += 1
        if self.count > self.limits.count:
            raise OverLimit(f"archive of more than {self.limits.count:,} members")

    def take_bytes(self, size: int) -> None:
        """Count bytes that were unpacked. Raises OverLimit."""
        self.total += size
        if self.total > self.limits.total:
            raise OverLimit(f"archive of more than {megabytes(self.limits.total)}")


class Layer(io.RawIOBase):
    """A stream over another one, for reading; subclasses say what a read does besides."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` as far as one read does; 0 is the end."""
        data = self._stream.read(len(buffer))
        self.passed(len(data))
        buffer[: len(data)] = data
        return len(data)

    def passed(self, size: int) -> None:
        """Take note of bytes that were read."""
        raise NotImplementedError


class Counted(Layer):
    """A stream that counts what was read of it; it seeks where the one below does."""

    count = 0

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def passed(self, size: int) -> None:
        self.count += size


class Unpacked(Layer):
    """What comes out of the compressed `source`: it stops at the limits with OverLimit."""

    def __init__(self, stream: BinaryIO, budget: Budget, source: Counted) -> None:
        super().__init__(stream)
        self._budget = budget
        self._source = source
        self._start = source.count
        self._size = 0

    def passed(self, size: int) -> None:
        self._size += size
        self._budget.take_bytes(size)
        limits = self._budget.limits
        went_in = max(self._source.count - self._start, 1)
        if self._size > limits.slack and self._size > went_in * limits.ratio:
            raise OverLimit(f"packed more than {limits.ratio} times")


class Capped(Layer):
    """A stream that may have so many bytes and no more: then OverLimit."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        super().__init__(stream)
        self._most = most
        self._size = 0

    def passed(self, size: int) -> None:
        self._size += size
        if self._size > self._most:
            raise OverLimit(f"larger than {megabytes(self._most)}")


def megabytes(size: int) -> str:
    """Return a number of bytes for people: "4,000 MB"."""
    return f"{size / 1_000_000:,.12g} MB"
