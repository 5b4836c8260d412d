"""A snapshot by a point in time: pages of what a query finds, counts, facets."""

from __future__ import annotations

import time
from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from opensearchpy import OpenSearch
from opensearchpy.exceptions import TransportError

from searchcable.engines import MAX_EXPANSION, Answer, Found, Sort, counted, too_many_words
from searchcable.engines.opensearch.compiling import Json, compiled
from searchcable.engines.opensearch.connecting import Place, failures_reported
from searchcable.engines.opensearch.schema import KEY, STORED, UNIT, WHEN, written_name, year_name
from searchcable.errors import UnsupportedQuery
from searchcable.fields import Field, Kind, find_field
from searchcable.query.nodes import Fuzzy, Node, Pattern

PAGE: Final = 1_000
KEEP: Final = "30m"

_WAITS: Final = (0.5, 1, 2, 4, 8)
"""Seconds until what was lost with a node is asked of others."""

_WHOLE: Final = {"allow_partial_search_results": "false"}
_LOST: Final = ("search_context_missing", "node_disconnected", "node_not_connected", "no_shard_a")

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

    def ask(self, node: Node, sort: Sort) -> Answer:
        """Return what matches, counted; see `engines.Reader.ask`."""
        return counted(self, node, sort)

    def search(self, node: Node, *, offset: int, limit: int, sort: Sort) -> list[Found]:
        """Return one page of what matches; see `engines.Reader.search`."""
        hits = self._hits(compiled(node, self._expand), _SORTS[sort], offset + limit)
        return [_found(hit) for hit in islice(hits, offset, offset + limit)]

    def count(self, node: Node) -> int:
        """Return how many rows match."""
        asked = {"query": compiled(node, self._expand), "size": 0, "track_total_hits": True}
        count: int = self._ask(asked)["hits"]["total"]["value"]
        return count

    def facet(self, node: Node, field: str) -> Mapping[str, int]:
        """Return how many matching rows have each value of `field`."""
        known = find_field(field)
        if known is None or known.kind.tokenized:
            return {}
        name = year_name(known) if known.kind is Kind.DATE else known.name
        return dict(self._values(compiled(node, self._expand), name))

    def get(self, id: str) -> bytes | None:
        """Return the stored bytes of one row."""
        asked = {"query": {"term": {KEY: id}}, "size": 1, "seq_no_primary_term": True}
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
        """Let go of the point in time."""
        with failures_reported(self._place):
            self._client.delete_pit(body={"pit_id": [self._pit]})

    def _ask(self, body: Json) -> Any:
        """Return an answer of all shards, never of some.

        A point in time is lost with a node that held it. Then another is taken, as soon as copies
        of its shards serve; what is paged through goes on behind the row where it was.
        """
        with failures_reported(self._place):
            for wait in _WAITS:
                try:
                    return self._once(body)
                except TransportError as error:
                    if not _is_lost(error):
                        raise
                time.sleep(wait)
                self._renew()
            return self._once(body)

    def _once(self, body: Json) -> Any:
        asked = {"pit": {"id": self._pit, "keep_alive": KEEP}, **body}
        return self._client.search(body=asked, params=_WHOLE)

    def _renew(self) -> None:
        try:
            self._pit = _snapshot(self._client, self._place)
        except TransportError as error:
            if not _is_lost(error):
                raise

    def _hits(self, query: Json, sort: list[Json], end: int | None) -> Iterator[Json]:
        size = PAGE if end is None else max(1, min(PAGE, end))
        body: Json = {"query": query, "sort": sort, "size": size, "track_scores": True}
        while hits := self._ask(body)["hits"]["hits"]:
            yield from hits
            if len(hits) < size:
                return
            body["search_after"] = hits[-1]["sort"]

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

    def _expand(self, node: Pattern | Fuzzy) -> dict[Field, list[str]]:
        """Return the words of each field that a node stands for, or refuse too many."""
        found: dict[Field, list[str]] = {}
        for field in node.fields:
            if field.kind is Kind.DATE:
                raise UnsupportedQuery(f"{field.name} is asked for by days, months and years")
            name = written_name(field)
            words = self._values({"bool": {"filter": [_holding(node, name)]}}, name)
            found[field] = [word for word, _ in words if node.accepts(word)]
            if len(set().union(*found.values())) > MAX_EXPANSION:
                raise too_many_words(node)
        return found


def _snapshot(client: OpenSearch, place: Place) -> str:
    whole = {"keep_alive": KEEP, "allow_partial_pit_creation": "false"}
    return str(client.create_pit(index=place.index, params=whole)["pit_id"])


def _is_lost(error: TransportError) -> bool:
    """Return whether shards or the point in time were not there, and may be soon."""
    told = str(error.info)
    return error.status_code == 503 or any(name in told for name in _LOST)


def _holding(node: Pattern | Fuzzy, name: str) -> Json:
    if isinstance(node, Pattern):
        return {"wildcard": {name: {"value": node.pattern.replace("\\", "\\\\")}}}
    narrow = {"value": node.word, "fuzziness": node.edits, "max_expansions": 100_000}
    return {"fuzzy": {name: narrow}} if node.edits else {"term": {name: node.word}}


def _found(hit: Json) -> Found:
    kept = hit["_source"]
    return Found(kept[KEY], float(hit.get("_score") or 0.0), b64decode(kept[STORED]))
