"""Which copy of a cable wins, and what becomes of the others."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.cable import Cable, Paragraph, Source
from searchcable.errors import IndexCorrupt
from searchcable.formats.telegram import parse
from searchcable.mrn import Mrn
from searchcable.query import parse_query
from searchcable.results import Hit
from searchcable.versions import Versions, decode, encode, is_joined, merge, plain, without


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
    "text",
    [
        pytest.param("1. (C) Plain.", id="ascii"),
        pytest.param('¶1. (C) «Señor» \x01\x85\u2028\U0001f600\\"', id="of-all-kinds"),
        pytest.param("1. (C) half a pair: \udc9d", id="half-of-a-surrogate-pair"),
    ],
)
def test_text_survives_the_disk_and_is_plain_json(text: str) -> None:
    (version,) = merged(copy(text, "a.txt"))
    stored = encode([version])
    assert decode(stored) == (version,)
    assert plain(stored) == [version.to_dict()]
    whole = version.to_dict()
    whole["paragraphs"][0]["text"] = [0, len(text)]
    as_json = json.dumps([whole], ensure_ascii=False, separators=(",", ":"))
    assert stored.lstrip() == as_json.encode("utf-8", "surrogatepass")
    assert decode(stored.lstrip()) == (version,)


PLACES = [
    pytest.param("One. Two.", ["One.", "Two."], None, [[0, 4], [5, 9]], None, id="each-at-its-own"),
    pytest.param("Same. Same.", ["Same.", "Same."], None, [[0, 5], [6, 11]], None, id="twice"),
    pytest.param("Two. One.", ["One.", "Two."], None, [[5, 9], "Two."], None, id="out-of-order"),
    pytest.param("One\n\ntwo.", ["One\ntwo."], None, [[0, 3, 5, 9]], None, id="without-a-line"),
    pytest.param(
        "One\ntwo\n\nSECRET\n\nthree\nfour\nSECRET\nfive. Six.",
        ["One\ntwo\nthree\nfour\nfive.", "Six."],
        None,
        [[0, 7, 17, 27, 35, 40], [41, 45]],
        None,
        id="over-three-pages",
    ),
    pytest.param("One  \n two.", ["One\ntwo."], None, [[0, 3, 7, 11]], None, id="stripped"),
    pytest.param("A\n\n\nB", ["A\n\nB"], None, [[0, 2, 4, 5]], None, id="an-empty-line"),
    pytest.param("One\nt0", ["One\ntwo"], None, ["One\ntwo"], None, id="another-line"),
    pytest.param("One two.", ["One\ntwo."], None, [[0, 3, 4, 8]], None, id="parted-otherwise"),
    pytest.param(
        "\n\n".join("a" * 21),
        ["\n".join("a" * 21)],
        None,
        ["\n".join("a" * 21)],
        None,
        id="too-many-runs",
    ),
    pytest.param("A. Sum.", ["A. Sum."], "Sum.", [[0, 7]], [3, 7], id="summary"),
    pytest.param("A.", ["A."], "Other.", [[0, 2]], "Other.", id="summary-of-a-container"),
    pytest.param("", [""], "", [[0, 0]], "", id="nothing"),
    pytest.param(f"{'a' * 40}b {'a' * 40}c", [f"{'a' * 40}b"], None, [[0, 41]], None, id="long"),
    pytest.param(
        f"{'a' * 40}b", [f"{'a' * 40}c"], None, [f"{'a' * 40}c"], None, id="of-like-beginning"
    ),
]


@pytest.mark.parametrize(("text", "parts", "summary", "places", "of_summary"), PLACES)
def test_what_stands_in_the_text_is_kept_as_its_place(
    text: str, parts: list[str], summary: str | None, places: list[Any], of_summary: Any
) -> None:
    paragraphs = tuple(Paragraph(text=part) for part in parts)
    cable = replace(SHORT, text=text, paragraphs=paragraphs, summary=summary)
    stored = encode([cable])
    (version,) = json.loads(stored)
    assert [paragraph["text"] for paragraph in version["paragraphs"]] == places
    assert version["summary"] == of_summary
    assert decode(stored) == (cable,)


LINES = st.lists(st.sampled_from(["", "a", "ab", "b a", "a" * 50, "\udc9d"]))


@given(LINES, st.lists(LINES))
def test_paragraphs_survive_wherever_their_lines_stand(
    lines: list[str], parts: list[list[str]]
) -> None:
    paragraphs = tuple(Paragraph(text="\n".join(part)) for part in parts)
    cable = replace(SHORT, text="\n".join(lines), paragraphs=paragraphs)
    assert decode(encode([cable])) == (cable,)


@pytest.mark.parametrize("number", [2**63, 2**64 - 1, 2**64, -(2**63) - 1, 10**30])
def test_a_number_survives_the_disk(number: int) -> None:
    cable = replace(SHORT, paragraphs=(Paragraph(text="short", number=number),))
    assert repr(decode(encode([cable]))) == repr((cable,))


@pytest.mark.parametrize(
    "stored",
    [b"", b"[]", b"null", b"{}", b"[1]", b'[{"text": 1}', b'[{"mrn": "x"}]', b'["a"]', b"\xff",
     b"[" * 100_000, b'[{"text": "a", "date": 7}]', b'[{"text": null}]', b'{"0": {"text": "a"}}',
     b'[{"text": "a", "paragraphs": 1, "summary": null}]',
     b'[{"text": "a", "paragraphs": [1], "summary": null}]',
     b'[{"text": "a", "paragraphs": [{"text": [1, 2, 3]}], "summary": null}]',
     b'[{"text": "a", "paragraphs": [{"text": ["a", "b"]}], "summary": null}]',
     b'[{"text": "a", "paragraphs": [{"text": [0, 1, "a", "b"]}], "summary": null}]',
     b'[{"text": "a", "paragraphs": [{"text": []}], "summary": null}]',
     b'[{"text": 1, "paragraphs": [], "summary": [1, 2]}]'],
)  # fmt: skip
def test_anything_else_is_corrupt(stored: bytes) -> None:
    with pytest.raises(IndexCorrupt, match="a stored cable"):
        decode(stored)


HITS = [
    pytest.param(b'[{"text": "a", "mrn": "06OSLO1", "date": 7}]', "cable", id="beyond-the-list"),
    pytest.param(b'[{"text": "a", "mrn": "x"}]', "mrn", id="mrn"),
    pytest.param(b'[{"text": "a", "paragraphs": [{}]}]', "snippets", id="paragraphs"),
    pytest.param(b"[1]", "subject", id="no-cable"),
    pytest.param(b"{}", "subject_marks", id="no-versions"),
]


@pytest.mark.parametrize(("stored", "damaged"), HITS)
def test_a_hit_tells_damage_when_that_is_asked_for(stored: bytes, damaged: str) -> None:
    hit = Hit("06OSLO1", 1.0, parse_query("a"), stored)
    with pytest.raises(IndexCorrupt, match="a stored cable"):
        getattr(hit, damaged)


def test_a_hit_shows_what_its_cable_has() -> None:
    cable = replace(SHORT, subject="Short", paragraphs=(Paragraph(text="A short one."),))
    hit = Hit("06OSLO1", 1.0, parse_query("short"), encode([cable, LONG]))
    assert (hit.mrn, hit.subject, hit.subject_marks) == ("06OSLO1", "Short", ((0, 5),))
    assert [(one.text, one.marks) for one in hit.snippets] == [("A short one.", ((2, 7),))]
    assert hit.cable == cable


def section(number: int, of: int, words: str, path: str, *, corrected: bool = False) -> Cable:
    copied = " CORRECTED COPY" if corrected else ""
    labels = "E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: FISH\n\n" if number == 1 else ""
    signer = "\nWHITNEY\n" if number == of else "\n"
    text = (
        "P 110831Z APR 06\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC 0001\n"
        f"UNCLAS SECTION {number:02} OF {of:02} OSLO 000001{copied}\n\n{labels}{words}{signer}"
    )
    # NARA's pages name each section, so that a section that is not named is not there
    stamp = f"PAGE 01  OSLO 00001  {number:02} OF {of:02}  110901Z\n"
    return parse(stamp + text, source=Source(path=path))


ONE = section(1, 3, "1. (U) First part that goes on", "a")
TWO = section(2, 3, "in the second.\n\n2. (U) Second.", "b")
THREE = section(3, 3, "3. (U) Third.", "c")
THREE_RIGHT = section(3, 3, "3. (U) Right.", "d", corrected=True)
WHOLE = replace(LONG, text="x" * 10, paragraphs=(Paragraph(text="x" * 10),))

JOINED_SECTIONS = [
    # (what was read, the sections of the cable shown, whether it is partial, its paragraphs)
    pytest.param([ONE, TWO, THREE], (1, 2, 3), False,
                 [(1, "First part that goes on\nin the second."), (2, "Second."), (3, "Third.")],
                 id="all"),
    pytest.param([ONE, THREE], (1, 3), True, [(1, "First part that goes on"), (3, "Third.")],
                 id="one-is-missing"),
    pytest.param([ONE, TWO, THREE, THREE_RIGHT], (1, 2, 3), False,
                 [(1, "First part that goes on\nin the second."), (2, "Second."), (3, "Right.")],
                 id="a-corrected-section-wins"),
    pytest.param([ONE, replace(ONE, sources=(Source(path="z"),))], (1,), True,
                 [(1, "First part that goes on")], id="the-same-twice"),
]  # fmt: skip


@pytest.mark.parametrize(("read", "have", "partial", "paragraphs"), JOINED_SECTIONS)
def test_sections_are_joined_by_number_in_any_order(read, have, partial, paragraphs) -> None:
    outcomes = {encode(merged(*order)) for order in permutations(read)}
    assert len(outcomes) == 1
    shown = decode(outcomes.pop())[0]
    assert shown.sections is not None
    assert (shown.sections.have, shown.partial) == (have, partial)
    assert [(p.number, p.text) for p in shown.paragraphs if p.number] == paragraphs
    assert shown.subject == "FISH"


def test_a_section_that_goes_leaves_the_others() -> None:
    versions = merged(ONE, TWO, THREE)
    assert [is_joined(v) for v in versions] == [True, False, False, False]
    left = without(versions, "b")
    assert left == merged(ONE, THREE)
    assert without(left, "c") == merged(ONE)


def test_a_whole_copy_needs_no_joining() -> None:
    assert not any(map(is_joined, merged(ONE, TWO, WHOLE)))


def test_a_joined_cable_that_was_exported_is_a_copy_of_its_own() -> None:
    joined = replace(merged(ONE, TWO, THREE)[0], sources=(Source(path="export.json"),))
    assert merged(joined, ONE)[0] == joined


@given(st.lists(st.sampled_from((ONE, TWO, THREE, THREE_RIGHT, SHORT, CORRECTED)), max_size=8))
def test_batches_give_what_all_at_once_gives(cables: list[Cable]) -> None:
    one_by_one: Versions = ()
    for cable in cables:
        one_by_one = decode(encode(merge(one_by_one, cable)))
    last = {cable.sources[0].path: cable for cable in cables}
    assert one_by_one == merged(*(last[path] for path in sorted(last, reverse=True)))
