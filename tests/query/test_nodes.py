"""What nodes say of many words at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.query.nodes import Fuzzy

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
