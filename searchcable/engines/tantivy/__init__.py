"""The engine for large corpora: Tantivy, https://github.com/quickwit-oss/tantivy."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Final

import tantivy

from searchcable.engines.tantivy import documents
from searchcable.engines.tantivy.damage import damage_reported
from searchcable.engines.tantivy.reading import TantivyReader
from searchcable.engines.tantivy.schema import make_schema, register_analyzers
from searchcable.engines.tantivy.writing import TantivyWriter, failures_reported
from searchcable.errors import IndexCorrupt, IndexLocked

THREADS: Final = max(1, min(3, (os.cpu_count() or 1) // 2))
"""Threads that index. Reading keeps the other processors busy, and each has words of its own."""

HEAP: Final = 1_200_000_000
"""Bytes that all threads gather together before they write segments: more than a commit needs.

One that is full shortly before a commit leaves the rest to a small segment, and questions pay for
each: they look up their words in all.
"""

WAIT: Final = 10.0
"""Seconds to wait for another writer."""


class TantivyEngine:
    """An index of Tantivy's in a folder of its own."""

    name: ClassVar[str] = "tantivy"
    changes_between_commits: ClassVar[bool] = True
    shared: ClassVar[bool] = False
    entry = staticmethod(documents.entry)

    def __init__(self, path: Path) -> None:
        self.path = path

    def reader(self) -> TantivyReader:
        """Open a snapshot; of nothing, where nothing was ever written."""
        with damage_reported(str(self.path)):
            if not any(self.path.iterdir()):
                return TantivyReader(tantivy.Index(make_schema()), str(self.path))
            return TantivyReader(self._open(), str(self.path))

    def size(self) -> None:
        """Return nothing: the rows are in the folder."""

    def status(self) -> Mapping[str, str]:
        """Return nothing: its files say it all."""
        return {}

    @contextmanager
    def writer(self) -> Iterator[TantivyWriter]:
        """Open the writer; what was not committed is dropped.

        Waits for another writer up to WAIT seconds, then raises IndexLocked.
        """
        with damage_reported(str(self.path)):
            if any(self.path.iterdir()):
                index = self._open()
            else:
                index = tantivy.Index(make_schema(), path=str(self.path))
                register_analyzers(index)
        writer = self._lock(index)
        try:
            yield TantivyWriter(index, writer, self.path)
        finally:
            with failures_reported(self.path):
                writer.wait_merging_threads()

    def _open(self) -> tantivy.Index:
        if not (self.path / "meta.json").is_file():
            raise IndexCorrupt(f"the index at {self.path} has no meta.json")
        index = tantivy.Index.open(str(self.path))
        register_analyzers(index)
        return index

    def _lock(self, index: tantivy.Index) -> tantivy.IndexWriter:
        """Take Tantivy's lock, which fails at once where another has it."""
        deadline = time.monotonic() + WAIT
        while True:
            try:
                return index.writer(HEAP, THREADS)
            except ValueError as error:
                if "lock" not in str(error).lower():
                    raise
                if time.monotonic() >= deadline:
                    raise IndexLocked(f"{self.path} is being written to by another") from None
                time.sleep(0.05)


ENGINE = TantivyEngine
