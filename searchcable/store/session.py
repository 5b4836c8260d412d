"""A session of writing: under the lock, cables are merged with what is there, and committed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from searchcable.cable import Cable
from searchcable.engines import Engine, Reader, Writer
from searchcable.errors import IndexFault
from searchcable.fields import Row, cable_row
from searchcable.query.nodes import All
from searchcable.store import manifest
from searchcable.store.lock import Waiting, locked
from searchcable.store.meta import Meta, read_meta, write_meta
from searchcable.store.sources import UNIT, FileRecord, row_id
from searchcable.versions import Versions, decode, encode, merge, without


class Session:
    """The one writer of an index. What is not covered by `commit` is lost when it ends.

    `added`, `replaced` and `removed` are the ids of cables that this session changed, by what they
    were before it began; `pending_bytes` is the size of what the next commit stores.
    """

    def __init__(self, path: Path, meta: Meta, engine: Engine, writer: Writer) -> None:
        self.added: set[str] = set()
        self.replaced: set[str] = set()
        self.removed: set[str] = set()
        self._path = path
        self._meta = meta
        self._engine = engine
        self._writer = writer
        self._reader: Reader = engine.reader()
        self._stamps = manifest.stamps(path)
        self._before = self._reader.count(All())
        self._pending: dict[str, bytes | None] = {}  # since the last commit, by id; None is gone
        self.pending_bytes = 0

    @property
    def pending(self) -> int:
        """How many rows the next commit covers."""
        return len(self._pending)

    @property
    def cables(self) -> int:
        """How many cables the index has, those not yet committed included."""
        return self._before + len(self.added) - len(self.removed)

    @cached_property
    def _files(self) -> dict[str, FileRecord]:
        records = (FileRecord.decode(stored) for _, stored in self._reader.stored(UNIT))
        return {record.path: record for record in records}

    @property
    def files(self) -> MappingProxyType[str, FileRecord]:
        """What is known of files, by `FileRecord.path`; changed by `record` and `forget`."""
        return MappingProxyType(self._files)

    def put(self, cable: Cable) -> None:
        """Add `cable` to what the index has under its id."""
        old = self._stored(cable.id)
        self._keep(cable.id, old, merge(decode(old) if old else (), cable))

    def put_row(self, row: Row) -> None:
        """Add a cable by its row, made beforehand as if there were no other version of it."""
        old = self._stored(row.id)
        if old is None:
            self._write(row.id, row)
            self._note(row.id, False, True)
        elif old != row.stored:
            self.put(decode(row.stored)[0])

    def drop(
        self, ids: Iterable[str], path: str, keep: Mapping[str, Collection[str | None]]
    ) -> None:
        """Remove from the cables `ids` all that came from the file `path`.

        `keep` has the members that stay, by id. A cable without versions is removed.
        """
        for id in ids:
            if old := self._stored(id):
                self._keep(id, old, without(decode(old), path, keep.get(id, ())))

    def record(self, record: FileRecord) -> None:
        """Say what is known of a file, from the next commit on."""
        if self._files.get(record.path) != record:
            self._files[record.path] = record
            self._pending[record.row_id] = b""
            self._writer.add([record.row()])

    def forget(self, path: str) -> None:
        """Know nothing of a file any more, from the next commit on."""
        if self._files.pop(path, None):
            self._pending[row_id(path)] = None
            self._writer.delete([row_id(path)])

    def commit(self) -> bool:
        """Make all of it durable and visible; return whether there was anything."""
        if not self._pending:
            return False
        with _on_disk(self._path):
            manifest.begin(self._path)
            self._writer.commit()
        self._pending.clear()
        self.pending_bytes = 0
        if not self._engine.changes_between_commits:
            self._stamps = manifest.seal(self._path, self._stamps)
        write_meta(self._path, self._meta.updating(cables=self.cables, sources=self._sources()))
        old, self._reader = self._reader, self._engine.reader()
        old.close()
        return True

    def close(self) -> None:
        """Let go of the snapshot; what is not committed is lost."""
        self._reader.close()

    def _sources(self) -> int:
        """Return how many files gave cables; those that were never looked at did not change."""
        if "_files" not in self.__dict__:
            return self._meta.sources
        return sum(1 for record in self._files.values() if record.ids)

    def _stored(self, id: str) -> bytes | None:
        return self._pending[id] if id in self._pending else self._reader.get(id)

    def _keep(self, id: str, old: bytes | None, versions: Versions) -> None:
        stored = encode(versions) if versions else None
        if stored != old:
            self._write(id, cable_row(versions[0], stored) if stored is not None else None)
            self._note(id, old is not None, stored is not None)

    def _write(self, id: str, row: Row | None) -> None:
        self._pending[id] = row.stored if row else None
        self.pending_bytes += len(row.stored) if row else 0
        with _on_disk(self._path):
            if row is None:
                self._writer.delete([id])
            else:
                self._writer.add([row])

    def _note(self, id: str, was: bool, stays: bool) -> None:
        """Keep the sets of changed ids true to what was there before the session."""
        if not was:
            fresh = id not in self.removed
            self.removed.discard(id)
            (self.added if fresh else self.replaced).add(id)
        elif stays:
            if id not in self.added:
                self.replaced.add(id)
        elif id in self.added:
            self.added.discard(id)
        else:
            self.replaced.discard(id)
            self.removed.add(id)


@contextmanager
def _on_disk(path: Path) -> Iterator[None]:
    """Say what a full disk, or one that is not to be written to, means."""
    try:
        yield
    except OSError as error:
        raise IndexFault(f"cannot write to {path}: {error.strerror or error}") from error


@contextmanager
def writing(
    path: Path,
    engine: Engine,
    *,
    corpora: tuple[str, ...] = (),
    wait: float = 10.0,
    waiting: Waiting | None = None,
) -> Iterator[Session]:
    """Hold the lock of the index at `path` and write to it with `engine`.

    The caller commits. `corpora` are noted in meta.json. Raises as `lock.locked` does.
    """
    with locked(path, wait=wait, waiting=waiting):
        meta = read_meta(path)
        if set(corpora) - set(meta.corpora):
            meta = meta.updating(cables=meta.cables, sources=meta.sources, corpora=corpora)
            write_meta(path, meta)
        with _sealed(path, engine), engine.writer() as writer:
            session = Session(path, meta, engine, writer)
            try:
                yield session
            finally:
                session.close()


@contextmanager
def _sealed(path: Path, engine: Engine) -> Iterator[None]:
    """Seal the files after the writer has closed, where they change between commits too."""
    if not engine.changes_between_commits:
        yield
        return
    before = manifest.stamps(path)
    with _on_disk(path):
        manifest.begin(path)
    try:
        yield
    finally:
        with _on_disk(path):
            manifest.seal(path, before)
