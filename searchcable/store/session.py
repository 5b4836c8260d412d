"""A session of writing: under the lock, cables are merged with what is there, and committed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from searchcable.cable import Cable, Defect
from searchcable.engines import Engine, Entry, Reader, Writer
from searchcable.errors import IndexFault
from searchcable.fields import Row, cable_row, field_values, find_field
from searchcable.query.nodes import All
from searchcable.store import manifest
from searchcable.store.lock import Waiting, locked
from searchcable.store.meta import Meta, read_meta, write_meta
from searchcable.store.pending import Pending
from searchcable.store.sources import UNIT, FileRecord
from searchcable.versions import Versions, decode, encode, is_joined, merge, without


class Session:
    """The one writer of an index. What is not covered by `commit` is lost when it ends.

    `added`, `replaced` and `removed` are the ids of cables that this session changed, by what they
    were before it began. `refused` says, by id, why an engine did not take a cable even without its
    text.
    """

    def __init__(self, path: Path, meta: Meta, engine: Engine, writer: Writer) -> None:
        self.added: set[str] = set()
        self.replaced: set[str] = set()
        self.removed: set[str] = set()
        self.refused: dict[str, str] = {}
        self._path = path
        self._meta = meta
        self._engine = engine
        self._writer = writer
        self._reader: Reader = engine.reader()
        self._stamps = manifest.stamps(path)
        self._before = self._reader.count(All())
        self._own: set[str] = set()  # of those added, what is committed
        self._bare: set[str] = set()  # what was refused, and is sent without its text
        self._pending = Pending(path)

    @property
    def pending(self) -> int:
        """How many rows the next commit covers."""
        return len(self._pending)

    @property
    def pending_bytes(self) -> int:
        """How many bytes the next commit stores."""
        return self._pending.size

    @property
    def cables(self) -> int:
        """How many cables the index has, those not yet committed included."""
        return self._before + len(self.added) - len(self.removed)

    @cached_property
    def _files(self) -> dict[str, FileRecord]:
        records = (FileRecord.decode(stored) for _, stored in self._reader.stored(UNIT))
        return {record.row_id: record for record in records}

    @property
    def files(self) -> MappingProxyType[str, FileRecord]:
        """What is known of files, by `FileRecord.row_id`; changed by `record` and `forget`."""
        return MappingProxyType(self._files)

    def put(self, cable: Cable) -> None:
        """Add `cable` to what the index has under its id."""
        old = self._met(cable.id)
        self._keep(cable.id, old, merge(decode(old) if old else (), cable))

    def put_entry(self, entry: Entry) -> None:
        """Add a cable by its row, made beforehand as if there were no other version of it."""
        old = self._met(entry.id)
        if old is None:
            self._write(entry.id, entry, new=True)
            self._note(entry.id, False, True)
        elif old != entry.stored:
            self.put(decode(entry.stored)[0])

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
        if self._files.get(record.row_id) != record:
            self._files[record.row_id] = record
            self._pending[record.row_id] = b""
            self._writer.add([self._engine.entry(record.row())])

    def forget(self, record: FileRecord) -> None:
        """Know nothing of a file any more, from the next commit on."""
        if self._files.pop(record.row_id, None):
            self._pending[record.row_id] = None
            self._writer.delete([record.row_id])

    def commit(self) -> bool:
        """Make all of it durable and visible; return whether there was anything."""
        if not self._pending:
            return False
        with _on_disk(self._path):
            manifest.begin(self._path)
            self._send()
        self._own.update(self.added.intersection(self._pending))
        self._pending.clear()
        if not self._engine.changes_between_commits:
            self._stamps = manifest.seal(self._path, self._stamps)
        old, self._reader = self._reader, self._engine.reader()
        old.close()
        if self._engine.shared:
            self._before = self._reader.count(All()) - len(self.added) + len(self.removed)
        write_meta(self._path, self._meta.updating(cables=self.cables, sources=self._sources()))
        return True

    def close(self) -> None:
        """Let go of the snapshot; what is not committed is lost."""
        self._reader.close()
        self._pending.close()

    def _sources(self) -> int:
        """Return how many files gave cables; those that were never looked at did not change."""
        if "_files" not in self.__dict__:
            return self._meta.sources
        return len({record.path for record in self._files.values() if record.ids})

    def _send(self) -> None:
        """Commit, again and again while other writers change what this one changes."""
        while (unwritten := self._writer.commit()) is not None:
            for id, theirs in unwritten.changed.items():
                self._settle(id, theirs)
            for id, why in unwritten.refused.items():
                self._strip(id, why)

    def _settle(self, id: str, theirs: bytes | None) -> None:
        """Bring a row together with what another writer made of it; nothing of either is lost."""
        mine = self._pending[id]
        if id in self._files or id.startswith(UNIT):
            record = self._files.get(id)
            if record is not None:
                self._writer.add([self._engine.entry(record.row())])
            else:
                self._writer.delete([id])
            return
        if mine is None:  # removed here, changed there: it stays
            self.removed.discard(id)
            return
        if theirs is None:
            self._write(id, self._entry(decode(mine), mine), new=True)
            return
        versions = decode(theirs)
        for version in decode(mine):
            if not is_joined(version):
                versions = merge(versions, version)
        both = encode(versions)
        if id not in self._own:
            self.added.discard(id)
        if both != theirs:
            if id not in self.added:
                self.replaced.add(id)
            self._write(id, self._entry(versions, both))

    def _strip(self, id: str, why: str) -> None:
        """Keep a refused cable without what is searched of it; the second time, not even that."""
        stored = self._pending[id]
        if not stored:
            raise IndexFault(f"the engine refuses what is known of {id}: {why}")
        if id in self._bare:
            self.refused[id] = why
            self._pending[id] = None
            self.added.discard(id)
            return
        self._bare.add(id)
        winner, *others = decode(stored)
        defect = Defect(code="row-refused", message=why[:200])
        winner = replace(winner, defects=(*winner.defects, defect))
        found = (find_field(name) for name in ("mrn", "defect"))
        values = {field.name: field_values(field, winner) for field in found if field}
        bare = Row(id, "cable", values, encode((winner, *others)))
        self._write(id, self._engine.entry(bare))

    def _met(self, id: str) -> bytes | None:
        """Return what is to be merged with a cable that is put, as far as it must be known now.

        To a shared engine rows go as new ones, for another may have brought them anyway; what is
        there already comes back from the commit. In an index that was empty, only what this
        session wrote can be.
        """
        fresh = self._engine.shared or (not self._before and id not in self._own)
        return None if fresh and id not in self._pending else self._stored(id)

    def _stored(self, id: str) -> bytes | None:
        return self._pending[id] if id in self._pending else self._reader.get(id)

    def _keep(self, id: str, old: bytes | None, versions: Versions) -> None:
        stored = encode(versions) if versions else None
        if stored != old:
            entry = self._entry(versions, stored) if stored is not None else None
            self._write(id, entry, new=old is None)
            self._note(id, old is not None, stored is not None)

    def _entry(self, versions: Versions, stored: bytes) -> Entry:
        return self._engine.entry(cable_row(versions[0], stored, versions))

    def _write(self, id: str, entry: Entry | None, *, new: bool = False) -> None:
        with _on_disk(self._path):
            self._pending[id] = entry.stored if entry else None
            if entry is None:
                self._writer.delete([id])
            else:
                self._writer.add([entry], new=new)

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
    with _on_disk(path), manifest.resealed(path):
        yield
