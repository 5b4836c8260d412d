"""Whoosh's table of terms, written as whoosh does and in fewer steps: half of a commit was this."""

from __future__ import annotations

import struct
from array import array
from typing import Any, Final
from zlib import crc32

from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.util.numlists import GrowableArray

_LENGTHS: Final = struct.Struct("!ii")
_POINTER: Final = struct.Struct("!Iq")
_CRC32: Final = 1  # the number of this hash in the table's header


class TermTable(OrderedHashWriter):  # type: ignore[misc]
    """Keys, ascending, with values, and a hash by which each is found."""

    def __init__(self, file: Any) -> None:
        HashWriter.__init__(self, file, hashtype=_CRC32)
        self.index = GrowableArray("H")
        self.lastkey = b""
        self._at: int = file.tell()
        self._positions = array("q")

    def add(self, key: bytes, value: bytes) -> None:
        """Append a key, above all before, with its value."""
        if key <= self.lastkey:
            raise ValueError(f"keys must ascend: {self.lastkey!r}, {key!r}")
        self.dbfile.file.write(_LENGTHS.pack(len(key), len(value)) + key + value)
        hashed = crc32(key)
        self.buckets[hashed & 255].append((hashed, self._at))
        self._positions.append(self._at)
        self._at += _LENGTHS.size + len(key) + len(value)
        self.lastkey = key

    def close(self) -> None:
        """Write the hashes and the order of the keys, and close the file."""
        self.index.extend(self._positions)
        super().close()

    def _write_hashes(self) -> None:
        """Write 256 tables, each twice as long as what it holds; whoosh reads these."""
        for entries in self.buckets:
            slots = 2 * len(entries)
            self.directory.append((self.dbfile.tell(), slots))
            table = bytearray(slots * _POINTER.size)
            taken = bytearray(slots)
            for hashed, position in entries:
                slot = (hashed >> 8) % slots
                while taken[slot]:
                    slot = (slot + 1) % slots
                taken[slot] = 1
                _POINTER.pack_into(table, slot * _POINTER.size, hashed, position)
            self.dbfile.write(bytes(table))
