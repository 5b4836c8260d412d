"""What a writer of a cluster does when some of what it sent does not arrive, or seems not to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionTimeout, TransportError

from searchcable.engines import Entry
from searchcable.engines.opensearch import connecting, documents, writing
from searchcable.engines.opensearch.connecting import Place
from searchcable.engines.opensearch.documents import unpacked
from searchcable.engines.opensearch.lexicon import LEXICON
from searchcable.engines.opensearch.new_words import Stream
from searchcable.engines.opensearch.reading import OpenSearchReader
from searchcable.engines.opensearch.schema import (
    KEY,
    LEVEL,
    OF,
    STEMS,
    STORED,
    UNIT,
    WORDS,
)
from searchcable.engines.opensearch.writing import OpenSearchWriter
from searchcable.errors import IndexFault
from searchcable.fields import CLEARANCE, Row
from searchcable.query import parse_query
from searchcable.store.sources import FileRecord

Json = dict[str, Any]
PLACE = Place(("http://127.0.0.1:9",), "any")
RECORD = FileRecord(path="a.txt", location="/a.txt", sha256="0", size=1, mtime_ns=1, ids=("A",))
FULL: Json = {"status": 429, "error": {"reason": "the queue is full"}}
BAD: Json = {"status": 400, "error": {"reason": "failed to parse"}}
CONFLICT: Json = {"status": 409, "error": {"reason": "changed"}}


class FakeCluster:
    """Holds rows as a cluster does, with their states; `full` says of which it takes none.

    The answer to the next request in which a row of `unheard` is gets lost on its way back.
    """

    def __init__(self) -> None:
        self.rows: dict[str, tuple[Json, int]] = {}
        self.words: set[str] = set()
        self.levels: dict[str | None, set[str]] = {}
        self.bodies: list[bytes] = []
        self.full: Callable[[Json], bool] = lambda _: False
        self.unheard: set[str] = set()
        self.state = 0
        self.indices = self

    @property
    def stored(self) -> dict[str, bytes]:
        return {id: unpacked(row[STORED]) for id, (row, _) in self.rows.items()}

    def refresh(self, index: str) -> None:
        """Show all; here everything is seen at once."""

    def search(self, **_: object) -> Json:
        return {"hits": {"hits": []}}

    def mget(self, body: Json, **_: object) -> Json:
        return {"docs": [self._found(id) for id in body["ids"]]}

    def _found(self, id: str) -> Json:
        if id not in self.rows:
            return {"_id": id, "found": False}
        row, state = self.rows[id]
        return {"_id": id, "found": True, "_source": row, "_seq_no": state, "_primary_term": 1}

    def bulk(self, body: bytes, **_: object) -> Json:
        self.bodies.append(body)
        lines = map(json.loads, body.splitlines())
        items, ids = [], set()
        for line in lines:
            ((kind, action),) = line.items()
            row = None if kind == "delete" else next(lines)
            ids.add(action.get("_id"))
            items.append({kind: self._take(kind, action, row)})
        if lost := ids & self.unheard:
            self.unheard -= lost
            raise ConnectionTimeout("TIMEOUT", "read timed out", Exception())
        return {"items": items}

    def _take(self, kind: str, action: Json, row: Json | None) -> Json:
        if self.full(row or {KEY: action["_id"], UNIT: "gone"}):
            return FULL
        if row and row.get("text") == ["bad"]:
            return BAD
        if row and row[UNIT] == LEXICON:
            self.words.update(row[WORDS].split())
            self.levels.setdefault(row.get(LEVEL), set()).update(row[WORDS].split())
            return {"status": 201}
        id = action["_id"]
        there = self.rows.get(id)
        if there if kind == "create" else action.get("if_seq_no") not in (None, there and there[1]):
            return CONFLICT
        self.state += 1
        self.rows.pop(id, None)
        if row:
            self.rows[id] = row, self.state
        return {"status": 200, "_seq_no": self.state, "_primary_term": 1}


def entry(id: str, text: str) -> Entry:
    return documents.entry(Row(id, "cable", {"text": (text,)}, text.encode()))


def record() -> Entry:
    return documents.entry(RECORD.row())


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> FakeCluster:
    monkeypatch.setattr(writing, "_WAITS", (0, 0, 0))
    monkeypatch.setattr(documents, "_STREAM", Stream())  # of which the writer is given all
    return FakeCluster()


@pytest.fixture
def writer(cluster: FakeCluster) -> Iterator[OpenSearchWriter]:
    writer = OpenSearchWriter(cast(OpenSearch, cluster), PLACE, {})
    yield writer
    writer.close()


def send(writer: OpenSearchWriter) -> None:
    """Send what waits, and hear of it."""
    writer._send()
    while writer._sent:
        writer._hear()


def test_that_a_file_was_read_is_not_said_before_its_cables_are_there(
    cluster: FakeCluster, writer: OpenSearchWriter
) -> None:
    cluster.full = lambda row: row[KEY] == "A"
    writer.add([record(), entry("A", "munitions"), entry("B", "munitions")])
    with pytest.raises(IndexFault, match="has not taken 1 rows: the queue is full"):
        writer.commit()
    assert set(cluster.rows) == {"B"}


def test_nor_before_they_are_merged_with_what_another_wrote(
    cluster: FakeCluster, writer: OpenSearchWriter
) -> None:
    cluster.rows["A"] = json.loads(entry("A", "theirs").document.source), 1_000
    writer.add([entry("A", "mine")], new=True)
    writer.add([record()])
    unwritten = writer.commit()
    assert unwritten
    assert unwritten.changed == {"A": b"theirs"}
    assert set(cluster.rows) == {"A"}
    writer.add([entry("A", "theirs and mine")])
    assert writer.commit() is None
    assert set(cluster.rows) == {"A", RECORD.row_id}


def test_a_file_is_not_forgotten_before_its_cables_are_gone(
    cluster: FakeCluster, writer: OpenSearchWriter
) -> None:
    writer.add([entry("A", "munitions"), record()])
    writer.commit()
    cluster.full = lambda row: row[KEY] == "A"
    writer.delete([RECORD.row_id, "A"])
    with pytest.raises(IndexFault):
        writer.commit()
    assert set(cluster.rows) == {"A", RECORD.row_id}
    cluster.full = lambda _: False
    writer.commit()
    assert not cluster.rows


def test_a_word_is_not_known_before_it_arrived(
    cluster: FakeCluster, writer: OpenSearchWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second request has a word of the first, whose words the cluster has no room for."""
    monkeypatch.setattr(writing, "BODY", 1)
    second, refused = threading.Event(), threading.Event()

    def full(row: Json) -> bool:
        if row[KEY] == "B":
            second.set()
        if row[UNIT] != LEXICON or "old" not in row[WORDS].split() or refused.is_set():
            return False
        assert second.wait(10)
        refused.set()
        return True

    cluster.full = full
    writer.add([entry("A", "munitions old")], new=True)
    writer.add([entry("B", "munitions")], new=True)
    writer.add([entry("A", "another")])
    assert writer.commit() is None
    assert set(cluster.rows) == {"A", "B"}
    assert {"munitions", "another"} <= cluster.words


