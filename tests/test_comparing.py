"""Two versions of a cable, compared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.cable import Cable, Paragraph
from searchcable.comparing import Change, compare


def cable(*texts: str, **values: object) -> Cable:
    paragraphs = tuple(Paragraph(number=n, text=text) for n, text in enumerate(texts, 1))
    return replace(Cable(text="\n".join(texts), paragraphs=paragraphs), **values)


ROWS = [
    # (one, two, place, before, after)
    pytest.param(cable("Ann Other said so."), cable("XXXXX said so."), "¶1", "Ann Other", "XXXXX",
                 id="redacted"),
    pytest.param(cable("Same.", "Old."), cable("Same."), "¶2", "Old.", "", id="lost"),
    pytest.param(cable("Same."), cable("Same.", "New."), "¶2", "", "New.", id="gained"),
    pytest.param(cable("a\nb  c"), cable("a b c d"), "¶1", "", "d", id="spaces-do-not-count"),
    pytest.param(cable("x", subject="A"), cable("x", subject="B"), "subject", "A", "B",
                 id="header"),
    pytest.param(cable("x", tags=("PARM", "JA")), cable("x", tags=("PARM",)), "tags", "PARM; JA",
                 "PARM", id="list"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two", "place", "before", "after"), ROWS)
def test_changes(one: Cable, two: Cable, place: str, before: str, after: str) -> None:
    (change,) = compare(one, two)
    assert (change.place, change.before, change.after) == (place, before, after)


def test_words_around_a_change() -> None:
    (change,) = compare(cable("a b c d e f g X h i"), cable("a b c d e f g Y h i"))
    assert change == Change("¶1", "X", "Y", "b c d e f g", "h i")
    assert (change.removed, change.added) == (1, 1)


WORDS = st.lists(st.sampled_from(("a", "b", "c", "d")), max_size=12).map(" ".join)


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4))
def test_what_is_the_same_is_no_change(one: list[str], two: list[str]) -> None:
    changes = compare(cable(*one), cable(*two))
    assert compare(cable(*one), cable(*one)) == []
    assert bool(changes) == (one != two) or "" in one + two
    words = [word for change in changes for word in change.before.split()]
    assert sum(len(text.split()) for text in one) >= len(words)
