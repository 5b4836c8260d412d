"""Parting a corpus among many feeders: which files, and which stretches of large ones, are whose.

Each feeder decides by itself, and all decide alike: by a file's name below the corpus and its size.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Final

from searchcable.errors import SearchcableError

LARGE: Final = 4_000_000
"""Bytes from which a file is no feeder's alone: each reads stretches of it."""

STRETCH: Final = 64
"""Parts of a large file (rows of a table, members of an archive) that stay together."""


@dataclass(frozen=True, slots=True)
class Share:
    """The part `number` of `of`, from 1.

    >>> str(Share.parse("3/16"))
    '3/16'
    """

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @classmethod
    def parse(cls, text: str) -> Share:
        """Read what people type. Raises SearchcableError where it is no part."""
        match = re.fullmatch(r"\s*([0-9]{1,6})\s*/\s*([0-9]{1,6})\s*", text)
        if match is None or not 1 <= int(match[1]) <= int(match[2]):
            raise SearchcableError(
                f"{text!r} is no part of a corpus; write the third of 16 as 3/16"
            )
        return cls(int(match[1]), int(match[2]))

    def has_file(self, name: str, size: int) -> bool:
        """Return whether this share has something of a file, of `size` bytes."""
        return size >= LARGE or self._has(name, 0)

    def has_part(self, name: str, size: int, index: int) -> bool:
        """Return whether the part of a file at `index`, from 0, is in this share."""
        return self._has(name, index // STRETCH if size >= LARGE else 0)

    def _has(self, name: str, stretch: int) -> bool:
        begin = zlib.crc32(name.encode("utf-8", "surrogatepass"))
        return (begin + stretch) % self.of == self.number - 1
