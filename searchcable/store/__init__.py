"""An index on disk: open it, search it, read cables from it, add cables to it.

    indexes/NAME/
      meta.json       what it is, and what it was made with
      manifest.json   size and SHA-256 of every committed file
      engine/         the engine's own files, which hold the cables too
      lock            held by the one writer; lock-holder.json says who it is

Nothing in these files is trusted: what does not read is `IndexCorrupt`, and none of it is run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from searchcable.engines import ENGINES, Engine, open_engine
from searchcable.errors import IndexFault, SearchcableError
from searchcable.store import manifest
from searchcable.store.disk import NEW
from searchcable.store.index import Index, Stats
from searchcable.store.lock import HOLDER, LOCK, locked
from searchcable.store.meta import DEFAULT, META, Meta, read_meta, rebuild_command, write_meta

__all__ = ["DEFAULT", "Index", "Stats", "create", "default_path", "open"]


def default_path() -> Path:
    """Return where an index is when nothing else is said: indexes/default."""
    return DEFAULT


def open(path: str | Path = DEFAULT) -> Index:
    """Open the index at `path` for reading and adding.

    Raises IndexMissing, IndexOutdated (with the command that builds it again) or IndexCorrupt.
    """
    folder = Path(path)
    meta = read_meta(folder)
    manifest.check(folder)
    return Index(folder, meta, _engine(folder, meta))


def create(
    path: str | Path = DEFAULT,
    engine: str = "whoosh",
    *,
    anew: bool = False,
    settle: Callable[[Path], None] = lambda folder: None,
) -> Index:
    """Open the index at `path`, or make an empty one of that engine where there is none.

    `engine` "auto" takes what an index has. Where `anew`, an index that cannot be opened, or has
    another engine than the one asked for, is replaced by an empty one. `settle` writes into a new
    engine's folder what that needs to know beforehand. Otherwise raises IndexFault
    if the engine is another, or the folder holds something else; and as `open` does.
    """
    folder = Path(path)
    if not (folder / META).exists():
        _make(folder, engine, settle)
    try:
        return _open_as(folder, engine)
    except IndexFault:
        if not anew:
            raise
    _make(folder, engine, settle, anew=True)
    return _open_as(folder, engine)


def _open_as(folder: Path, engine: str) -> Index:
    meta = read_meta(folder)
    if engine not in ("auto", meta.engine):
        again = rebuild_command(folder, meta, options=f" --engine {engine}")
        raise IndexFault(
            f"{folder} is an index of engine {meta.engine}, not {engine}; "
            f"to build it again: {again}"
        )
    return open(folder)


def _make(folder: Path, engine: str, settle: Callable[[Path], None], *, anew: bool = False) -> None:
    """Make an empty index, which is none until its meta.json is written, the last of all."""
    chosen = "whoosh" if engine == "auto" else engine
    if chosen not in ENGINES:
        raise SearchcableError(f"no engine {chosen!r}; there are {', '.join(ENGINES)}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = sorted({entry.name for entry in os.scandir(folder)} - _OURS)
        if others:
            raise IndexFault(
                f"{folder} is no index, and has {others[0]!r} in it; name another folder"
            )
        with locked(folder):
            if anew or not (folder / META).exists():
                (folder / META).unlink(missing_ok=True)
                (folder / manifest.MANIFEST).unlink(missing_ok=True)
                (folder / manifest.PENDING).unlink(missing_ok=True)
                shutil.rmtree(folder / manifest.ENGINE_FOLDER, ignore_errors=True)
                (folder / manifest.ENGINE_FOLDER).mkdir()
                settle(folder / manifest.ENGINE_FOLDER)
                write_meta(folder, Meta.new(chosen))
    except OSError as error:
        raise IndexFault(f"cannot make an index at {folder}: {error.strerror}") from error


_OURS: Final = frozenset(
    name + end
    for name in (
        META,
        manifest.MANIFEST,
        manifest.PENDING,
        manifest.ENGINE_FOLDER,
        LOCK,
        HOLDER,
    )
    for end in ("", NEW)
)
"""Names that an index has in its folder, or a run that was cut short may have left there."""


def _engine(folder: Path, meta: Meta) -> Engine:
    engine_folder = folder / manifest.ENGINE_FOLDER
    if not engine_folder.is_dir():
        raise manifest.corrupt(folder, [engine_folder.name])
    return open_engine(meta.engine, engine_folder)
