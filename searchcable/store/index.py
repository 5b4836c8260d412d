"""An open index: search it, read cables from it, add cables to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

from searchcable.cable import Cable
from searchcable.engines import Engine, Reader, Sort
from searchcable.errors import CableNotFound, SearchcableError
from searchcable.fields import find_field
from searchcable.mrn import Mrn
from searchcable.query import Query, parse_query
from searchcable.query.nodes import All, Keyword
from searchcable.results import Results
from searchcable.store import manifest
from searchcable.store.lock import Waiting
from searchcable.store.meta import Meta, read_meta
from searchcable.versions import decode

if TYPE_CHECKING:
    from searchcable.store.session import Session

_UNNAMED: Final = re.compile(r"(telegram|airgram|document)-[0-9a-f]{16}")
_EVERYTHING: Final = Query("", All())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What an index holds. `by_…` count cables; `sources` counts the files that gave them.

    `size_bytes` is as of `Index.size`; `status` is what is to be known of a cluster: its health,
    its shards, its size.
    """

    cables: int
    sources: int
    engine: str
    size_bytes: int | None
    created: str
    updated: str
    by_class: Mapping[str, int]
    by_origin: Mapping[str, int]
    by_year: Mapping[str, int]
    by_tag: Mapping[str, int]
    defects: Mapping[str, int]
    status: Mapping[str, str]


class Index:
    """An index, seen as it was when it was opened, refreshed or added to through this object.

    Searches and look-ups may come from several threads. Close it when done, or use it in a `with`
    block.
    """

    def __init__(self, path: Path, meta: Meta, engine: Engine) -> None:
        self.path = path
        self.meta = meta
        self._engine = engine
        self._reader: Reader = engine.reader()
        self._results: WeakSet[Results] = WeakSet()
        self._former: list[tuple[Reader, WeakSet[Results]]] = []

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Index {self.path} ({self.engine_name}): {len(self):,} cables>"

    def __len__(self) -> int:
        return self._reader.count(_EVERYTHING.node)

    @property
    def engine_name(self) -> str:
        """The engine's name: "whoosh", "memory"."""
        return self.meta.engine

    def close(self) -> None:
        """Let go of the files. The index and its results are of no use afterwards."""
        for reader, _ in self._former:
            reader.close()
        self._former.clear()
        self._reader.close()

    def refresh(self) -> None:
        """See what was committed since. Results that are still in use keep what they saw."""
        self.meta = read_meta(self.path)
        self._former.append((self._reader, self._results))
        self._reader, self._results = self._engine.reader(), WeakSet()
        for reader, results in self._former:
            if not results:
                reader.close()
        self._former = [(reader, results) for reader, results in self._former if results]

    def search(self, query: str | Query, *, sort: Sort = "relevance") -> Results:
        """Return the cables that match. Raises QueryError; its text shows the place."""
        results = Results(self._reader, _read(query), sort)
        self._results.add(results)
        return results

    def count(self, query: str | Query) -> int:
        """Return how many cables match. Raises QueryError."""
        return self._reader.count(_read(query).node)

    def facet(self, query: str | Query, field: str) -> dict[str, int]:
        """Return for each value of a field how many matching cables have it, most first.

        A date counts under its year. Raises QueryError, and SearchcableError where there is no
        such field or its values are running text.
        """
        found = find_field(field)
        if found is None or found.kind.tokenized:
            raise SearchcableError(f"no field {field!r} whose values can be counted")
        counts = self._reader.facet(_read(query).node, found.name)
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def get(self, mrn: str | Mrn) -> Cable:
        """Return the cable with that MRN, in any spelling, or with that id.

        Without a year it is the only one of its post and serial. Raises CableNotFound, whose
        `suggestions` are MRNs that the index has.
        """
        return self.versions(mrn)[0]

    def versions(self, mrn: str | Mrn) -> list[Cable]:
        """Return all copies of a cable, the one that `get` returns first. Raises as `get`."""
        text = str(mrn).strip()
        stored = self._reader.get(self._id(text))
        if stored is None:
            from searchcable.store.nearness import nearest

            near = nearest(text, self._reader.ids("cable"))
            hint = f"; near it: {', '.join(near)}" if near else ""
            raise CableNotFound(f"no cable {text} in {self.path}{hint}", near)
        return list(decode(stored))

    def add(self, cables: Iterable[Cable]) -> int:
        """Add cables, commit them, and return how many of them changed the index.

        A cable that is there already is kept as a version beside the others, or replaces the one
        that came from the same source. Raises IndexLocked where another process writes.
        """
        with self.writing() as session:
            for cable in cables:
                session.put(cable)
            session.commit()
            return len(session.added) + len(session.replaced)

    @contextmanager
    def writing(
        self,
        *,
        corpora: tuple[str, ...] = (),
        wait: float = 10.0,
        waiting: Waiting | None = None,
    ) -> Iterator[Session]:
        """Write many cables: hold the lock for the length of a `with` block.

        Waits up to `wait` seconds for another writer, of which `waiting` is told. What the block
        commits is seen by this object when the block has ended.
        """
        from searchcable.store.session import writing  # no search waits for it

        try:
            with writing(
                self.path, self._engine, corpora=corpora, wait=wait, waiting=waiting
            ) as session:
                yield session
        finally:
            self.refresh()

    def verify(self) -> tuple[str, ...]:
        """Compare every file with what was committed; reads them all.

        Returns names of files that no commit lists, which are harmless. Raises IndexCorrupt, which
        names the files at fault.
        """
        return manifest.verify(self.path)

    def size(self) -> int | None:
        """Return the bytes of the index's files, or of its rows on a cluster, if that tells."""
        return self._engine.size() if self._engine.shared else _files_size(self.path)

    def stats(self) -> Stats:
        """Return what the index holds."""
        return Stats(
            cables=len(self),
            sources=self.meta.sources,
            engine=self.engine_name,
            size_bytes=self.size(),
            created=self.meta.created,
            updated=self.meta.updated,
            by_class=self.facet(_EVERYTHING, "class"),
            by_origin=self.facet(_EVERYTHING, "origin"),
            by_year=dict(sorted(self.facet(_EVERYTHING, "date").items())),
            by_tag=self.facet(_EVERYTHING, "tags"),
            defects=self.defects(),
            status=self._engine.status(),
        )

    def defects(self) -> dict[str, int]:
        """Return for each code of a defect how many cables have it, most first."""
        counts = self.facet(_EVERYTHING, "defect")
        return {code.lower(): number for code, number in counts.items()}

    def _id(self, text: str) -> str:
        """Return the id that `text` means, or `text` itself."""
        if _UNNAMED.fullmatch(text):
            return text
        try:
            return str(Mrn.parse(text))
        except ValueError:
            return self._only_one(text) or f"cable:{text}"  # no id has a colon

    def _only_one(self, text: str) -> str | None:
        """Return the id of the one cable of the post and serial `text`, which has no year."""
        field = find_field("mrn")
        assert field is not None
        try:
            node = Keyword(field, field.normalize(text))
        except ValueError:
            return None
        ids = [one.id for one in self._reader.search(node, offset=0, limit=100, sort="oldest")]
        if len(ids) > 1:
            raise CableNotFound(f"{text} may be any of {', '.join(ids)}; give its year", ids)
        return ids[0] if ids else None


def _files_size(path: Path) -> int:
    """Return the size of an index on disk, in bytes."""
    return sum(entry.stat().st_size for entry in path.rglob("*") if entry.is_file())


def _read(query: str | Query) -> Query:
    return parse_query(query) if isinstance(query, str) else query
