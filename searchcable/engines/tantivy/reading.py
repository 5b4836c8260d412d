"""A snapshot: pages of what a query finds, counts, facets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Final

import tantivy
from tantivy import DocAddress, FieldType, Occur, Order
from tantivy import Query as Q

from searchcable.engines import Found, Sort
from searchcable.engines.tantivy.compiling import Compiler, is_scored
from searchcable.engines.tantivy.lexicon import Lexicon
from searchcable.engines.tantivy.schema import (
    HAS,
    ID,
    ORDER,
    STORED,
    WHEN,
    year_name,
)
from searchcable.errors import IndexCorrupt
from searchcable.fields import Kind, find_field
from searchcable.query.nodes import Node

_BUCKETS: Final = 60_000  # Tantivy counts at most 65,000 values of a fast field
_SPARE: Final = 50  # hits read beyond a page, which most ties do not exceed
_Hit = tuple[float, DocAddress]
_Key = tuple[str, Order]

_BY_ID: Final[tuple[_Key, ...]] = ((ORDER, Order.Asc), (ID, Order.Asc))
_SORTS: Final[Mapping[Sort, tuple[_Key, ...]]] = {
    "relevance": _BY_ID,
    "newest": ((WHEN, Order.Desc), *_BY_ID),
    "oldest": ((WHEN, Order.Asc), *_BY_ID),
}
"""By what pages are sorted. Tantivy looks up each text that it sorts by: numbers come first."""


@contextmanager
def damage_reported(path: str) -> Iterator[None]:
    """Raise IndexCorrupt for what Tantivy raises, or panics with, on damaged files."""
    try:
        yield
    except ValueError as error:
        raise IndexCorrupt(f"the index at {path} does not read: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexCorrupt(f"the index at {path} does not read: {error}") from None


class TantivyReader:
    """The rows as of the commit before it was opened; Tantivy keeps their files open."""

    def __init__(self, index: tantivy.Index, path: str) -> None:
        self._path = path
        self._schema = index.schema
        self._searcher = index.searcher()
        lexicon = Lexicon(self._schema, self._searcher)
        self._compiler = Compiler(self._schema, self._searcher, lexicon)

    def search(self, node: Node, *, offset: int, limit: int, sort: Sort) -> list[Found]:
        """Return one page of what matches; see `engines.Reader.search`."""
        limit = min(limit, self._searcher.num_docs - offset)
        if limit <= 0:
            return []
        with damage_reported(self._path):
            query = self._compiler.compile(node)
            if sort == "relevance" and is_scored(node):
                page = self._by_score(query, offset, limit)
            else:
                keys = _SORTS[sort]
                page = [(0.0, at) for at in self._by_keys(query, offset, limit, keys)]
            return [self._found(score, address) for score, address in page]

    def count(self, node: Node) -> int:
        """Return how many rows match."""
        with damage_reported(self._path):
            return self._count(self._compiler.compile(node))

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
            return self._found(*hits[0]).stored if hits else None

    def stored(self, unit: str) -> Iterator[tuple[str, bytes]]:
        """Yield id and stored bytes of every row of a unit."""
        with damage_reported(self._path):
            for hit in self._hits(self._compiler.unit(unit), self._searcher.num_docs):
                found = self._found(*hit)
                yield found.id, found.stored

    def ids(self, unit: str) -> Collection[str]:
        """Return the ids of all rows of a unit."""
        with damage_reported(self._path):
            pairs = self._searcher.terms_with_prefix(ID, "", self._compiler.unit(unit))
            return {id for id, count in pairs if count}

    def close(self) -> None:
        """Let go of the snapshot."""
        del self._searcher, self._compiler

    # Pages. Tantivy breaks ties by where a row lies; here they go by id.

    def _by_score(self, query: Q, offset: int, limit: int) -> list[_Hit]:
        """Take as many of the best as it needs to have all that tie with the last of the page."""
        end = offset + limit
        depth = end + _SPARE
        hits = self._hits(query, depth)
        while len(hits) == depth and hits[-1][0] == hits[end - 1][0]:
            depth *= 10
            hits = self._hits(query, depth)
        page = hits[offset:end]
        if not page:
            return []
        begin = bisect_left(hits, -page[0][0], key=_rank)
        tied = hits[begin : bisect_right(hits, -page[-1][0], key=_rank)]
        return self._in_order(tied)[offset - begin : end - begin]

    def _in_order(self, hits: list[_Hit]) -> list[_Hit]:
        """Sort by score and id. The ids are read only where their numbers do not tell."""
        if len({score for score, _ in hits}) == len(hits):
            return hits
        numbers = self._searcher.fast_field_values(ORDER, [address for _, address in hits])
        keyed = sorted(zip(numbers, hits, strict=True), key=lambda pair: (-pair[1][0], pair[0]))
        ordered: list[_Hit] = []
        for _, group in groupby(keyed, key=lambda pair: (pair[1][0], pair[0])):
            same = [hit for _, hit in group]
            ordered += same if len(same) == 1 else sorted(same, key=self._id)
        return ordered

    def _by_keys(self, query: Q, offset: int, limit: int, keys: Sequence[_Key]) -> list[DocAddress]:
        """Sort by the first key, and each run of rows that share it by the other keys.

        The neighbours of the page are read too: they tell whether its first and last runs go on.
        """
        (name, order), *rest = keys
        begin, end = max(offset - 1, 0), offset + limit
        hits = self._sorted(query, begin, end + 1 - begin, name, order)
        if not rest:
            return [at for _, at in hits[offset - begin : end - begin]]
        page: list[DocAddress] = []
        at = begin
        for value, group in groupby(hits, key=lambda hit: hit[0]):
            run = [address for _, address in group]
            low, high = max(at, offset), min(at + len(run), end)
            if low < high and len(run) == 1:
                page += run
            elif low < high:
                start = self._count_before(query, name, value, order) if at == begin > 0 else at
                narrow = self._with_key(query, name, value)
                page += self._by_keys(narrow, low - start, high - low, rest)
            at += len(run)
        return page

    def _count_before(self, query: Q, name: str, value: int | None, order: Order) -> int:
        """Return how many rows sort before those with a value; those without one are last."""
        if value is None:
            return self._count(_both(query, self._has_date()))
        low, high = (value + 1, None) if order == Order.Desc else (None, value - 1)
        return self._count(_both(query, self._between(name, low, high)))

    def _with_key(self, query: Q, name: str, value: int | None) -> Q:
        """Narrow a query to the rows with one value of a key, or to those without one."""
        if value is None:
            return Q.boolean_query([(Occur.Must, query), (Occur.MustNot, self._has_date())])
        return _both(query, self._between(name, value, value))

    def _between(self, name: str, low: int | None, high: int | None) -> Q:
        kind = FieldType.Unsigned if name == ORDER else FieldType.Integer
        return Q.range_query(self._schema, name, kind, low, high)

    def _has_date(self) -> Q:
        return Q.term_query(self._schema, HAS, "date", index_option="basic")

    # What Tantivy is asked.

    def _hits(self, query: Q, limit: int) -> list[_Hit]:
        return self._searcher.search(query, limit=self._cap(limit), count=False).hits

    def _sorted(self, query: Q, offset: int, limit: int, name: str, order: Order) -> list[Any]:
        return self._searcher.search(
            query,
            limit=self._cap(limit),
            count=False,
            order_by_field=name,
            offset=offset,
            order=order,
        ).hits

    def _cap(self, limit: int) -> int:
        """Keep a limit to the number of rows: Tantivy sets aside memory for all of it."""
        return max(1, min(limit, self._searcher.num_docs))

    def _count(self, query: Q) -> int:
        filtered = Q.const_score_query(query, 0.0)
        count: int = self._searcher.search(filtered, limit=1, count=True).count  # type: ignore[attr-defined]
        return count

    def _buckets(self, query: Q, name: str) -> list[tuple[Any, int]]:
        asked = {"values": {"terms": {"field": name, "size": _BUCKETS}}}
        answer = self._searcher.aggregate(query, asked)
        return [(one["key"], one["doc_count"]) for one in answer["values"]["buckets"]]

    def _found(self, score: float, address: DocAddress) -> Found:
        document = self._searcher.doc(address)
        return Found(document[ID][0], score, bytes(document[STORED][0]))

    def _id(self, hit: _Hit) -> str:
        id: str = self._searcher.doc(hit[1])[ID][0]
        return id


def _rank(hit: _Hit) -> float:
    return -hit[0]


def _both(first: Q, second: Q) -> Q:
    return Q.boolean_query([(Occur.Must, first), (Occur.Must, second)])
