"""Whoosh's folder of files, made durable: nothing is named before it is on the disk.

Whoosh never calls fsync, and a power cut loses all of an index. Here a commit syncs every new
file and the folder, then puts the table of contents in its place, syncs the folder again, and
only then deletes what the new table no longer names.
"""

from __future__ import annotations

import io
import mmap
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from searchcable.engines.whoosh.unpickling import unpickle

_OURS: Final = re.compile(r"MAIN_[0-9a-z]+\.\w+|_MAIN_\d+\.toc.*|.*\.(run|tmp|ctmp)")


class MappedFile(StructFile):  # type: ignore[misc]
    """A file of an index, mapped: reading needs no position, so threads may share it."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            self.data: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        self.size = size
        super().__init__(self.data if size else io.BytesIO(), name=path.name)

    def get(self, position: int, length: int) -> bytes:
        """Return `length` bytes from `position` on; fewer at the end of the file."""
        piece: bytes = self.data[position : position + length]
        return piece

    def read_pickle(self) -> Any:
        """Read numbers and strings that whoosh pickled; nothing else is let in."""
        return unpickle(self.file)


class DurableStorage(FileStorage):  # type: ignore[misc]
    """A folder whose new files `publish` makes durable, all or none."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.path = folder
        self._unsynced: list[str] = []

    def create_file(self, name: str, *args: Any, **options: Any) -> Any:
        """Create a file of whoosh's, which the next `publish` will sync."""
        self._unsynced.append(name)
        return super().create_file(name, *args, **options)

    def open_file(self, name: str, *args: Any, **options: Any) -> MappedFile:
        """Open a file for reading; it stays readable when a writer deletes it."""
        return MappedFile(self.path / name)

    def publish(self, name: str, content: bytes) -> None:
        """Put `content` into the file `name` when all files created before are on the disk."""
        for created in self._unsynced:
            _sync(self.path / created)
        self._unsynced.clear()
        _sync(self.path)
        draft = self.path / f"{name}.tmp"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / name)
        _sync(self.path)

    def discard(self, names: Iterable[str]) -> None:
        """Delete files that were created and are not wanted, whether or not they are there."""
        for name in names:
            if name in self._unsynced:
                self._unsynced.remove(name)
            (self.path / name).unlink(missing_ok=True)

    def sweep(self, wanted: Iterable[str]) -> None:
        """Delete what whoosh or we made and `wanted` does not name: leftovers of kills."""
        keep = set(wanted)
        for entry in list(self.path.iterdir()):
            if entry.name in keep or not _OURS.fullmatch(entry.name):
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
