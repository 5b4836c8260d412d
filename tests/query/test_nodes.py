"""What nodes say of many words at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.fields import DEFAULT_FIELDS
from searchcable.query import parse_query
from searchcable.query.nodes import Fuzzy, marking_nodes
from searchcable.tokens import words

word = st.text("abcé", max_size=6)


@given(word, st.integers(0, 2), st.lists(word))
def test_fuzzy_words_are_found_among_many_as_one_by_one(
    one: str, edits: int, many: list[str]
) -> None:
    node = Fuzzy((), one, edits)
    assert list(node.among(many)) == [word for word in many if node.accepts(word)]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param(0, ["envoy"], id="itself"),
        pytest.param(1, ["envoy", "envoys", "enovy", "envy"], id="added-swapped-dropped"),
        pytest.param(2, ["envoy", "envoys", "enovy", "envy", "convoy"], id="two-letters"),
    ],
)
def test_fuzzy_words(edits: int, expected: list[str]) -> None:
    words = ["envoy", "envoys", "enovy", "envy", "convoy", "invoice"]
    assert list(Fuzzy((), "envoy", edits).among(words)) == expected


CLUES = [
    pytest.param("ponies", "pon", id="a-stem-but-for-a-letter"),
    pytest.param("=running", "running", id="a-word-as-written"),
    pytest.param('"of munitions"', "munit", id="the-longest-of-a-phrase"),
    pytest.param("mun?t*ns", "mun", id="the-longest-part-between-wildcards"),
    pytest.param("envoy~1", "", id="nothing-certain"),
    pytest.param("source:tokyo", "tokyo", id="words-without-stems"),
]


@pytest.mark.parametrize(("text", "expected"), CLUES)
def test_clue(text: str, expected: str) -> None:
    (node,) = marking_nodes(parse_query(text).node)
    assert node.clue(node.fields[0]) == expected


@pytest.mark.parametrize(
    "query", ["skies", "dying", '"cluster munition"', "mun*ns", "munitoins~2", "=dying", "u.s."]
)
@given(st.lists(st.sampled_from(
    "sky skies die dying Cluster munitions munition's U.S. us, .".split()  # noqa: SIM905
), max_size=12))  # fmt: skip
def test_what_is_marked_has_the_clue_in_it(query: str, text: list[str]) -> None:
    for node in marking_nodes(parse_query(query).node):
        tokens = words(" ".join(text))
        for field in DEFAULT_FIELDS:
            if node.marks(field, tokens):
                assert any(node.clue(field) in token for token in tokens)