def test_a_row_that_never_came_takes_no_word_with_it(
    cluster: FakeCluster, writer: OpenSearchWriter
) -> None:
    writer.add([entry("A", "munitions")], new=True)
    entry("lost", "treaty")  # prepared, and not put: another had it, or its reader died
    writer.add([entry("B", "treaty munitions")], new=True)
    writer.commit()
    assert {"munitions", "treaty"} <= cluster.words


def test_a_row_that_is_replaced_before_it_goes_brings_no_word(
    cluster: FakeCluster, writer: OpenSearchWriter
) -> None:
    """Else its words would be at its level, which that of the merged row may be above."""
    secret = Row("A", "cable", {"text": ("fish trout",), CLEARANCE: ("SECRET",)}, b"both")
    writer.add([entry("A", "munitions trout"), entry("B", "munitions")])
    writer.add([documents.entry(secret)])
    writer.commit()
    assert cluster.levels == {None: {"munitions"}, "SECRET": {"fish", "trout"}}


def test_a_row_that_goes_again_brings_its_words_once_they_are_asked_for(
    cluster: FakeCluster, writer: OpenSearchWriter
) -> None:
    tries = iter((True, False))
    cluster.full = lambda row: row[UNIT] == LEXICON and next(tries, False)
    writer.add([entry("A", "munitions"), entry("B", "munitions treaty")])
    writer.commit()
    writer.add([entry("C", "munitions treaty")])
    writer.commit()
    assert cluster.words == {"munitions", "treaty"}
    assert sum(LEXICON.encode() in body for body in cluster.bodies) == 2


