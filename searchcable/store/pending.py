"""What a session wrote and has not committed: as stored, by id, in a file that has no name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Final

IN_MEMORY: Final = 32_000_000
"""Bytes from which they lie on the disk, beside the index."""

_BUFFER: Final = 1 << 20  # bytes that go to the disk at once, many rows


class Pending:
    """Stored bytes by id; None is a row that was deleted. What is read and written may raise
    OSError."""

    def __init__(self, folder: Path) -> None:
        self._places: dict[str, tuple[int, int] | None] = {}
        self._file: IO[bytes] = SpooledTemporaryFile(  # noqa: SIM115
            IN_MEMORY, buffering=_BUFFER, dir=str(folder)
        )
        self.size = 0

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, id: str) -> bool:
        return id in self._places

    def __getitem__(self, id: str) -> bytes | None:
        if (place := self._places[id]) is None:
            return None
        begin, size = place
        self._file.seek(begin)
        return self._file.read(size)

    def __setitem__(self, id: str, stored: bytes | None) -> None:
        if stored is None:
            self._places[id] = None
            return
        if self._file.tell() != self.size:
            self._file.seek(self.size)
        self._file.write(stored)
        self._places[id] = self.size, len(stored)
        self.size += len(stored)

    def clear(self) -> None:
        """Forget all, for it is committed."""
        self._places.clear()
        self._file.seek(0)
        self._file.truncate()
        self.size = 0

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
