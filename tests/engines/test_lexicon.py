"""The words that a writer sends to a cluster's lexicon."""

from __future__ import annotations

import json

import pytest

from searchcable.engines.opensearch.lexicon import KnownWords, lexicon_rows
from searchcable.engines.opensearch.schema import LEVEL, OF, STEMS, WORDS, Document

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
    return Document(b"", (("text", words),), level)


@pytest.mark.parametrize(("documents", "last"), SENT)
def test_words_go_once_and_where_all_who_may_can_see_them(
    documents: list[tuple[str | None, str]], last: dict[str | None, str]
) -> None:
    known = KnownWords()
    *before, then = [document(*one) for one in documents]
    known.learn(known.new_in(before))
    new = known.new_in([then])
    assert new == {("text", level): set(words.split()) for level, words in last.items()}


def test_one_request_has_a_word_once() -> None:
    new = KnownWords().new_in([document("SECRET", "a b"), document("UNCLASSIFIED", "a")])
    assert new == {("text", "UNCLASSIFIED"): {"a"}, ("text", "SECRET"): {"b"}}


def test_words_go_again_until_they_have_arrived() -> None:
    known = KnownWords()
    new = known.new_in([document("SECRET", "a b")])
    assert known.new_in([document("SECRET", "b")]) == {("text", "SECRET"): {"b"}}
    known.learn(new)
    assert known.new_in([document("SECRET", "b c")]) == {("text", "SECRET"): {"c"}}


def test_rows_are_runs_of_the_alphabet_with_their_stems() -> None:
    words = {f"w{number:04}" for number in range(300)} | {"munitions"}
    rows = [json.loads(row) for row in lexicon_rows({("text", "SECRET"): words})]
    assert [len(row[WORDS].split()) for row in rows] == [256, 45]
    assert rows[0][WORDS].startswith("munitions w0000 ")
    assert "munit" in rows[0][STEMS].split()
    assert {row[OF] for row in rows} == {"text"}
    assert {row[LEVEL] for row in rows} == {"SECRET"}
