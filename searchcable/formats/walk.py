"""The files of a corpus: which to read, and why others are left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from searchcable.errors import CorpusError

_INDEX_MARK: Final = b'"kind": "searchcable index"'


@dataclass(frozen=True, slots=True)
class File:
    """A file or folder that the walk met; `skipped` says why it is not to be read, or is None.

    `path` begins as the corpus was typed, with slashes; it is what a cable's `Source` has.
    `location` is where the file lies. `size` is in bytes, `mtime_ns` the time of its last change.
    """

    path: str
    location: Path
    size: int = 0
    mtime_ns: int = 0
    skipped: str | None = None


def walk(corpus: Path) -> Iterator[File]:
    """Yield the files of a corpus, which is a folder or one file, in the order of their names.

    Hidden files, symbolic links and indexes are yielded once, as skipped, and not entered. Raises
    CorpusError where there is no corpus at all.
    """
    try:
        mode = corpus.stat().st_mode
    except OSError as error:
        raise CorpusError(f"no corpus at {corpus}: {error.strerror}") from error
    if stat.S_ISDIR(mode):
        yield from _folder(corpus)
    else:
        yield _file(corpus)


def _folder(folder: Path) -> Iterator[File]:
    if _is_index(folder):
        yield _skip(folder, "an index")
        return
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield _skip(folder, f"unreadable: {error.strerror}")
        return
    for entry in found:
        path = folder / entry.name
        if entry.name.startswith("."):
            yield _skip(path, "hidden")
        elif entry.is_symlink():
            yield _skip(path, "symbolic link")
        elif entry.is_dir():
            yield from _folder(path)
        else:
            yield _file(path)


def _file(path: Path) -> File:
    try:
        found = path.stat()
    except OSError as error:
        return _skip(path, f"unreadable: {error.strerror}")
    if not stat.S_ISREG(found.st_mode):
        return _skip(path, "no regular file")
    return File(_name(path), path, found.st_size, found.st_mtime_ns)


def _skip(path: Path, why: str) -> File:
    return File(_name(path), path, skipped=why)


def _name(path: Path) -> str:
    """Return a path as text with slashes; bytes that are no text are written as backslash codes."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _is_index(folder: Path) -> bool:
    """Tell an index by its own words, so that one inside of the corpus is never read as cables."""
    try:
        with (folder / "meta.json").open("rb") as file:
            return _INDEX_MARK in file.read(100_000)
    except OSError:
        return False
