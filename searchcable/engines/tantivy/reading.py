"""A snapshot: pages of what a query finds, counts, facets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import tantivy
from tantivy import Query as Q

from searchcable.engines import Answer, Found, Sort
from searchcable.engines.tantivy.compiling import Compiler, is_level, is_scored
from searchcable.engines.tantivy.damage import damage_reported
from searchcable.engines.tantivy.lexicon import Lexicon
from searchcable.engines.tantivy.paging import HEAD, LONG_HEAD, Hit, Ranked, count
from searchcable.engines.tantivy.schema import ID, kept, year_name
from searchcable.fields import Kind, find_field
from searchcable.query.nodes import Node

_BUCKETS: Final = 60_000  # Tantivy counts at most 65,000 values of a fast field


class TantivyReader:
    """The rows as of the commit before it was opened; Tantivy keeps their files open."""

    def __init__(self, index: tantivy.Index, path: str) -> None:
        self._path = path
        self._schema = index.schema
        self._searcher = index.searcher()
        lexicon = Lexicon(self._schema, self._searcher)
        self._compiler = Compiler(self._schema, self._searcher, lexicon)

    def ask(self, node: Node, sort: Sort) -> Answer:
        """Return what matches, counted; see `engines.Reader.ask`."""
        with damage_reported(self._path):
            head = LONG_HEAD if is_level(node) else HEAD
            scored = sort == "relevance" and is_scored(node)
            parts = self._compiler.parts(node) if scored else [self._compiler.compile(node)]
            ranked = Ranked(self._searcher, self._schema, parts, sort, scored=scored, head=head)

        def page(offset: int, limit: int) -> list[Found]:
            with damage_reported(self._path):
                return [self._found(hit) for hit in ranked.page(offset, limit)]

        return Answer(ranked.total, page)

    def search(self, node: Node, *, offset: int, limit: int, sort: Sort) -> list[Found]:
        """Return one page of what matches; see `engines.Reader.search`."""
        return self.ask(node, sort).page(offset, limit)

    def count(self, node: Node) -> int:
        """Return how many rows match."""
        with damage_reported(self._path):
            return count(self._searcher, self._compiler.compile(node))

    def facet(self, node: Node, field: str) -> Mapping[str, int]:
        """Return how many matching rows have each value of `field`."""
        known = find_field(field)
        if known is None or known.kind.tokenized:
            return {}
        with damage_reported(self._path):
            query = self._compiler.compile(node)
            if known.kind is Kind.DATE:
                years = self._buckets(query, year_name(known))
                return {f"{int(year):04}": count for year, count in years}
            pairs = self._searcher.terms_with_prefix(known.name, "", query)
            return {value: count for value, count in pairs if count}

    def get(self, id: str) -> bytes | None:
        """Return the stored bytes of one row."""
        with damage_reported(self._path):
            hits = self._hits(self._compiler.row(id), 1)
            return self._found(hits[0]).stored if hits else None

    def stored(self, unit: str) -> Iterator[tuple[str, bytes]]:
        """Yield id and stored bytes of every row of a unit."""
        with damage_reported(self._path):
            for hit in self._hits(self._compiler.unit(unit), max(1, self._searcher.num_docs)):
                found = self._found(hit)
                yield found.id, found.stored

    def ids(self, unit: str) -> Collection[str]:
        """Return the ids of all rows of a unit."""
        with damage_reported(self._path):
            pairs = self._searcher.terms_with_prefix(ID, "", self._compiler.unit(unit))
            return {id for id, count in pairs if count}

    def close(self) -> None:
        """Let go of the snapshot."""
        del self._searcher, self._compiler

    def _hits(self, query: Q, limit: int) -> list[Hit]:
        return self._searcher.search(query, limit=limit, count=False).hits

    def _buckets(self, query: Q, name: str) -> list[tuple[Any, int]]:
        asked = {"values": {"terms": {"field": name, "size": _BUCKETS}}}
        answer = self._searcher.aggregate(query, asked)
        return [(one["key"], one["doc_count"]) for one in answer["values"]["buckets"]]

    def _found(self, hit: Hit) -> Found:
        score, address = hit
        id, stored = kept(self._searcher.doc(address))
        return Found(id, score, stored)
