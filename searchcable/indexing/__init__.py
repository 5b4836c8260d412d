"""Filling an index from a corpus: what is new or changed is read, the rest is left as it is.

Each file's cables and what is known of the file are committed together, every few seconds. What
was not committed when a run is killed is read again by the next run of the same command.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from searchcable.formats import walk
from searchcable.indexing.choosing import choose
from searchcable.indexing.interrupts import Stop, interruptible
from searchcable.indexing.report import (
    Characters,
    FormTotal,
    Gone,
    Interrupted,
    Progress,
    Report,
)
from searchcable.indexing.run import Run
from searchcable.store import DEFAULT, create
from searchcable.store.lock import Waiting

__all__ = [
    "Characters", "FormTotal", "Gone", "Interrupted", "Progress", "Report", "index_corpus",
]  # fmt: skip


def index_corpus(
    source: str | Path,
    path: str | Path = DEFAULT,
    *,
    engine: str = "auto",
    prune: bool = False,
    force: bool = False,
    confirm: Callable[[Gone], bool] | None = None,
    progress: Callable[[Progress], None] | None = None,
    waiting: Waiting | None = None,
    notes: Callable[[str], None] | None = None,
    commit_every: float = 10.0,
    commit_rows: int = 5_000,
) -> Report:
    """Read the corpus `source`, a folder or a file, into the index at `path`.

    Files that did not change since they were read are left alone, unless `force`, which also
    replaces an index that cannot be opened. With `prune`, what came from files that are gone from
    this corpus is removed; where the corpus is missing or more than a fifth of the index's files
    would go, `confirm` is asked first. Commits every `commit_every` seconds or `commit_rows` rows.
    `waiting` is told who holds the lock, if anyone, and `notes` what people should know.

    The `engine` of a new index is "whoosh", "tantivy", or with "auto" the one for the size of the
    corpus; an index that is there keeps its own.

    Raises CorpusError where there is no corpus, or what is gone is not confirmed; IndexFault; and
    Interrupted on Ctrl-C.
    """
    corpus = Path(source)
    interrupted = False
    found = [] if prune and not corpus.exists() else list(walk(corpus))
    size = sum(file.size for file in found)
    chosen = choose(engine, size, Path(path), notes or (lambda note: None))
    with create(path, chosen, anew=force) as index:
        with index.writing(corpora=(corpus.as_posix(),), waiting=waiting) as session:
            run = Run(session, corpus, found, force=force, progress=progress)
            gone = run.ask_about_gone(confirm) if prune else ()
            try:
                with interruptible() as check:
                    run.read_all(commit_every, commit_rows, check)
                    run.remove(gone)
                    run.commit()
            except Stop:
                run.commit()
                interrupted = True
        report = run.report(index)
    if interrupted:
        raise Interrupted(report)
    return report
