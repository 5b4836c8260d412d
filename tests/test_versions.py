"""Which copy of a cable wins, and what becomes of the others."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.cable import Cable, Paragraph, Source
from searchcable.errors import IndexCorrupt
from searchcable.mrn import Mrn
from searchcable.versions import Versions, decode, encode, merge, without


def copy(text: str, *paths: str, corrected: bool = False, partial: bool = False) -> Cable:
    return Cable(
        text=text,
        mrn=Mrn(2006, "OSLO", 1),
        corrected=corrected,
        partial=partial,
        paragraphs=(Paragraph(text=text),),
        sources=tuple(Source(path=path) for path in paths),
    )


def merged(*cables: Cable) -> Versions:
    versions: Versions = ()
    for cable in cables:
        versions = merge(versions, cable)
    return versions


SHORT, LONG = copy("short", "a"), copy("a longer text", "b")
CORRECTED = copy("right", "c", corrected=True)
PART = copy("only one section", "d", corrected=True, partial=True)

WINNERS = [
    pytest.param([SHORT, LONG], "a longer text", id="the-fuller-text"),
    pytest.param([SHORT, LONG, CORRECTED], "right", id="a-corrected-copy-over-a-fuller-one"),
    pytest.param([SHORT, CORRECTED, PART], "right", id="a-corrected-section-not-over-the-whole"),
    pytest.param(
        [copy("same size 1", "z"), copy("same size 2", "y")], "same size 2", id="ties-by-path"
    ),
]


@pytest.mark.parametrize(("cables", "winner"), WINNERS)
def test_winner_does_not_depend_on_the_order(cables: list[Cable], winner: str) -> None:
    outcomes = {encode(merged(*order)) for order in permutations(cables)}
    assert len(outcomes) == 1
    versions = decode(outcomes.pop())
    assert versions[0].text == winner
    assert len(versions) == len(cables)


def test_same_source_replaces_its_copy() -> None:
    assert [v.text for v in merged(LONG, copy("new", "b"))] == ["new"]


def test_another_member_of_the_same_file_is_another_copy() -> None:
    other = replace(SHORT, text="other", sources=(Source(path="a", member="2"),))
    assert len(merged(SHORT, other)) == 2


def test_identical_copies_are_one_version_with_both_sources() -> None:
    (version,) = merged(copy("same", "b"), copy("same", "a"))
    assert [source.path for source in version.sources] == ["a", "b"]


def test_a_copy_without_a_source_replaces_only_the_one_before_it() -> None:
    versions = merged(copy("first"), copy("second"), SHORT)
    assert {v.text for v in versions} == {"second", "short"}


def test_source_that_goes_takes_its_version_along() -> None:
    versions = merged(SHORT, LONG, copy("a longer text", "e"))
    assert [v.text for v in without(versions, "b")] == ["a longer text", "short"]
    assert [v.text for v in without(without(versions, "b"), "e")] == ["short"]
    assert without(merged(SHORT), "a") == ()


def test_members_to_keep_stay() -> None:
    two = replace(SHORT, sources=(Source(path="a", member="1"), Source(path="a", member="2")))
    (left,) = without((two,), "a", {"2"})
    assert left.sources == (Source(path="a", member="2"),)


@given(st.lists(st.builds(copy, st.text(max_size=9), st.sampled_from("abc")), min_size=1))
def test_versions_survive_the_disk(cables: list[Cable]) -> None:
    versions = merged(*cables)
    assert decode(encode(versions)) == versions


@pytest.mark.parametrize(
    "stored",
    [b"", b"[]", b"null", b"{}", b"[1]", b'[{"text": 1}', b'[{"mrn": "x"}]', b'["a"]', b"\xff",
     b"[" * 100_000, b'[{"text": "a", "date": 7}]'],
)  # fmt: skip
def test_anything_else_is_corrupt(stored: bytes) -> None:
    with pytest.raises(IndexCorrupt, match="a stored cable"):
        decode(stored)
