"""Nearness, against a reading of its definition that tries every choice of positions."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from searchcable.query.proximity import near

texts = st.lists(st.sampled_from("abcd"), max_size=9)
tokens = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4)


def brute(text: list[str], tokens: list[str], slop: int, ordered: bool) -> bool:
    places = [[at for at, word in enumerate(text) if word == token] for token in tokens]
    return any(
        len(set(place)) == len(place)
        and max(place) - min(place) + 1 - len(tokens) <= slop
        and (not ordered or list(place) == sorted(place))
        for place in product(*places)
    )


@given(texts, tokens, st.integers(0, 5), st.booleans())
def test_near_is_what_its_definition_says(
    text: list[str], tokens: list[str], slop: int, ordered: bool
) -> None:
    positions = [[at for at, word in enumerate(text) if word == token] for token in tokens]
    places = list(near(tokens, positions, slop, ordered))
    assert bool(places) == brute(text, tokens, slop, ordered)
    for place in places:
        assert sorted(text[at] for at in place) == sorted(tokens)
