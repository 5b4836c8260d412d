"""Filling an index from a corpus: what is new or changed is read, the rest is left as it is.

Each file's cables and what is known of the file are committed together, every minute or sooner.
What was not committed when a run is killed is read again by the next run of the same command.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from searchcable.errors import SearchcableError
from searchcable.formats import Part, walk
from searchcable.indexing.choosing import choose
from searchcable.indexing.interrupts import Stop, interruptible
from searchcable.indexing.placing import Cluster, publish, settling
from searchcable.indexing.preparing import PreparedPart
from searchcable.indexing.report import (
    Characters,
    FormTotal,
    Gone,
    Interrupted,
    Progress,
    Report,
)
from searchcable.indexing.run import Run
from searchcable.indexing.sharing import Share
from searchcable.indexing.workers import BATCH, Workers, prepare_here
from searchcable.store import DEFAULT, create
from searchcable.store.lock import Waiting
from searchcable.store.meta import META
from searchcable.store.session import Session
from searchcable.store.sources import FileRecord

__all__ = [
    "Characters", "Cluster", "FormTotal", "Gone", "Interrupted", "Progress", "Report",
    "index_corpus",
]  # fmt: skip


Prepare = Callable[[Iterable[Part]], Iterator[tuple[Part, PreparedPart]]]

MEMORY: Final = 2 << 30
_PENDING: Final = 2  # the part of the memory that may wait for a commit, as stored
_SMALL: Final = 4_000_000  # bytes of a corpus that is read before other processes have started


class _Due:
    """Whether a commit is due: after so many seconds, so many bytes, so many rows."""

    def __init__(self, every: float, size: int, rows: int | None) -> None:
        self._every, self._size, self._rows = every, size, rows or sys.maxsize
        self._last = time.monotonic()

    def __call__(self, session: Session) -> bool:
        now = time.monotonic()
        waits = session.pending_bytes < self._size and session.pending < self._rows
        if waits and now - self._last < self._every:
            return False
        self._last = now
        return True


@contextmanager
def _readers(
    engine: str, jobs: int | None, memory: int, size: int, *, new: bool
) -> Iterator[Prepare]:
    """Give what prepares parts: in this process, or in others, which start at once for a `new`
    index; for any other there may be nothing to read."""
    count = jobs if jobs is not None else 1 if size < _SMALL else len(os.sched_getaffinity(0))
    if count < 2:
        yield partial(prepare_here, engine)
        return
    at_once = size // BATCH if new else 0
    with Workers(count, engine, memory=memory // 2, at_once=at_once) as workers:
        yield workers.prepare


def _finished(run: Run, prepare: Prepare, due: _Due, gone: tuple[FileRecord, ...]) -> bool:
    """Read, remove and commit all there is, and return True; on Ctrl-C what is done, and False."""
    try:
        with interruptible() as check:
            run.read_all(prepare, due, check)
            run.remove(gone)
            run.commit()
    except Stop:
        run.commit()
        return False
    return True


def index_corpus(
    source: str | Path,
    path: str | Path = DEFAULT,
    *,
    engine: str = "auto",
    cluster: Cluster | None = None,
    prune: bool = False,
    force: bool = False,
    part: str | None = None,
    confirm: Callable[[Gone], bool] | None = None,
    progress: Callable[[Progress], None] | None = None,
    waiting: Waiting | None = None,
    notes: Callable[[str], None] | None = None,
    jobs: int | None = None,
    memory: int = MEMORY,
    commit_every: float = 60.0,
    commit_rows: int | None = None,
) -> Report:
    """Read the corpus `source`, a folder or a file, into the index at `path`.

    Files that did not change since they were read are left alone, unless `force`, which also
    replaces an index that cannot be opened. With `prune`, what came from files that are gone from
    this corpus is removed; where the corpus is missing or more than a fifth of the index's files
    would go, `confirm` is asked first. Commits every `commit_every` seconds, or sooner where much
    waits, or `commit_rows` rows. `jobs` processes read, by default one for each processor
    and none but this for a small corpus; `memory` is what all of them shall use together, in
    bytes. `waiting` is told who holds the lock, if anyone, and `notes` what people should know.

    With `part`, such as "3/16", only that part of the corpus is read, which is the same whoever
    reads it: so many machines feed one cluster, at once, and each part as often as they like.
    Nothing that is there is removed.

    The `engine` of a new index is "whoosh", "tantivy", "opensearch" with the `cluster` where its
    rows shall be, or with "auto" the one for the size of the corpus; an index that is there keeps
    its own.

    Raises CorpusError where there is no corpus, or what is gone is not confirmed; IndexFault; and
    Interrupted on Ctrl-C.
    """
    corpus = Path(source)
    share = Share.parse(part) if part is not None else None
    if share is not None and prune:
        raise SearchcableError("a part of a corpus shows not what is gone; prune without the part")
    found = [] if prune and not corpus.exists() else list(walk(corpus))
    size = sum(file.size for file in found)
    if cluster is not None and engine == "auto":
        engine = "opensearch"
    chosen = choose(engine, size, Path(path), notes or (lambda note: None))
    new = not (Path(path) / META).exists()  # readers start while its engine makes it
    with (
        _readers(chosen, jobs, memory, size, new=new) as prepare,
        create(
            path, chosen, anew=force, settle=settling(chosen, cluster, Path(path), force=force)
        ) as index,
    ):
        with index.writing(corpora=(corpus.as_posix(),), waiting=waiting) as session:
            run = Run(session, corpus, found, force=force, share=share, progress=progress)
            gone = run.ask_about_gone(confirm) if prune else ()
            due = _Due(commit_every, memory // _PENDING, commit_rows)
            finished = _finished(run, prepare, due, gone)
        if finished:
            publish(chosen, index.path)
        report = run.report(index)
    if not finished:
        raise Interrupted(report)
    return report
