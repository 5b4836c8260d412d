"""The writer: changes go to the cluster in bulk, several requests at once, as often as it takes.

They go as soon as there are enough for a request; the commit waits for all of them and makes them
visible. Other writers' commits may make them visible sooner. What is known of a file goes last,
when its cables are there: after a run that stopped in between, the file is read again.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any, Final, NamedTuple

from opensearchpy import OpenSearch

from searchcable.encoding import from_json
from searchcable.engines import Entry, Unwritten
from searchcable.engines.opensearch.connecting import Place, failures_reported, patiently
from searchcable.engines.opensearch.documents import unpacked
from searchcable.engines.opensearch.lexicon import ANY_WORDS, rows_with
from searchcable.engines.opensearch.new_words import NewWords
from searchcable.engines.opensearch.new_words import Place as Words
from searchcable.engines.opensearch.reading import Seen
from searchcable.engines.opensearch.schema import OF, STORED, WORDS, Document
from searchcable.engines.opensearch.sending import Change, Outcome, send
from searchcable.errors import IndexFault

BODY: Final = 6_000_000
"""Bytes of documents that make a request."""

_UNDER_WAY: Final = 3  # requests
_WAITS: Final = (0.2, 1, 2, 4, 8, 16, 32, 60)
"""Seconds before what the cluster had no room for, or no node, is sent again."""

_LOOK_UP: Final = 500  # rows at once
_RECORD: Final = ":"  # in the ids of rows that say what was read, and in no cable's


class _Request(NamedTuple):
    """One that is under way: its answer is waited for, its words may have arrived before."""

    answer: Future[Outcome]
    changes: list[Change]
    words: dict[Words, set[str]]
    arrived: Event


class OpenSearchWriter:
    """Sends changes, and holds what is not sent yet or has to be sent again."""

    def __init__(self, client: OpenSearch, place: Place, seen: Seen) -> None:
        self._client = client
        self._place = place
        self._seen = seen
        self._waiting: dict[str, Change] = {}
        self._last: dict[str, Change] = {}  # of records: when all cables are there
        self._size = 0  # of what waits
        self._sent: deque[_Request] = deque()
        self._sent_ids: set[str] = set()
        self._threads = ThreadPoolExecutor(_UNDER_WAY, "searchcable-bulk")
        self._words = NewWords()
        self._first = True  # nothing was sent yet
        self._failures = 0  # requests in a row of which the cluster took nothing
        self._changed: dict[str, None] = {}  # a set in order
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
            self._send_all()
            if not (self._changed or self._refused):  # else there will be another commit
                last, self._last = self._last, {}
                for change in last.values():
                    self._wait(change)
                    self._send_enough()
                self._send_all()
            patiently(lambda: self._client.indices.refresh(index=self._place.index))
            self._seen.clear()
            changed, self._changed = list(self._changed), {}
            refused, self._refused = self._refused, {}
            if not (changed or refused):
                return None
            return Unwritten(self._as_they_are(changed), refused)

    def close(self) -> None:
        """Wait for what is under way; what waits is dropped."""
        self._threads.shutdown(cancel_futures=True)

    def _put(self, id: str, document: Document | None, *, new: bool = False) -> None:
        with failures_reported(self._place):
            self._make_sure(id)
            refused = self._refused.pop(id, None)
            if earlier := self._waiting.pop(id, None):
                self._size -= earlier.size
                new = earlier.new
                if new and document is None:
                    return
            elif id in self._changed or (refused and id not in self._seen):
                # nobody's row is replaced unseen, or removed
                if document is None:
                    return
                new = True
            change = Change(id, document, new, self._seen.get(id))
            if _RECORD in id:
                self._last[id] = change
            else:
                self._wait(change)
                self._send_enough()

    def _make_sure(self, id: str) -> None:
        """Have an earlier change of a row arrive, where it may have, before the next one.

        Else a new row that was taken, while its answer was lost, would be forgotten here and stay
        there; and what this writer itself had changed would seem to be changed by another.
        """
        while id in self._sent_ids:  # one after the other
            self._hear()
        earlier = self._waiting.get(id)
        if earlier is None or not earlier.tried:
            return
        while id in self._waiting or id in self._sent_ids:
            if id in self._waiting:
                self._send()
            else:
                self._hear()
        if id in self._changed:
            if self._as_they_are([id])[id] == _stored(earlier):
                del self._changed[id]
            else:
                self._seen.pop(id, None)

    def _wait(self, change: Change) -> None:
        self._waiting[change.id] = change
        self._size += change.size

    def _send_all(self) -> None:
        """Send until everything was taken, or refused."""
        while self._waiting or self._sent or self._words.wait:
            if self._waiting or not self._sent:
                self._send()
            else:
                self._hear()

    def _send_enough(self) -> None:
        if self._size >= BODY:
            self._send()

    def _send(self) -> None:
        """Send what waits, when there is room for another request."""
        while len(self._sent) >= _UNDER_WAY:
            self._hear()
        changes = list(self._waiting.values())
        for change in changes:
            if change.document:
                self._words.take(change.document)
        for request in self._sent:
            if request.arrived.is_set():
                self._words.learn(request.words)
        words = self._words.give()
        if self._first:
            self._words.learn(self._there(words))
            self._words.take_back(words)
            words = self._words.give()
            self._first = False
        self._waiting.clear()
        self._size = 0
        self._sent_ids.update(change.id for change in changes)
        arrived = Event()
        answer = self._threads.submit(send, self._client, self._place, changes, words, arrived)
        self._sent.append(_Request(answer, changes, words, arrived))

    def _there(self, words: dict[Words, set[str]]) -> dict[Words, set[str]]:
        """Return what the lexicon has of the words of a first request, mostly the only one."""
        there: dict[Words, set[str]] = {}
        if not self._hits({"query": ANY_WORDS, "size": 1, "_source": False}):
            return there  # a new index, which need not be asked for tens of thousands of words
        for place, query in rows_with(words):  # the lexicon would grow with every small run
            hits = self._hits({"query": query, "size": 10_000, "_source": [OF, WORDS]})
            there[place] = set().union(*(hit["_source"][WORDS].split(" ") for hit in hits))
        return there

    def _hear(self) -> None:
        """Wait for the oldest request, and keep what is to be sent again."""
        answer, changes, words, arrived = self._sent.popleft()
        outcome = answer.result()
        self._sent_ids.difference_update(change.id for change in changes)
        if arrived.is_set():
            self._words.learn(words)
        else:
            self._words.take_back(words)
        self._seen |= outcome.taken
        self._changed.update(dict.fromkeys(outcome.changed))
        self._refused |= outcome.refused
        for id in outcome.changed:
            self._seen.pop(id, None)
        for change in outcome.again:
            self._wait(change)
        if len(outcome.again) < len(changes):
            self._failures = 0
        if outcome.again or not arrived.is_set():
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

    def _hits(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask("search", body)["hits"]["hits"]
        return found

    def _ask(self, kind: str, body: dict[str, Any], params: Mapping[str, Any] | None = None) -> Any:
        ask = getattr(self._client, kind)
        return patiently(lambda: ask(index=self._place.index, body=body, params=params))


def _stored(change: Change) -> bytes | None:
    """Return what is stored of a row where a change was taken."""
    return unpacked(from_json(change.document.source)[STORED]) if change.document else None
