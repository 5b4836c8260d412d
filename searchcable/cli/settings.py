"""Where the command line takes what no flag says: `SEARCHCABLE_*`, then the project's file.

The project's file is `searchcable.toml` in the working folder or the nearest one above it:

    index = "indexes/embassy"    # relative to the file's own folder
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from searchcable.errors import SearchcableError

FILE: Final = "searchcable.toml"
_KEYS: Final = ("index",)


class SettingsError(SearchcableError):
    """The project's file, or a variable of the environment, cannot be used."""


def index_path(
    flag: Path | None,
    default: Path,
    *,
    environ: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> Path:
    """Return the index to use: the flag's, else SEARCHCABLE_INDEX's, else the project file's.

    `folder` is where the search for the file begins, by default the working folder. Raises
    SettingsError where the file does not read.
    """
    if flag is not None:
        return flag
    if named := environ.get("SEARCHCABLE_INDEX"):
        return Path(named)
    if file := find_file(folder or Path.cwd()):
        named = _read(file).get("index")
        return file.parent / named if named else default
    return default


def find_file(folder: Path) -> Path | None:
    """Return the project's file in `folder` or the nearest folder above it, or None."""
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
    return None


def _read(file: Path) -> dict[str, Any]:
    import tomllib  # 10 ms, and most people have no such file

    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} does not read: {error}") from error
    for key, value in values.items():
        if key not in _KEYS:
            raise SettingsError(f"{file}: no setting {key!r}; there is {', '.join(_KEYS)}")
        if not isinstance(value, str) or not value:
            raise SettingsError(f"{file}: {key} is a text, as in {key} = 'indexes/default'")
    return values
