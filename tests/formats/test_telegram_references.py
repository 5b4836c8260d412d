"""The REF lines: what is cited, under which letter, and where its year comes from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from searchcable.formats.telegram import parse
from searchcable.formats.telegram.references import read_references
from searchcable.formats.telegram.years import Citing
from searchcable.mrn import Mrn

CITING = Citing(datetime(1974, 1, 24, tzinfo=UTC), Mrn(1974, "LAPAZ", 521))
LATER = Citing(datetime(2007, 4, 18, tzinfo=UTC), Mrn(2007, "TOKYO", 1716))

# (text, citing, [(label, mrn, year)])
CABLES = [
    pytest.param("TOKYO 00438", LATER, [(None, "07TOKYO438", "inferred")], id="bare"),
    pytest.param(
        "STATE 251108", CITING, [(None, "73STATE251108", "inferred")], id="above-state-in-january"
    ),
    pytest.param(
        "LA PAZ 7565", CITING, [(None, "73LAPAZ7565", "inferred")], id="above-the-citing-serial"
    ),
    pytest.param(
        "LA PAZ 0430", CITING, [(None, "74LAPAZ430", "inferred")], id="below-the-citing-serial"
    ),
    pytest.param(
        "STATE 14854", CITING, [(None, "74STATE14854", "inferred")], id="state-within-reach"
    ),
    pytest.param("06 STATE 123", LATER, [(None, "06STATE123", "stated")], id="year-before"),
    pytest.param("2006 STATE 123", LATER, [(None, "06STATE123", "stated")], id="long-year-before"),
    pytest.param("06STATE123", LATER, [(None, "06STATE123", "stated")], id="year-joined"),
    pytest.param("STATE 123 (2006)", LATER, [(None, "06STATE123", "stated")], id="year-after"),
    pytest.param("STATE 123-06", LATER, [(None, "06STATE123", "stated")], id="year-as-suffix"),
    pytest.param(
        "STATE 235324 OF 11/30/73",
        CITING,
        [(None, "73STATE235324", "dated")],
        id="dated-in-figures",
    ),
    pytest.param(
        "LA PAZ 164 OF JUNE 5, 1973", CITING, [(None, "73LAPAZ164", "dated")], id="dated-in-words"
    ),
    pytest.param(
        "STATE 131738 (MAY 24, 1973)",
        CITING,
        [(None, "73STATE131738", "dated")],
        id="date-in-brackets",
    ),
    pytest.param(
        "STATE 28448 DATED JANUARY 13, AND PREVIOUS",
        CITING,
        [(None, "74STATE28448", "dated")],
        id="date-without-year",
    ),
    pytest.param(
        "STATE 228448 DATED DECEMBER 3",
        CITING,
        [(None, "73STATE228448", "dated")],
        id="date-later-in-the-year",
    ),
    pytest.param(
        "(A) STATE 244; (B) LA PAZ 0430",
        CITING,
        [("A", "74STATE244", "inferred"), ("B", "74LAPAZ430", "inferred")],
        id="letters-in-brackets",
    ),
    pytest.param(
        "A) STATE 244 B) LA PAZ 430",
        CITING,
        [("A", "74STATE244", "inferred"), ("B", "74LAPAZ430", "inferred")],
        id="letters-half-in-brackets",
    ),
    pytest.param(
        "A. STATE 244\n     B. LA PAZ 430",
        CITING,
        [("A", "74STATE244", "inferred"), ("B", "74LAPAZ430", "inferred")],
        id="letters-with-stops",
    ),
    pytest.param(
        "LA PAZ 359, STATE 14198.",
        CITING,
        [(None, "74LAPAZ359", "inferred"), (None, "74STATE14198", "inferred")],
        id="comma",
    ),
    pytest.param(
        "LA PAZ 0246, AND LA PAZ 244",
        CITING,
        [(None, "74LAPAZ246", "inferred"), (None, "74LAPAZ244", "inferred")],
        id="and",
    ),
    pytest.param(
        "LA PAZ 504: LA PAZ 295",
        CITING,
        [(None, "74LAPAZ504", "inferred"), (None, "74LAPAZ295", "inferred")],
        id="colon",
    ),
    pytest.param(
        "STATE 13136, 12415 AND 1300",
        CITING,
        [
            (None, "74STATE13136", "inferred"),
            (None, "74STATE12415", "inferred"),
            (None, "74STATE1300", "inferred"),
        ],
        id="several-serials",
    ),
    pytest.param(
        "LA PAZ 425 TO DEPT OF AGRICULTURE",
        CITING,
        [(None, "74LAPAZ425", "inferred")],
        id="words-behind",
    ),
    pytest.param("STATE 24407 (NOTAL)", CITING, [(None, "74STATE24407", "inferred")], id="notal"),
    pytest.param(
        "EC BRUSSELS 0459",
        CITING,
        [(None, "74ECBRUSSELS459", "inferred")],
        id="mission-is-not-the-embassy",
    ),
    pytest.param("THE HAGUE 301", LATER, [(None, "07THEHAGUE301", "inferred")], id="the-hague"),
    pytest.param("USDOC 18905", CITING, [(None, "73USDOC18905", "inferred")], id="unknown-sender"),
]

OTHERS = [
    pytest.param("A-1520", [(None, "airgram", "A-1520")], id="airgram"),
    pytest.param(
        "LA PAZ A-236 OF NOVEMBER 9, 1973",
        [(None, "airgram", "LA PAZ A-236 OF NOVEMBER 9, 1973")],
        id="airgram-of-a-post",
    ),
    pytest.param(
        "BINNS-BREWIN LETTER OF FEBRUARY 5",
        [(None, "letter", "BINNS-BREWIN LETTER OF FEBRUARY 5")],
        id="letter",
    ),
    pytest.param(
        "ROE-DOE E-MAIL OF 02/10/2009",
        [(None, "email", "ROE-DOE E-MAIL OF 02/10/2009")],
        id="email",
    ),
    pytest.param(
        "MEMCON OF AUGUST 2, 1974", [(None, "memcon", "MEMCON OF AUGUST 2, 1974")], id="memcon"
    ),
    pytest.param(
        "SEC/DEFENSE MESSAGE 121835Z APR 74",
        [(None, "message", "SEC/DEFENSE MESSAGE 121835Z APR 74")],
        id="message-by-its-group",
    ),
    pytest.param(
        "A. ROE LETTER; B. A-62",
        [("A", "letter", "ROE LETTER"), ("B", "airgram", "A-62")],
        id="letters",
    ),
]


@pytest.mark.parametrize(("text", "citing", "expected"), CABLES)
def test_cables(text, citing, expected):
    found = read_references(text.split("\n"), citing)
    assert [(r.label, str(r.mrn), r.year) for r in found] == expected
    assert {r.kind for r in found} == {"cable"}


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_other_kinds_have_no_mrn(text, expected):
    found = read_references([text], CITING)
    assert [(r.label, r.kind, r.raw) for r in found] == expected
    assert {r.mrn for r in found} == {None}


def test_mixed_references_keep_their_letters():
    text = (
        "REF: A) STATE 14854; B) LA PAZ 470; C) STATE 13866; D)\n     BINNS' MEMO OF JAN. 3, 1974"
    )
    found = parse(text, mrn="74LAPAZ538").references
    assert [(r.label, r.kind) for r in found] == [
        ("A", "cable"),
        ("B", "cable"),
        ("C", "cable"),
        ("D", "memo"),
    ]


def test_the_citing_year_comes_from_the_container():
    assert str(parse("REF: TOKYO 438", mrn="07TOKYO1716").references[0].mrn) == "07TOKYO438"


def test_without_any_year_there_is_no_mrn():
    (reference,) = parse("REF: TOKYO 438").references
    assert (reference.raw, reference.mrn, reference.year) == ("TOKYO 438", None, None)


@pytest.mark.parametrize("label", ["REF:", "REFS:", "REFTEL:", "REFERENCE:", "Ref:", "REFERENCES:"])
def test_labels(label):
    assert str(parse(f"{label} 06 STATE 12").references[0].mrn) == "06STATE12"


def test_the_text_below_is_no_reference():
    cable = parse("REF: LIMA 6191\nMISSION CONCURS WITH THE SURVEY OF 1979.", mrn="79LAPAZ6523")
    assert [str(r.mrn) for r in cable.references] == ["79LIMA6191"]
    assert cable.paragraphs[0].text == "MISSION CONCURS WITH THE SURVEY OF 1979."
