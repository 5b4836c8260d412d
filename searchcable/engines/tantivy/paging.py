"""The rows that a query finds, in order. Tantivy breaks ties by where a row lies, we by id."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Final

import tantivy
from tantivy import DocAddress, FieldType, Occur, Order
from tantivy import Query as Q

from searchcable.engines import Sort
from searchcable.engines.tantivy.schema import HAS, ID, ORDER, WHEN

Hit = tuple[float, DocAddress]
_Key = tuple[str, Order]

_SPARE: Final = 20  # hits read beyond a page, which most ties do not exceed
HEAD: Final = 10 + _SPARE
"""Hits that are taken while all are counted: those of a first page."""

LONG_HEAD: Final = 2_000
"""The same, where many rows are expected to tie with those of the page."""

_BY_ID: Final[tuple[_Key, ...]] = ((ORDER, Order.Asc), (ID, Order.Asc))
_KEYS: Final[Mapping[Sort, tuple[_Key, ...]]] = {
    "relevance": _BY_ID,
    "newest": ((WHEN, Order.Desc), *_BY_ID),
    "oldest": ((WHEN, Order.Asc), *_BY_ID),
}
"""By what pages are sorted. Tantivy looks up each text that it sorts by: numbers come first."""


class Ranked:
    """What a query finds in a snapshot: how many rows, their `total`, and the pages of them.

    Counting finds the first page too; others are looked for when they are asked for. A query that
    scores may come in `parts` that share no row; any other is one part.
    """

    def __init__(
        self,
        searcher: tantivy.Searcher,
        schema: tantivy.Schema,
        parts: Sequence[Q],
        sort: Sort,
        *,
        scored: bool,
        head: int = HEAD,
    ) -> None:
        self._searcher = searcher
        self._schema = schema
        self._parts = parts
        self._query = parts[0]
        self._keys = () if scored and sort == "relevance" else _KEYS[sort]
        self.total: int
        self._head: list[Any]
        if self._keys:
            found = self._sorted(self._query, 0, head, self._keys)
            self.total, self._head = _number(found), found.hits
        else:
            self.total, self._head = self._best(head)

    def page(self, offset: int, limit: int) -> list[Hit]:
        """Return the scores and the places of the rows from `offset` on, at most `limit`."""
        end = min(offset + limit, self.total)
        if offset >= end:
            return []
        if not self._keys:
            return self._by_score(offset, end)
        return [(0.0, at) for at in self._by_keys(self._query, offset, end, self._keys)]

    def _by_score(self, offset: int, end: int) -> list[Hit]:
        """Take as many of the best as it needs to have all that tie with the last of the page."""
        hits, depth = self._head, len(self._head)
        while depth < self.total and (depth < end or hits[-1][0] == hits[end - 1][0]):
            depth = min(self.total, end + _SPARE if depth < end + _SPARE else depth * 30)
            _, hits = self._best(depth)
        page: list[Hit] = []
        at = bisect_left(hits, -hits[offset][0], key=_rank)
        for _, group in groupby(hits[at:], key=_score):
            if at >= end:
                break
            tied = list(group)
            page += self._by_id(tied, max(offset - at, 0), end - at)
            at += len(tied)
        return page

    def _by_id(self, tied: list[Hit], begin: int, end: int) -> list[Hit]:
        """Sort by id, and return a part.

        The ids are read only where their numbers do not tell, and only of that part.
        """
        if len(tied) == 1:
            return tied[begin:end]
        addresses = [address for _, address in tied]
        numbers: list[Any] = self._searcher.fast_field_values(ORDER, addresses)
        ordered: list[Hit] = []
        by_number = sorted(range(len(tied)), key=numbers.__getitem__)
        for _, group in groupby(by_number, key=numbers.__getitem__):
            if len(ordered) >= end:
                break
            same = [tied[number] for number in group]
            inside = len(ordered) + len(same) > begin
            ordered += sorted(same, key=self._id) if inside and len(same) > 1 else same
        return ordered[begin:end]

    def _by_keys(self, query: Q, offset: int, end: int, keys: Sequence[_Key]) -> list[DocAddress]:
        """Sort by the first key, and each run of rows that share it by the other keys.

        The neighbours of the page are read too: they tell whether its first and last runs go on.
        """
        (name, order), *rest = keys
        begin = max(offset - 1, 0)
        hits = self._between(query, begin, end + 1, keys)
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
                page += self._by_keys(narrow, low - start, high - start, rest)
            at += len(run)
        return page

    def _count_before(self, query: Q, name: str, value: int | None, order: Order) -> int:
        """Return how many rows sort before those with a value; those without one are last."""
        if value is None:
            return count(self._searcher, _both(query, self._has_date()))
        low, high = (value + 1, None) if order == Order.Desc else (None, value - 1)
        return count(self._searcher, _both(query, self._in_range(name, low, high)))

    def _with_key(self, query: Q, name: str, value: int | None) -> Q:
        """Narrow a query to the rows with one value of a key, or to those without one."""
        if value is None:
            return Q.boolean_query([(Occur.Must, query), (Occur.MustNot, self._has_date())])
        return _both(query, self._in_range(name, value, value))

    def _in_range(self, name: str, low: int | None, high: int | None) -> Q:
        kind = FieldType.Unsigned if name == ORDER else FieldType.Integer
        return Q.range_query(self._schema, name, kind, low, high)

    def _has_date(self) -> Q:
        return Q.term_query(self._schema, HAS, "date", index_option="basic")

    # What Tantivy is asked.

    def _best(self, limit: int) -> tuple[int, list[Any]]:
        """Return how many rows there are, and the best of them."""
        found = [self._searcher.search(part, limit=self._cap(limit)) for part in self._parts]
        if len(found) == 1:
            return _number(found[0]), found[0].hits
        hits = sorted(chain.from_iterable(one.hits for one in found), key=_score, reverse=True)
        return sum(map(_number, found)), hits[:limit]

    def _between(self, query: Q, begin: int, end: int, keys: Sequence[_Key]) -> list[Any]:
        """Return the hits of a stretch, by the first key."""
        if query is self._query and (end <= len(self._head) or len(self._head) == self.total):
            return self._head[begin:end]
        return self._sorted(query, begin, end - begin, keys).hits

    def _sorted(
        self, query: Q, offset: int, limit: int, keys: Sequence[_Key]
    ) -> tantivy.SearchResult:
        name, order = keys[0]
        return self._searcher.search(
            query, limit=self._cap(limit), order_by_field=name, offset=offset, order=order
        )

    def _cap(self, limit: int) -> int:
        """Keep a limit to the number of rows: Tantivy sets aside memory for all of it."""
        return max(1, min(limit, self._searcher.num_docs))

    def _id(self, hit: Hit) -> str:
        id: str = self._searcher.doc(hit[1])[ID][0]
        return id


def count(searcher: tantivy.Searcher, query: Q) -> int:
    """Return how many rows match a query."""
    return _number(searcher.search(Q.const_score_query(query, 0.0), limit=1))


def _number(found: tantivy.SearchResult) -> int:
    number: int = found.count  # type: ignore[attr-defined]
    return number


_score: Final[Callable[[Hit], float]] = itemgetter(0)


def _rank(hit: Hit) -> float:
    return -hit[0]


def _both(first: Q, second: Q) -> Q:
    return Q.boolean_query([(Occur.Must, first), (Occur.Must, second)])
