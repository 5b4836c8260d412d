"""The writer: changes go to the cluster in bulk, several requests at once, as often as it takes.

They go as soon as there are enough for a request; the commit waits for all of them and makes them
visible. Other writers' commits may make them visible sooner.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

from opensearchpy import OpenSearch

from searchcable.engines import Entry, Unwritten
from searchcable.engines.opensearch.connecting import Place, failures_reported, patiently
from searchcable.engines.opensearch.lexicon import KnownWords, rows_with
from searchcable.engines.opensearch.reading import Seen
from searchcable.engines.opensearch.schema import OF, STORED, WORDS, Document, unpacked
from searchcable.engines.opensearch.sending import Change, Outcome, send
from searchcable.errors import IndexFault

BODY: Final = 3_000_000
"""Bytes of documents that make a request."""

_UNDER_WAY: Final = 3  # requests
_WAITS: Final = (0.2, 1, 2, 4, 8, 16, 32, 60)
"""Seconds before what the cluster had no room for, or no node, is sent again."""

_LOOK_UP: Final = 500  # rows at once
_Request = tuple[Future[Outcome], list[Change]]


class OpenSearchWriter:
    """Sends changes, and holds what is not sent yet or has to be sent again."""

    def __init__(self, client: OpenSearch, place: Place, seen: Seen) -> None:
        self._client = client
        self._place = place
        self._seen = seen
        self._waiting: dict[str, Change] = {}
        self._size = 0  # of what waits
        self._sent: deque[_Request] = deque()
        self._sent_ids: set[str] = set()
        self._threads = ThreadPoolExecutor(_UNDER_WAY, "searchcable-bulk")
        self._words = KnownWords()
        self._failures = 0  # requests in a row of which the cluster took nothing
        self._changed: list[str] = []
        self._refused: dict[str, str] = {}

    def add(self, entries: Iterable[Entry], *, new: bool = False) -> None:
        """Index rows; where they are `new`, none of the same id is replaced."""
        for entry in entries:
            self._put(entry.id, entry.document, new=new)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove rows by id."""
        for id in ids:
            self._put(id, None)

    def commit(self) -> Unwritten | None:
        """Send what waits, and again what the cluster had no room for, and make it visible.

        Raises IndexFault where the cluster takes no rows, or has no room for minutes.
        """
        with failures_reported(self._place):
            while self._waiting or self._sent:
                if self._waiting:
                    self._send()
                else:
                    self._hear()
            patiently(lambda: self._client.indices.refresh(index=self._place.index))
            self._seen.clear()
            changed, self._changed = self._changed, []
            refused, self._refused = self._refused, {}
            if not (changed or refused):
                return None
            return Unwritten(self._as_they_are(changed), refused)

    def close(self) -> None:
        """Wait for what is under way; what waits is dropped."""
        self._threads.shutdown(cancel_futures=True)

    def _put(self, id: str, document: Document | None, *, new: bool = False) -> None:
        with failures_reported(self._place):
            while id in self._sent_ids:  # one after the other
                self._hear()
            if earlier := self._waiting.pop(id, None):
                self._size -= earlier.size
                new = earlier.new
                if new and document is None:
                    return
            elif id in self._changed:  # nobody's row is replaced unseen
                new = True
            change = Change(id, document, new, self._seen.get(id))
            self._wait(change)
            if self._size >= BODY:
                self._send()

    def _wait(self, change: Change) -> None:
        self._waiting[change.id] = change
        self._size += change.size

    def _send(self) -> None:
        """Send what waits, when there is room for another request."""
        while len(self._sent) >= _UNDER_WAY:
            self._hear()
        changes = list(self._waiting.values())
        documents = [change.document for change in changes if change.document]
        first = self._words.is_empty
        words = self._words.take_new(documents)
        if first:
            self._drop_known(words)
        self._waiting.clear()
        self._size = 0
        self._sent_ids.update(change.id for change in changes)
        request = self._threads.submit(send, self._client, self._place, changes, words)
        self._sent.append((request, changes))

    def _drop_known(self, words: dict[tuple[str, str | None], set[str]]) -> None:
        """Take out of the words of a first request, mostly the only one, those that are there."""
        for place, query in rows_with(words):  # the lexicon would grow with every small run
            body = {"query": query, "size": 10_000, "_source": [OF, WORDS]}
            for hit in self._ask("search", body)["hits"]["hits"]:
                words[place].difference_update(hit["_source"][WORDS].split(" "))

    def _hear(self) -> None:
        """Wait for the oldest request, and keep what is to be sent again."""
        request, changes = self._sent.popleft()
        outcome = request.result()
        self._sent_ids.difference_update(change.id for change in changes)
        self._words.forget(outcome.unsent)
        self._seen |= outcome.taken
        self._changed += outcome.changed
        self._refused |= outcome.refused
        for id in outcome.changed:
            self._seen.pop(id, None)
        for change in outcome.again:
            self._wait(change)
        if len(outcome.again) < len(changes):
            self._failures = 0
        if outcome.again:
            self._back_off(outcome.why)

    def _back_off(self, why: str) -> None:
        """Give the cluster time. Raises IndexFault where it had enough."""
        if self._failures == len(_WAITS):
            raise IndexFault(
                f"the cluster has not taken {len(self._waiting):,} rows: {why}; when it is "
                "well, run the same command again: what was committed is safe"
            )
        time.sleep(_WAITS[self._failures])
        self._failures += 1

    def _as_they_are(self, ids: list[str]) -> dict[str, bytes | None]:
        """Return what is stored of rows now, and remember their state."""
        found: dict[str, bytes | None] = {}
        for at in range(0, len(ids), _LOOK_UP):
            asked = {"ids": ids[at : at + _LOOK_UP]}
            answer = self._ask("mget", asked, {"_source_includes": STORED})
            for row in answer["docs"]:
                found[row["_id"]] = None
                if row.get("found"):
                    self._seen[row["_id"]] = row["_seq_no"], row["_primary_term"]
                    found[row["_id"]] = unpacked(row["_source"][STORED])
        return found

    def _ask(self, kind: str, body: dict[str, Any], params: Mapping[str, Any] | None = None) -> Any:
        ask = getattr(self._client, kind)
        return patiently(lambda: ask(index=self._place.index, body=body, params=params))
