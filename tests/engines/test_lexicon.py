"""The words that a writer sends to a cluster's lexicon."""

from __future__ import annotations

import json

import pytest

from searchcable.engines.opensearch import new_words
from searchcable.engines.opensearch.documents import document as document_of
from searchcable.engines.opensearch.lexicon import lexicon_rows
from searchcable.engines.opensearch.new_words import NewWords, Place, Stream
from searchcable.engines.opensearch.schema import LEVEL, OF, STEMS, WORDS, Document
from searchcable.fields import CLEARANCE, Row

LOW, LOU, FOUO = "UNCLASSIFIED", "LIMITED OFFICIAL USE", "FOR OFFICIAL USE ONLY"

SENT = [
    pytest.param([(LOW, "a b"), ("SECRET", "b c")], {"SECRET": "c"}, id="lower-before"),
    pytest.param([("SECRET", "b c"), (LOW, "b")], {LOW: "b"}, id="higher-before"),
    pytest.param([(FOUO, "a"), (LOU, "a")], {LOU: "a"}, id="alike-is-not-below"),
    pytest.param([("SECRET", "a"), (None, "a z")], {None: "z"}, id="unknown-is-above-all"),
    pytest.param([(None, "a"), ("SECRET", "a")], {"SECRET": "a"}, id="unknown-covers-nothing"),
    pytest.param([("SECRET", "a b"), ("SECRET", "b")], {}, id="known"),
]


def document(level: str | None, words: str) -> Document:
    return Document(b"", (("text", frozenset(words.split())),), level)


def brought(stream: Stream, text: str, level: str | None = None) -> Document:
    values = {"text": (text,)} | ({CLEARANCE: (level,)} if level else {})
    row = Row(text, "cable", values, b"")
    return stream.next(row, document_of(row))


def given(writer: NewWords, *documents: Document) -> dict[Place, set[str]]:
    for one in documents:
        writer.take(one)
    return writer.give()


@pytest.mark.parametrize(("documents", "last"), SENT)
def test_words_go_once_and_where_all_who_may_can_see_them(
    documents: list[tuple[str | None, str]], last: dict[str | None, str]
) -> None:
    writer = NewWords()
    *before, then = [document(*one) for one in documents]
    writer.learn(given(writer, *before))
    new = given(writer, then)
    assert new == {("text", level): set(words.split()) for level, words in last.items()}


def test_one_request_has_a_word_once() -> None:
    new = given(NewWords(), document("SECRET", "a b"), document("UNCLASSIFIED", "a"))
    assert new == {("text", "UNCLASSIFIED"): {"a"}, ("text", "SECRET"): {"b"}}


def test_words_go_again_until_they_have_arrived() -> None:
    writer = NewWords()
    new = given(writer, document("SECRET", "a b"))
    assert given(writer) == {}
    writer.take_back(new)
    assert given(writer, document("SECRET", "b")) == {("text", "SECRET"): {"a", "b"}}
    writer.learn(new)
    assert given(writer, document("SECRET", "b c")) == {("text", "SECRET"): {"c"}}


ROWS = ("a b", "b c", "c d", "a e", "b f")
TAKEN = [
    pytest.param((0, 1, 2, 3, 4), ["a b", "c", "d", "e", "f"], id="all-of-a-stream"),
    pytest.param((0, 2, 3), ["a b", "c d", "a e"], id="one-is-missing"),
    pytest.param((2, 3), ["c d", "a e"], id="from-the-middle"),
    pytest.param((0, 1, 1, 2), ["a b", "c", "b c", "c d"], id="one-comes-twice"),
    pytest.param((1, 0, 2), ["b c", "a b", "c d"], id="out-of-order"),
]


@pytest.mark.parametrize(("taken", "expected"), TAKEN)
def test_a_row_brings_new_words_alone_if_all_before_it_came(
    taken: tuple[int, ...], expected: list[str]
) -> None:
    stream = Stream()
    made = [brought(stream, text) for text in ROWS]
    writer = NewWords()
    for number, words in zip(taken, expected, strict=True):
        assert given(writer, made[number]) == {("text", None): set(words.split())}


def test_a_new_stream_brings_all_words_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_words, "_STREAM", 2)
    stream = Stream()
    made = [brought(stream, "a") for _ in range(3)]
    assert [dict(one.words) for one in made] == [{"text": {"a"}}, {}, {"text": {"a"}}]
    assert made[0].at[0] == made[1].at[0] != made[2].at[0]


def test_a_row_brings_no_word_that_a_lower_one_of_its_stream_brought() -> None:
    stream = Stream()
    rows = [("SECRET", "a b"), (LOW, "b c"), ("SECRET", "c d"), (None, "d e")]
    made = [brought(stream, text, level) for level, text in rows]
    assert [dict(one.words)["text"] for one in made] == [{"a", "b"}, {"b", "c"}, {"d"}, {"e"}]


def test_rows_are_runs_of_the_alphabet_with_their_stems() -> None:
    words = {f"w{number:04}" for number in range(300)} | {"munitions"}
    rows = [json.loads(row) for row in lexicon_rows({("text", "SECRET"): words})]
    assert [len(row[WORDS].split()) for row in rows] == [256, 45]
    assert rows[0][WORDS].startswith("munitions w0000 ")
    assert "munit" in rows[0][STEMS].split()
    assert {row[OF] for row in rows} == {"text"}
    assert {row[LEVEL] for row in rows} == {"SECRET"}