def test_words_go_again_though_the_row_that_brought_them_is_gone(
    cluster: FakeCluster, writer: OpenSearchWriter
) -> None:
    tries = iter((True, True, False))
    cluster.full = lambda row: row[UNIT] == LEXICON and next(tries, False)
    writer.add([entry("A", "munitions")], new=True)
    writer._send()
    writer.add([entry("B", "munitions")], new=True)
    send(writer)
    writer.delete(["A"])
    writer.commit()
    assert set(cluster.rows) == {"B"}
    assert cluster.words == {"munitions"}


def test_words_that_arrived_go_once(cluster: FakeCluster, writer: OpenSearchWriter) -> None:
    for id in ("A", "B"):
        writer.add([entry(id, "munitions")])
        writer.commit()
    assert sum(LEXICON.encode() in body for body in cluster.bodies) == 1


def test_words_that_arrived_go_once_though_their_rows_are_under_way(
    cluster: FakeCluster, writer: OpenSearchWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BODY", 1)
    first, second = threading.Event(), threading.Event()

    def full(row: Json) -> bool:
        if row[KEY] == "A":
            first.set()
            assert second.wait(10)
        elif row[KEY] == "B":
            second.set()
        return False

    cluster.full = full
    writer.add([entry("A", "munitions")], new=True)
    assert first.wait(10)
    monkeypatch.setattr(documents, "_STREAM", Stream())  # another reader's
    writer.add([entry("B", "munitions")], new=True)
    assert writer.commit() is None
    assert sum(LEXICON.encode() in body for body in cluster.bodies) == 1


DROPPED = [
    pytest.param(False, {}, id="it-goes"),
    pytest.param(True, {"A": b"theirs"}, id="anothers-stays"),
]


@pytest.mark.parametrize(("another", "changed"), DROPPED)
def test_a_new_row_that_is_dropped_when_its_answer_was_lost(
    cluster: FakeCluster, writer: OpenSearchWriter, another: bool, changed: dict[str, bytes]
) -> None:
    cluster.unheard = {"A"}
    writer.add([entry("A", "mine")], new=True)
    send(writer)
    assert cluster.stored == {"A": b"mine"}
    if another:
        cluster.rows["A"] = json.loads(entry("A", "theirs").document.source), 1_000
    writer.delete(["A"])
    unwritten = writer.commit()
    assert (unwritten.changed if unwritten else {}) == changed
    assert cluster.stored == changed


def test_a_new_row_that_was_never_sent_is_just_dropped(
    cluster: FakeCluster, writer: OpenSearchWriter
) -> None:
    writer.add([entry("A", "mine")], new=True)
    writer.delete(["A"])
    assert writer.commit() is None
    assert not cluster.bodies


CHANGES = [
    pytest.param("mine, again", {"A": b"mine, again"}, id="replaced"),
    pytest.param(None, {}, id="removed"),
]


@pytest.mark.parametrize(("text", "stored"), CHANGES)
def test_a_seen_row_that_is_changed_again_when_the_answer_was_lost(
    cluster: FakeCluster, writer: OpenSearchWriter, text: str | None, stored: dict[str, bytes]
) -> None:
    writer.add([entry("A", "first")], new=True)
    send(writer)
    cluster.unheard = {"A"}
    writer.add([entry("A", "mine")])
    send(writer)
    if text:
        writer.add([entry("A", text)])
    else:
        writer.delete(["A"])
    assert writer.commit() is None
    assert cluster.stored == stored


def test_anothers_row_is_not_removed_unseen(cluster: FakeCluster, writer: OpenSearchWriter) -> None:
    cluster.rows["A"] = json.loads(entry("A", "theirs").document.source), 1_000
    writer.add([entry("A", "mine")], new=True)
    send(writer)
    writer.delete(["A"])
    unwritten = writer.commit()
    assert unwritten
    assert unwritten.changed == cluster.stored == {"A": b"theirs"}


REFUSED = [
    pytest.param("better", {"A": b"better"}, id="replaced"),
    pytest.param(None, {}, id="removed"),
]


@pytest.mark.parametrize(("text", "stored"), REFUSED)
@pytest.mark.parametrize("another", [False, True])
def test_a_refused_row_that_is_changed_again(
    cluster: FakeCluster, writer: OpenSearchWriter,
    another: bool, text: str | None, stored: dict[str, bytes],
) -> None:  # fmt: skip
    writer.add([entry("A", "bad")], new=True)
    send(writer)
    if another:
        cluster.rows["A"] = json.loads(entry("A", "theirs").document.source), 1_000
    if text:
        writer.add([entry("A", text)])
    else:
        writer.delete(["A"])
    unwritten = writer.commit()
    assert not (unwritten and unwritten.refused)
    assert cluster.stored == ({"A": b"theirs"} if another else stored)


def test_what_was_changed_is_told_once_and_in_order(
    cluster: FakeCluster, writer: OpenSearchWriter
) -> None:
    for id in "BAC":
        cluster.rows[id] = json.loads(entry(id, "theirs").document.source), 1_000
    for _ in range(2):
        writer.add([entry(id, "mine") for id in "BAC"], new=True)
        send(writer)
    unwritten = writer.commit()
    assert unwritten
    assert list(unwritten.changed) == ["B", "A", "C"]


class Snapshots:
    """A cluster that loses a point in time at a question; the next has another form of a word."""

    def __init__(self, lose: int) -> None:
        self.taken = 0
        self.lose = lose
        self.asked: list[str] = []

    def create_pit(self, **_: object) -> Json:
        self.taken += 1
        return {"pit_id": str(self.taken)}

    def search(self, body: Json, **_: object) -> Json:
        asked = json.dumps(body["query"])
        self.lose -= 1
        if not self.lose:
            raise TransportError(404, "lost", {"reason": "search_context_missing_exception"})
        if STEMS not in asked:
            self.asked.append(asked)
            return {"hits": {"total": {"value": 1}, "hits": []}}
        words = "munition munitions" if body["pit"]["id"] == "2" else "munition"
        return {"hits": {"hits": [{"_source": {OF: "text", WORDS: words}, "sort": ["x"]}]}}


LOSE = [
    pytest.param(1, id="for-words"),
    pytest.param(2, id="for-cables"),
    pytest.param(3, id="for-more-words"),
]


@pytest.mark.parametrize("lose", LOSE)
def test_a_snapshot_that_is_taken_anew_has_words_of_its_own(
    lose: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "WAITS", (0,))
    cluster = Snapshots(lose)
    reader = OpenSearchReader(cast(OpenSearch, cluster), PLACE)
    for query in ("text:munition", "text:munition OR text:gun"):
        reader.count(parse_query(query).node)
    assert cluster.taken == 2
    assert "munitions" in cluster.asked[-1]
