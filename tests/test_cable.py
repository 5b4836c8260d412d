"""The cable model: to JSON and back, markings and MRNs."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.cable import Cable, Defect, Sections, Source
from searchcable.markings import Classification, Marking
from searchcable.mrn import Mrn
from tests.engines.cables import CABLES


@pytest.mark.parametrize("name", CABLES)
def test_a_cable_goes_to_json_and_back(name: str) -> None:
    cable = CABLES[name]
    assert Cable.from_dict(json.loads(json.dumps(cable.to_dict()))) == cable


def test_every_part_goes_to_json_and_back() -> None:
    cable = Cable(
        text="whole",
        sections=Sections(have=(1, 3), of=3),
        partial=True,
        attributes={"Film Number": "D740001"},
        defects=(Defect(code="no-subject", message="no SUBJECT line", line=3),),
        sources=(Source(path="a.txt", member=None, sha256="0" * 64),),
    )
    assert Cable.from_dict(json.loads(json.dumps(cable.to_dict()))) == cable


def test_the_unknown_is_null() -> None:
    data = Cable(text="").to_dict()
    assert data["classification"] is None
    assert data["mrn"] is None
    assert data["tags"] == []


MRNS = [
    pytest.param("07TOKYO1716", "07TOKYO1716", id="canonical"),
    pytest.param("07TOKYO01716", "07TOKYO1716", id="leading-zero"),
    pytest.param("2007TOKYO01716", "07TOKYO1716", id="nara"),
    pytest.param("2007TOKYO01716_b2", "07TOKYO1716", id="plusd-collection"),
    pytest.param("07 TOKYO 1716", "07TOKYO1716", id="spaces"),
    pytest.param("07-Tokyo-1716", "07TOKYO1716", id="dashes"),
    pytest.param("Tokyo 1716 (2007)", "07TOKYO1716", id="year-last-in-parentheses"),
    pytest.param("Tokyo 1716 of 2007", "07TOKYO1716", id="year-last-of"),
    pytest.param("1974LAPAZ00173", "74LAPAZ173", id="nara-1974"),
    pytest.param("74 LA PAZ 173", "74LAPAZ173", id="post-of-two-words"),
    pytest.param("1974BUENOS00123", "74BUENOSAIRES123", id="nara-cuts-to-six-characters"),
    pytest.param("07SECSTATE12", "07STATE12", id="another-name-of-a-post"),
    pytest.param("66BUENOSAIRES2481", "66BUENOSAIRES2481", id="nineteen-sixties"),
    pytest.param("07NOWHERE12", "07NOWHERE12", id="unknown-post"),
]


@pytest.mark.parametrize(("text", "expected"), MRNS)
def test_mrn(text: str, expected: str) -> None:
    assert str(Mrn.parse(text)) == expected
    assert Mrn.parse(expected) == Mrn.parse(text)


@pytest.mark.parametrize(
    "text", ["", "TOKYO 1716", "07TOKYO", "07TOKYO0", "071716", "07TOKYO12345678"]
)
def test_no_mrn(text: str) -> None:
    with pytest.raises(ValueError, match="no MRN"):
        Mrn.parse(text)


def test_the_century() -> None:
    assert [Mrn.parse(f"{y}TOKYO1").year for y in ("66", "99", "00", "10")] == [
        1966,
        1999,
        2000,
        2010,
    ]


MARKINGS = [
    pytest.param("C", "C", id="confidential"),
    pytest.param("c", "C", id="lower-case"),
    pytest.param("SBU", "SBU", id="sbu"),
    pytest.param("S/NF", "S/NF", id="one-slash"),
    pytest.param("S//NF", "S/NF", id="two-slashes"),
    pytest.param("S-NF", "S/NF", id="dash"),
    pytest.param("C NF", "C/NF", id="space"),
    pytest.param("C/NOFORN", "C/NF", id="in-full"),
    pytest.param("SBU/NF", "SBU/NF", id="sbu-noforn"),
    pytest.param("U//FOUO", "U/FOUO", id="fouo"),
    pytest.param("S/Rel UK", "S/REL UK", id="releasable"),
    pytest.param("C//REL TO USA, GBR", "C/REL TO USA, GBR", id="releasable-to-several"),
    pytest.param("S//NF//REL UK", "S/NF/REL UK", id="two-caveats"),
    pytest.param("SBU/NOT FOR INTERNET", "SBU/NOT FOR INTERNET", id="not-for-internet"),
    pytest.param("C - ENTIRE TEXT", "C", id="entire-text"),
    pytest.param("LOU-ENTIRE TEXT.", "LOU", id="entire-text-glued"),
    pytest.param("S/NF - entire text", "S/NF", id="entire-text-with-a-caveat"),
    pytest.param("CONFIDENTIAL", "C", id="level-in-full"),
    pytest.param("LOU", "LOU", id="limited-official-use"),
    pytest.param("TS", "TS", id="top-secret"),
]


@pytest.mark.parametrize(("text", "expected"), MARKINGS)
def test_marking(text: str, expected: str) -> None:
    assert str(Marking.parse(text)) == expected


@pytest.mark.parametrize("text", ["", "1", "A", "CM", "X/NF", "CCW", "USG", "S/"])
def test_no_marking(text: str) -> None:
    with pytest.raises(ValueError, match="no portion marking"):
        Marking.parse(text)


LEVELS = [
    pytest.param("C O N F I D E N T I A L", "CONFIDENTIAL", id="spaced"),
    pytest.param("S e c r e t", "SECRET", id="mixed-case"),
    pytest.param("UNCLAS", "UNCLASSIFIED", id="cut"),
    pytest.param("LIMITED OFF USE", "LIMITED OFFICIAL USE", id="abbreviated"),
    pytest.param("sbu", "FOR OFFICIAL USE ONLY", id="sbu"),
    pytest.param("TOP SECRET", "TOP SECRET", id="two-words"),
]


@pytest.mark.parametrize(("text", "expected"), LEVELS)
def test_classification(text: str, expected: str) -> None:
    assert str(Classification.parse(text)) == expected


def test_levels_are_ordered() -> None:
    assert sorted(Classification, reverse=True)[0] is Classification.TOP_SECRET
    lou, fouo = Classification.LIMITED_OFFICIAL_USE, Classification.FOR_OFFICIAL_USE_ONLY
    assert not lou < fouo
    assert not fouo < lou
    assert Classification.UNCLASSIFIED < lou < Classification.CONFIDENTIAL


@given(st.text())
def test_any_text_is_a_value_or_a_value_error(text: str) -> None:
    for read in (Mrn.parse, Marking.parse, Classification.parse):
        try:
            assert str(read(text))
        except ValueError:
            continue
