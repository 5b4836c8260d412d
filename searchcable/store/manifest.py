"""The manifest of an index: size and SHA-256 of every file that a commit left.

It is written after the engine's commit, so a kill between the two leaves one that is older than
the files. An empty file beside it says from before the commit until after it that this may be so;
the next commit writes the manifest anew. Where an engine merges files in the background, it says so
from before the writer opens until after it has closed.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from searchcable.errors import IndexCorrupt
from searchcable.store.disk import read_json, sync_folder, write_json

MANIFEST: Final = "manifest.json"
PENDING: Final = "manifest.pending"
ENGINE_FOLDER: Final = "engine"

Stamp = tuple[int, int, int]
"""A file's size, time of change in nanoseconds, and inode: while they last, so does its content."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One file as committed."""

    size: int
    sha256: str


def check(index: Path) -> None:
    """Check names and sizes, which is quick. Raises IndexCorrupt, naming the files at fault.

    Where a commit was begun and not sealed the manifest may be older than the files, and the engine
    alone can tell.
    """
    if (index / PENDING).exists():
        return
    listed = read(index)
    present = {name: stamp[0] for name, stamp in stamps(index).items()}
    wrong = [name for name, file in listed.items() if present.get(name) != file.size]
    if wrong and not (index / PENDING).exists() and read(index) == listed:
        raise corrupt(index, wrong)


def begin(index: Path) -> None:
    """Say that a commit begins: until it is sealed the manifest may be older than the files."""
    if not (index / PENDING).exists():
        (index / PENDING).touch()
        sync_folder(index)


def verify(index: Path) -> tuple[str, ...]:
    """Read every committed file and compare its digest.

    Returns the names of files that the manifest does not list: usually none, or those of a commit
    that was cut short. Raises IndexCorrupt, naming the files at fault.
    """
    while True:
        listed = read(index)
        check(index)
        digests = _digests(index, listed)
        wrong = [n for n, file in listed.items() if (d := digests[n]) and d != file.sha256]
        if read(index) == listed:  # else a writer committed meanwhile
            break
    if wrong and not (index / PENDING).exists():
        raise corrupt(index, wrong)
    return tuple(sorted(stamps(index).keys() - listed.keys()))


@contextmanager
def resealed(index: Path) -> Iterator[None]:
    """Seal the files again after a block that changes them, as no commit of a session does."""
    before = stamps(index)
    begin(index)
    try:
        yield
    finally:
        seal(index, before)


def seal(index: Path, before: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """Write the manifest of the files as they are now, and return their stamps.

    Files whose stamp is as it was `before` keep the digest that they have, so that damage done
    since it was taken is not sealed.
    """
    listed, now = read(index, lenient=True), stamps(index)
    same = {name for name in listed if name in now and before.get(name) == now[name]}
    digests = _digests(index, [name for name in now if name not in same])
    files = {name: Sealed(now[name][0], digest) for name, digest in digests.items() if digest}
    files |= {name: listed[name] for name in same}
    data = {name: {"size": f.size, "sha256": f.sha256} for name, f in sorted(files.items())}
    write_json(index / MANIFEST, {"version": 1, "files": data})
    (index / PENDING).unlink(missing_ok=True)
    return now


def read(index: Path, *, lenient: bool = False) -> dict[str, Sealed]:
    """Return what the manifest lists, by name; nothing where there is none yet.

    Raises IndexCorrupt where it does not read, unless `lenient`.
    """
    path = index / MANIFEST
    try:
        files = read_json(path)["files"]
        return {
            str(name): Sealed(int(file["size"]), str(file["sha256"]))
            for name, file in files.items()
        }
    except FileNotFoundError:
        return {}
    except IndexCorrupt:
        if not lenient:
            raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if not lenient:
            raise IndexCorrupt(f"{path} does not read: it is no manifest") from error
    return {}


def stamps(index: Path) -> dict[str, Stamp]:
    """Return the stamps of the engine's files by their names; empty files hold nothing to check."""
    folder = index / ENGINE_FOLDER
    found: dict[str, Stamp] = {}
    for path in sorted(folder.rglob("*")):
        try:
            stat = path.stat()
        except FileNotFoundError:  # a writer merged it away meanwhile
            continue
        if path.is_file() and stat.st_size:
            name = path.relative_to(folder).as_posix()
            found[name] = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
    return found


def _digests(index: Path, names: Collection[str]) -> dict[str, str | None]:
    """Return the SHA-256 of files of the engine by their names, None for one that has gone.

    Each processor reads another file.
    """
    from concurrent.futures import ThreadPoolExecutor  # no query waits for it

    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
        paths = [index / ENGINE_FOLDER / name for name in names]
        return dict(zip(names, threads.map(_digest, paths), strict=True))


def _digest(path: Path) -> str | None:
    from hashlib import file_digest  # nor for OpenSSL

    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def corrupt(index: Path, names: list[str]) -> IndexCorrupt:
    """Return the error that names damaged files of the engine."""
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return IndexCorrupt(
        f"{index} is damaged: {shown} in {index / ENGINE_FOLDER} "
        "is not what was committed; build the index again"
    )
