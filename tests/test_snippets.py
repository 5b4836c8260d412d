"""Snippets show the true match: marked words in angle brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.cable import Cable, Paragraph
from searchcable.query import parse_query
from searchcable.snippets import Snippet, Span, snippets, subject_marks

CABLE = Cable(
    text="",
    subject="Japan calls for cooperation on cluster munitions",
    paragraphs=(
        Paragraph(number=1, marking="C", text="Nothing of note.\nA cluster here, munitions there."),
        Paragraph(number=2, marking="S", heading="Oslo talks",
                  text="On cluster\nmunitions: Tokyo's view."),
        Paragraph(number=3, marking="U", text="Cleared in Tokyo."),
        Paragraph(text="SUBSCRIBED"),
    ),
)  # fmt: skip


def show(text: str, marks: tuple[Span, ...]) -> str:
    for start, end in reversed(marks):
        text = f"{text[:start]}<{text[start:end]}>{text[end:]}"
    return text


def shown(snippet: Snippet) -> str:
    return show(snippet.text, snippet.marks)


SNIPPETS = [
    pytest.param("nothing", ["<Nothing> of note. A cluster here, munitions there."], id="word"),
    pytest.param('"cluster munitions"', ["On <cluster> <munitions>: Tokyo's view."],
                 id="phrase-marks-only-the-phrase-and-over-lines"),
    pytest.param('"cluster munitions"~1', ["Nothing of note. A <cluster> here, <munitions> there.",
                                           "On <cluster> <munitions>: Tokyo's view."], id="near"),
    pytest.param("cluster ADJ/0 munitions", ["On <cluster> <munitions>: Tokyo's view."], id="adj"),
    pytest.param("tok*", ["On cluster munitions: <Tokyo's> view.", "Cleared in <Tokyo>."],
                 id="wildcard"),
    pytest.param("tokoy~1", ["On cluster munitions: <Tokyo's> view.", "Cleared in <Tokyo>."],
                 id="fuzzy"),
    pytest.param("clearing", ["<Cleared> in Tokyo."], id="stem"),
    pytest.param("=clearing OR view", ["On cluster munitions: Tokyo's <view>."],
                 id="exact-is-no-stem"),
    pytest.param("tokyo -cluster", ["On cluster munitions: <Tokyo's> view.", "Cleared in <Tokyo>."],
                 id="what-is-negated-is-not-marked"),
    pytest.param("oslo", ["<Oslo> talks"], id="heading"),
    pytest.param("subject:tokyo", ["Nothing of note. A cluster here, munitions there."],
                 id="field-elsewhere-gives-the-lead"),
    pytest.param("tags:PARM", ["Nothing of note. A cluster here, munitions there."],
                 id="no-words-gives-the-lead"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SNIPPETS)
def test_snippets(text: str, expected: list[str]) -> None:
    assert [shown(one) for one in snippets(CABLE, parse_query(text).node)] == expected


def test_a_snippet_names_its_paragraph() -> None:
    (one,) = snippets(CABLE, parse_query("oslo").node)
    assert (one.paragraph, one.marking) == (2, "S")


def test_at_most_so_many_with_the_best_kept() -> None:
    (one,) = snippets(CABLE, parse_query("cluster munitions tokyo").node, limit=1)
    assert shown(one) == "On <cluster> <munitions>: <Tokyo's> view."


def test_subject_marks() -> None:
    marks = subject_marks(CABLE, parse_query('"cluster munitions" text:japan').node)
    assert (
        show(CABLE.subject or "", marks) == "Japan calls for cooperation on <cluster> <munitions>"
    )


def test_a_long_paragraph_is_cut_around_its_marks() -> None:
    text = "alpha beta " * 200 + "needle in the haystack " + "gamma delta " * 200
    (one,) = snippets(
        Cable(text="", paragraphs=(Paragraph(text=text),)), parse_query("needle").node
    )
    assert "<needle> in the haystack" in shown(one)
    assert one.text.startswith("…")
    assert one.text.endswith("…")
    assert len(one.text) < 340
    assert set(one.text.strip("…").split()) <= set(text.split())


def test_no_text_no_snippet() -> None:
    assert snippets(Cable(text=""), parse_query("a").node) == ()


@given(
    st.lists(st.sampled_from(["a", "bb", "needle", "\n", "  ", ".", "x" * 40, "é"]), max_size=90)
)
def test_every_mark_is_a_match(parts: list[str]) -> None:
    cable = Cable(text="", paragraphs=(Paragraph(text=" ".join(parts)),))
    for one in snippets(cable, parse_query("needle").node):
        assert {one.text[start:end] for start, end in one.marks} <= {"needle"}
        assert bool(one.marks) is ("needle" in parts)
        assert "\n" not in one.text
