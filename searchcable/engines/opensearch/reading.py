"""A snapshot by a point in time: pages of what a query finds, counts, facets."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any, Final

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException, TransportError

from searchcable.engines import Answer, Found, Sort
from searchcable.engines.opensearch import connecting
from searchcable.engines.opensearch.compiling import Json, compiled
from searchcable.engines.opensearch.connecting import Place, failures_reported, is_busy, patiently
from searchcable.engines.opensearch.documents import unpacked
from searchcable.engines.opensearch.lexicon import Lexicon
from searchcable.engines.opensearch.schema import (
    KEY,
    OF,
    STORED,
    UNIT,
    WHEN,
    WORDS,
    year_name,
)
from searchcable.fields import Kind, find_field
from searchcable.query.nodes import Node

PAGE: Final = 1_000
_FIRST: Final = 10  # hits that come with their number
_LEXICON_PAGE: Final = 200  # rows of many words
KEEP: Final = "30m"

_WHOLE: Final = {"allow_partial_search_results": "false"}

Seen = dict[str, tuple[int, int]]
"""The state of a row by its id, as the cluster counts changes: sequence number, primary term."""
_SORTS: Final[Mapping[Sort, list[Json]]] = {
    "relevance": [{"_score": "desc"}, {KEY: "asc"}],
    "newest": [{WHEN: {"order": "desc", "missing": "_last"}}, {KEY: "asc"}],
    "oldest": [{WHEN: {"order": "asc", "missing": "_last"}}, {KEY: "asc"}],
}


class OpenSearchReader:
    """The rows as of the moment it was opened."""

    def __init__(self, client: OpenSearch, place: Place, seen: Seen | None = None) -> None:
        self._client = client
        self._place = place
        self._seen = seen
        self._pit = _snapshot(client, place)
        self._lexicon = Lexicon(self._lexicon_rows, self._values)

    def ask(self, node: Node, sort: Sort) -> Answer:
        """Return what matches, counted; see `engines.Reader.ask`."""
        query = self._compiled(node)
        asked = {"query": query, "sort": _SORTS[sort], "size": _FIRST, "track_total_hits": True}
        answer = self._ask({**asked, "_source": [STORED], "track_scores": True})["hits"]
        first = list(map(_found, answer["hits"]))

        def page(offset: int, limit: int) -> list[Found]:
            if offset + limit <= len(first) or len(first) < _FIRST:
                return first[offset : offset + limit]
            return self._page(query, offset, limit, sort)

        return Answer(answer["total"]["value"], page)

    def search(self, node: Node, *, offset: int, limit: int, sort: Sort) -> list[Found]:
        """Return one page of what matches; see `engines.Reader.search`."""
        return self._page(self._compiled(node), offset, limit, sort)

    def count(self, node: Node) -> int:
        """Return how many rows match."""
        asked = {"query": self._compiled(node), "size": 0, "track_total_hits": True}
        count: int = self._ask(asked)["hits"]["total"]["value"]
        return count

    def facet(self, node: Node, field: str) -> Mapping[str, int]:
        """Return how many matching rows have each value of `field`."""
        known = find_field(field)
        if known is None or known.kind.tokenized:
            return {}
        name = year_name(known) if known.kind is Kind.DATE else known.name
        return dict(self._values(self._compiled(node), name))

    def get(self, id: str) -> bytes | None:
        """Return the stored bytes of one row."""
        one = {"ids": {"values": [id]}}
        asked = {"query": one, "size": 1, "_source": [STORED], "seq_no_primary_term": True}
        hits = self._ask(asked)["hits"]["hits"]
        if hits and self._seen is not None:
            self._seen[id] = hits[0]["_seq_no"], hits[0]["_primary_term"]
        return _found(hits[0]).stored if hits else None

    def stored(self, unit: str) -> Iterator[tuple[str, bytes]]:
        """Yield id and stored bytes of every row of a unit."""
        for hit in self._hits({"term": {UNIT: unit}}, [{KEY: "asc"}], None):
            found = _found(hit)
            yield found.id, found.stored

    def ids(self, unit: str) -> Collection[str]:
        """Return the ids of all rows of a unit."""
        return {id for id, _ in self._values({"term": {UNIT: unit}}, KEY)}

    def close(self) -> None:
        """Let go of the point in time, which the cluster does by itself when it cannot be told."""
        with suppress(OpenSearchException):
            self._client.delete_pit(body={"pit_id": [self._pit]})

    def _ask(self, body: Json) -> Any:
        """Return an answer of all shards, never of some.

        A point in time is lost with a node that held it. Then another is taken, as soon as copies
        of its shards serve; what is paged through goes on behind the row where it was.
        """
        with failures_reported(self._place):
            for wait in connecting.WAITS:
                try:
                    return self._once(body)
                except TransportError as error:
                    lost = _is_lost(error)
                    if not (lost or is_busy(error)):
                        raise
                time.sleep(wait)
                if lost:
                    self._pit = _snapshot(self._client, self._place)
                    self._lexicon = Lexicon(self._lexicon_rows, self._values)
            return self._once(body)

    def _once(self, body: Json) -> Any:
        asked = {"pit": {"id": self._pit, "keep_alive": KEEP}, **body}
        return self._client.search(body=asked, params=_WHOLE)

    def _hits(
        self, query: Json, sort: list[Json], end: int | None,
        *, source: tuple[str, ...] = (STORED,), page: int = PAGE,
    ) -> Iterator[Json]:  # fmt: skip
        size = page if end is None else max(1, min(page, end))
        body: Json = {"query": query, "sort": sort, "size": size, "_source": source}
        body["track_scores"] = len(sort) > 1
        while hits := self._ask(body)["hits"]["hits"]:
            yield from hits
            if len(hits) < size:
                return
            body["search_after"] = hits[-1]["sort"]

    def _page(self, query: Json, offset: int, limit: int, sort: Sort) -> list[Found]:
        hits = self._hits(query, _SORTS[sort], offset + limit)
        return [_found(hit) for hit in islice(hits, offset, offset + limit)]

    def _compiled(self, node: Node) -> Json:
        while True:
            lexicon = self._lexicon
            lexicon.look_up(node)
            query = compiled(node, lexicon)
            if lexicon is self._lexicon:  # else the snapshot was lost on the way
                return query

    def _lexicon_rows(self, query: Json) -> Iterator[tuple[str, list[str]]]:
        source = (OF, WORDS)
        for hit in self._hits(query, [{KEY: "asc"}], None, source=source, page=_LEXICON_PAGE):
            yield hit["_source"][OF], hit["_source"][WORDS].split(" ")

    def _values(self, query: Json, name: str) -> Iterator[tuple[str, int]]:
        """Yield every value of a field among what a query finds, with how many rows have it."""
        parts: Json = {"size": 10_000, "sources": [{"value": {"terms": {"field": name}}}]}
        while True:
            asked = {"query": query, "size": 0, "aggs": {"values": {"composite": parts}}}
            answer = self._ask(asked)["aggregations"]["values"]
            for bucket in answer["buckets"]:
                yield bucket["key"]["value"], bucket["doc_count"]
            if "after_key" not in answer:
                return
            parts["after"] = answer["after_key"]


def _snapshot(client: OpenSearch, place: Place) -> str:
    whole = {"keep_alive": KEEP, "allow_partial_pit_creation": "false"}
    made = patiently(lambda: client.create_pit(index=place.index, params=whole))
    return str(made["pit_id"])


def _is_lost(error: TransportError) -> bool:
    """Return whether the point in time is gone, or shards that it is on."""
    missing = "search_context_missing" in str(error.info)
    return missing or (is_busy(error) and error.status_code != 429)


def _found(hit: Json) -> Found:
    score = float(hit.get("_score") or 0.0)
    return Found(hit["_id"], score, unpacked(hit["_source"][STORED]))
