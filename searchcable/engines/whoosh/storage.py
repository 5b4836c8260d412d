"""Whoosh's folder of files, made durable: nothing is named before it is on the disk.

Whoosh never calls fsync, and a power cut loses all of an index. Here the rename that puts a table
of contents in its place first syncs every new file and the folder, and then the folder again; only
after it is deleted what the new table no longer names.
"""

from __future__ import annotations

import errno
import io
import mmap
import os
import re
import shutil
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from searchcable.engines.whoosh.unpickling import load

_OURS: Final = re.compile(r"(MAIN_[0-9a-z]+)\.[\w.]+|_MAIN_\d+\.toc.*|.*\.(run|tmp|ctmp)")

_SMALL: Final = 2**16


class KeptFile(StructFile):  # type: ignore[misc]
    """A file of an index for reading, from memory or mapped: it stays readable when deleted."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.size = os.fstat(file.fileno()).st_size
            mapped = self.size > _SMALL  # a map keeps a descriptor
            self._data: Any = (
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if mapped else file.read()
            )
        super().__init__(self._data if mapped else io.BytesIO(self._data), name=path.name)
        self.is_real = False  # Whoosh would read arrays past the mapping

    def get(self, position: int, length: int) -> bytes:
        """Return `length` bytes from `position` on; fewer at the end of the file."""
        piece: bytes = self._data[position : position + length]
        return piece

    def read_pickle(self) -> Any:
        """Read a pickle that names nothing but what is allowed."""
        return load(self.file)


class KeptStorage(FileStorage):  # type: ignore[misc]
    """The files of a segment, all opened at once: what a writer deletes later stays readable."""

    def __init__(self, folder: Path, segment: str) -> None:
        super().__init__(str(folder))
        paths = [path for path in folder.iterdir() if path.name.startswith(f"{segment}.")]
        self._files = {path.name: KeptFile(path) for path in paths}

    def open_file(self, name: str, **options: Any) -> KeptFile:
        """Return a file. Raises FileNotFoundError where there was none."""
        if name not in self._files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return self._files[name]

    def file_exists(self, name: str) -> bool:
        """Return whether there was a file of that name."""
        return name in self._files

    def file_length(self, name: str) -> int:
        """Return the size of a file in bytes."""
        return self.open_file(name).size

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files.values():
            if not file.is_closed:
                file.close()


class DurableStorage(FileStorage):  # type: ignore[misc]
    """A folder of files that a rename makes durable, all or none."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.path = folder
        self._created: dict[str, Any] = {}
        self._parts: list[DurableStorage] = []

    def create_file(self, name: str, *args: Any, **options: Any) -> Any:
        """Create a file, which the next rename will sync."""
        self._created[name] = file = super().create_file(name, *args, **options)
        return file

    def temp_storage(self, name: str | None = None) -> DurableStorage:
        """Make a folder inside for files that are not to last."""
        self._parts.append(DurableStorage(self.path / (name or "MAIN.tmp")))
        part: DurableStorage = self._parts[-1].create()
        return part

    def open_file(self, name: str, **options: Any) -> KeptFile:
        """Open a file for reading."""
        return KeptFile(self.path / name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Put a table of contents in its place when all that it names is on the disk."""
        for created in self._created:
            if (self.path / created).exists():
                _sync(self.path / created)
        self._created.clear()
        self._parts.clear()
        _sync(self.path)
        (self.path / oldname).replace(self.path / newname)
        _sync(self.path)

    def drop(self) -> None:
        """Close the files of what will not be finished; what was written is left for a sweep."""
        for part in self._parts:
            part.drop()
        for file in self._created.values():
            with suppress(OSError):  # the disk may be full
                file.raw_file().close()
        self._created.clear()
        self._parts.clear()

    def sweep(self, table: str, segments: Container[str]) -> None:
        """Delete what Whoosh made, but for a table of contents and the files of its segments.

        What else there is are leftovers: of the commits before, and of writers that were killed.
        """
        for entry in list(self.path.iterdir()):
            match = _OURS.fullmatch(entry.name)
            if match is None or entry.name == table or match[1] in segments:
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
