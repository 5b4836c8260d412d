"""Lists of postings: which rows have a term, how often, and where.

A list is three arrays in the narrowest of one, two or four bytes an item: the rows' numbers,
ascending; how often each has the term; all positions, row after row. Terms without positions
have the first alone. The arrays go to and from the file as they are: no pickle, no objects.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final
from zlib import crc32

ENTRY: Final = struct.Struct("<QIIIBBB")
"""A term's row in the file of terms: offset, checksum, rows, positions, width of each array."""

_CODES: Final = {1: "B", 2: "H", 4: "I"}
NUMBER: Final = "I"


def numbers() -> array[int]:
    """Return an empty array of numbers of rows or positions."""
    return array(NUMBER)


@dataclass(slots=True)
class Postings:
    """One term's rows; `counts` and `places` are empty where it has no positions."""

    rows: array[int]
    counts: array[int] = field(default_factory=numbers)
    places: array[int] = field(default_factory=numbers)
    _starts: list[int] = field(default_factory=list)
    _at: dict[int, int] = field(default_factory=dict)

    def places_in(self, row: int) -> array[int]:
        """Return the positions in one of the rows."""
        if not self._starts:
            self._starts = [0, *accumulate(self.counts)]
            self._at = dict(zip(self.rows, range(len(self.rows)), strict=True))
        at = self._at[row]
        return self.places[self._starts[at] : self._starts[at + 1]]

    def extend(self, other: Postings, base: int) -> None:
        """Append the postings of a later segment, whose first row is number `base`."""
        self.rows.extend(array(NUMBER, [row + base for row in other.rows] if base else other.rows))
        self.counts.extend(array(NUMBER, other.counts))
        self.places.extend(array(NUMBER, other.places))

    def renumbered(self, numbers_now: list[int]) -> Postings:
        """Return the postings with the rows' new numbers, without those whose number is -1."""
        kept = Postings(numbers())
        for at, row in enumerate(self.rows):
            if (now := numbers_now[row]) >= 0:
                kept.rows.append(now)
                if self.counts:
                    kept.counts.append(self.counts[at])
                    kept.places.extend(array(NUMBER, self.places_in(row)))
        return kept


def encode(postings: Postings, offset: int) -> tuple[bytes, bytes]:
    """Return a term's entry and the bytes that stand at `offset` for it."""
    parts = [_narrow(postings.rows, postings.rows[-1])]
    if postings.counts:
        parts.append(_narrow(postings.counts, max(postings.counts)))
        parts.append(_narrow(postings.places, max(postings.places)))
    widths = [part.itemsize for part in parts] + [0] * (3 - len(parts))
    data = b"".join([part.tobytes() for part in parts])
    entry = ENTRY.pack(offset, crc32(data), len(postings.rows), len(postings.places), *widths)
    return entry, data


def decode(entry: tuple[int, ...], data: bytes) -> Postings:
    """Return what `encode` was given. Raises ValueError or KeyError where it is damaged."""
    _, checksum, rows, places, *widths = entry
    if crc32(data) != checksum:
        raise ValueError("a list of postings is not what was written")
    arrays: list[array[int]] = []
    at = 0
    for width, items in zip(widths, (rows, rows, places), strict=True):
        part = array(_CODES[width or 4])
        part.frombytes(data[at : at + width * items])
        at += width * items
        arrays.append(part)
    return Postings(arrays[0], arrays[1], arrays[2])


def size(entry: tuple[int, ...]) -> int:
    """Return how many bytes stand at a term's offset."""
    _, _, rows, places, first, second, third = entry
    return rows * (first + second) + places * third


def _narrow(items: array[int], highest: int) -> array[int]:
    if highest < 0x100:
        return array("B", items)
    return array("H", items) if highest < 0x10000 else items
