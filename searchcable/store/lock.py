"""The lock of an index: one writer at a time, and the others are told who it is.

The lock itself is the operating system's, so a process that is killed lets go of it. Who holds it
is written beside it, for the message only.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from searchcable.errors import IndexFault, IndexLocked

LOCK: Final = "lock"
HOLDER: Final = "lock-holder.json"
_POLL: Final = 0.1  # seconds between two tries

Waiting = Callable[[str], None]
"""Called once, with who holds the lock, when a writer begins to wait for it."""


@contextmanager
def locked(index: Path, *, wait: float = 10.0, waiting: Waiting | None = None) -> Iterator[None]:
    """Hold the lock of the index at `index`.

    Waits up to `wait` seconds for another writer. Raises IndexLocked, which names its process,
    command and since when it has been writing, and IndexFault where the lock cannot be made.
    """
    import filelock  # takes as long to import as a query takes to answer

    lock = filelock.FileLock(index / LOCK)
    deadline = time.monotonic() + wait
    told = False
    while True:
        try:
            lock.acquire(timeout=0)
            break
        except filelock.Timeout:
            if time.monotonic() >= deadline:
                raise IndexLocked(
                    f"{index} is being written to by {holder(index)}; wait until it is done"
                ) from None
        except OSError as error:
            raise IndexFault(f"cannot write to {index}: {error.strerror or error}") from error
        if waiting is not None and not told:
            waiting(holder(index))
            told = True
        time.sleep(_POLL)
    try:
        _sign(index / HOLDER)
        yield
    finally:
        (index / HOLDER).unlink(missing_ok=True)
        lock.release()


def holder(index: Path) -> str:
    """Return who holds the lock, in words: "process 4711 (searchcable index c), since 09:03:12"."""
    try:
        data = json.loads((index / HOLDER).read_bytes())
        since = datetime.fromisoformat(data["since"]).astimezone()
        command = "".join(c if c.isprintable() else "?" for c in str(data["command"]))[:200]
        return f"process {int(data['pid'])} ({command}), since {since:%H:%M:%S on %d %B %Y}"
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        return "another process"


def _sign(path: Path) -> None:
    words = [Path(sys.argv[0]).name or "python", *sys.argv[1:]]
    data = {
        "pid": os.getpid(),
        "command": shlex.join(words),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    try:
        path.write_text(json.dumps(data), encoding="utf-8")
    except OSError as error:
        raise IndexFault(f"cannot write to {path.parent}: {error.strerror or error}") from error
