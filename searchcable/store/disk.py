"""Small files of an index: written whole or not at all, and read without trust."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from searchcable.errors import IndexCorrupt, IndexFault

NEW: Final = ".new"
"""The end of the name of a file that is not yet in its place."""


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Put `data` at `path` so that a power cut leaves the old file or the new one.

    Raises IndexFault where the disk is full or not to be written to.
    """
    temporary = path.with_name(path.name + NEW)
    try:
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(data, file, indent=1, ensure_ascii=True)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise IndexFault(f"cannot write {path}: {error.strerror or error}") from error


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object at `path`.

    Raises IndexCorrupt where it is no JSON object, FileNotFoundError where there is none.
    """
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        raise IndexCorrupt(f"{path} does not read: {error}") from error
    if not isinstance(data, dict):
        raise IndexCorrupt(f"{path} does not read: it is no JSON object")
    return data


def sync_folder(path: Path) -> None:
    """Make what was renamed in a folder survive a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
