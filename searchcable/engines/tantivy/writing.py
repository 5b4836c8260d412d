"""The writer: one at a time, its commits durable."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from searchcable.engines import Entry
from searchcable.engines.tantivy.documents import completed
from searchcable.engines.tantivy.schema import HAS, ID, term
from searchcable.errors import IndexFault


@contextmanager
def failures_reported(path: Path) -> Iterator[None]:
    """Raise IndexFault for what Tantivy raises, or panics with, where it cannot write."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexFault(f"cannot write to {path}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexFault(f"cannot write to {path}: {error}") from None


class TantivyWriter:
    """Adds and deletes rows. A row replaces an earlier one of its id, in the same batch too."""

    def __init__(self, index: tantivy.Index, writer: tantivy.IndexWriter, path: Path) -> None:
        self._writer = writer
        self._path = path
        self._schema = index.schema
        self._before = index.searcher()
        self._added: set[str] = set()
        # The first operation of a writer has the stamp of the last commit; were it a delete, a
        # merge would take it for one that was carried out before that commit.
        writer.delete_documents_by_term(HAS, "")

    def add(self, entries: Iterable[Entry], *, new: bool = False) -> None:
        """Index rows, replacing those with the same id."""
        for entry in entries:
            id = term(entry.id)
            document = tantivy.Document.from_dict(completed(entry), self._schema)
            with failures_reported(self._path):
                # Each delete is looked up in every segment: only what may be there is deleted.
                if id in self._added or self._before.doc_freq(ID, id):
                    self._writer.delete_documents_by_term(ID, id)
                self._writer.add_document(document)
            self._added.add(id)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove rows by id."""
        with failures_reported(self._path):
            for id in ids:
                self._writer.delete_documents_by_term(ID, term(id))

    def commit(self) -> None:
        """Make everything visible and durable: Tantivy syncs its files and the folder."""
        with failures_reported(self._path):
            self._writer.commit()
            _share(self._path)


def _share(path: Path) -> None:
    """Let others read what Tantivy writes for its owner alone, as far as the umask would."""
    mask = os.umask(0)
    os.umask(mask)
    for name in ("meta.json", ".managed.json"):
        (path / name).chmod(0o666 & ~mask)
