"""TAGS, SUBJECT, E.O. and Classified By, in the spellings that posts used."""

from __future__ import annotations

import pytest

from searchcable.formats.telegram import parse

TAGS = [
    pytest.param(
        "TAGS: MOPS PARM PREL JA NATO", ("MOPS", "PARM", "PREL", "JA", "NATO"), id="spaces"
    ),
    pytest.param("TAGS: PREL, PGOV,KNNP, BL", ("PREL", "PGOV", "KNNP", "BL"), id="commas"),
    pytest.param("TAGS: EMIN, BEXP, BL BR", ("EMIN", "BEXP", "BL", "BR"), id="both"),
    pytest.param("TAGS: [MOPS](#) [PARM](#)", ("MOPS", "PARM"), id="markdown-links"),
    pytest.param("TAGS: BDIS, EIND, BL.", ("BDIS", "EIND", "BL"), id="full-stop"),
    pytest.param("TAGS-MASS, BL", ("MASS", "BL"), id="hyphen-for-colon"),
    pytest.param("TAGS PREL IZ", ("PREL", "IZ"), id="no-colon"),
    pytest.param("Tags: prel, eu", ("prel", "eu"), id="lower-case-as-printed"),
    pytest.param(
        "TAGS: OVIP (COCHRAN, CHARLES), PREL", ("OVIP", "(COCHRAN, CHARLES)", "PREL"), id="person"
    ),
    pytest.param(
        "TAGS: OVIP (COCHRAN,\nCHARLES)\nSUBJECT: X",
        ("OVIP", "(COCHRAN, CHARLES)"),
        id="person-over-lines",
    ),
    pytest.param(
        "TAGS: PREL, PGOV,\nKNNP IR\nSUBJECT: X", ("PREL", "PGOV", "KNNP", "IR"), id="over-lines"
    ),
    pytest.param(
        "TAGS: PREL PGOV\nKNNP IR\n\n1. TEXT.",
        ("PREL", "PGOV", "KNNP", "IR"),
        id="over-lines-without-comma",
    ),
    pytest.param("TAGS: PREL PREL BR", ("PREL", "PREL", "BR"), id="as-printed-even-twice"),
    pytest.param(
        "TAGS: EAGR BL\nLIMA FOR AGATT\n1. TEXT.", ("EAGR", "BL"), id="passing-line-is-no-tag"
    ),
    pytest.param("TAGS:\nSUBJECT: X", (), id="empty"),
    pytest.param("1. TAGS ARE LISTED ELSEWHERE.", (), id="body"),
]

SUBJECTS = [
    pytest.param("SUBJECT: JAPAN CALLS", "JAPAN CALLS", id="one-line"),
    pytest.param("SUBJ: BOLIVIA AND\n      BRAZIL\n\n1. TEXT", "BOLIVIA AND BRAZIL", id="indented"),
    pytest.param("SUBJECT: NEW\nARRIVAL TIME\nREF: LIMA 1", "NEW ARRIVAL TIME", id="to-ref"),
    pytest.param("SUBJECT: NEW\nARRIVAL TIME\n1. TEXT", "NEW ARRIVAL TIME", id="to-paragraph-1"),
    pytest.param("SUBJECT: NEW\nTIME\n¶1. (C) TEXT", "NEW TIME", id="to-a-pilcrow"),
    pytest.param("SUBJECT: NEW\nTIME\nClassified By: X", "NEW TIME", id="to-classified-by"),
    pytest.param("SUBJECT: NEW\nTIME\nSUMMARY: TEXT. END SUMMARY.", "NEW TIME", id="to-summary"),
    pytest.param("SUBJECT: A\nTOKYO 00001716  001.2 OF 002\n\n1. B", "A", id="to-a-page-line"),
    pytest.param(
        "SUBJECT: ALLOCATION\nDEPARTMENT PASS DOD\n1. TEXT", "ALLOCATION", id="to-passing-line"
    ),
    pytest.param("SUBJECT:\nTHE SEA\n\n1. TEXT", "THE SEA", id="below-its-label"),
    pytest.param("Subject: Prime minister's visit", "Prime minister's visit", id="lower-case"),
    pytest.param("SUBJECT: TALKS: PART II", "TALKS: PART II", id="colon-inside"),
    pytest.param("SUBJECT:   FIVE   SPACES", "FIVE SPACES", id="spaces-folded"),
    pytest.param("1. SUBJECT SCHOOL IS FAR.", None, id="body"),
]

DECLASSIFIED = [
    pytest.param("E.O. 12958: DECL: 04/18/2016", "2016-04-18", id="month-first"),
    pytest.param("EO 12958 DECL: 2016/04/18", "2016-04-18", id="year-first-no-dots"),
    pytest.param("e.o. 12958: decl: 4/8/2016", "2016-04-08", id="lower-case"),
    pytest.param("E.O. 13526: DECL: 02/14/2034", "2034-02-14", id="order-of-2009"),
    pytest.param(
        "E.O. 12065: GDS 3/14/85 (BOEKER, PAUL H.) OR-M", "1985-03-14", id="gds-with-date"
    ),
    pytest.param("E.O. 12065: RDS-3 3/14/85 (BOEKER, PAUL H.)", None, id="a-review-is-no-date"),
    pytest.param("E.O. 11652: GDS", None, id="gds"),
    pytest.param("E.O. 11652: N/A", None, id="not-applicable"),
    pytest.param("E.O. 12356: DECL: OADR", None, id="oadr"),
    pytest.param("E.O. 12958: DECL: X1", None, id="exempt"),
    pytest.param("E.O. 12958: DECL: MR", None, id="manual-review"),
]

CLASSIFIED_BY = [
    pytest.param(
        "Ambassador J. Thomas Schieffer. Reasons 1.4 (B) (D)",
        ("J. Thomas Schieffer", "Ambassador", ("b", "d")),
        id="title-first",
    ),
    pytest.param(
        "John Smith, Political Counselor, for reasons 1.4 (b) and (d).",
        ("John Smith", "Political Counselor", ("b", "d")),
        id="title-last",
    ),
    pytest.param("DCM JANE ROE; REASON: 1.5 (B/D)", ("JANE ROE", "DCM", ("b", "d")), id="slash"),
    pytest.param(
        "Deputy Chief of Mission Ann Lee\nfor reasons 1.4 (a), (b), and (d).",
        ("Ann Lee", "Deputy Chief of Mission", ("a", "b", "d")),
        id="over-lines",
    ),
    pytest.param("A/DCM JOHN DOE, REASONS 1.4(C)", ("JOHN DOE", "A/DCM", ("c",)), id="one-reason"),
    pytest.param("Jane Roe", ("Jane Roe", None, ()), id="name-alone"),
]


@pytest.mark.parametrize(("text", "expected"), TAGS)
def test_tags(text, expected):
    assert parse(text).tags == expected


@pytest.mark.parametrize(("text", "expected"), SUBJECTS)
def test_subject(text, expected):
    assert parse(text).subject == expected


@pytest.mark.parametrize(("text", "expected"), DECLASSIFIED)
def test_declassification_date(text, expected):
    cable = parse(text)
    assert cable.declassify_on == expected
    assert cable.defects == ()


def test_a_date_that_no_calendar_has_is_a_defect():
    cable = parse("TAGS: PREL\nE.O. 12958: DECL: 02/30/2016")
    assert cable.declassify_on is None
    assert [(d.code, d.line) for d in cable.defects] == [("declassification-unreadable", 2)]


@pytest.mark.parametrize(("text", "expected"), CLASSIFIED_BY)
def test_classified_by(text, expected):
    found = parse(f"Classified By: {text}").classified_by
    assert (found.name, found.title, found.reasons) == expected


def test_the_authority_of_an_eo_line_classified_the_cable():
    found = parse("E.O. 12065: GDS 3/14/85 (BOEKER, PAUL H.) OR-M").classified_by
    assert found.name == "BOEKER, PAUL H."


def test_lines_without_a_label_are_kept_as_text():
    cable = parse("TAGS: PREL\nDEPARTMENT PASS DOD\nSUBJECT: X\n\n1. TEXT.")
    assert [(p.number, p.text) for p in cable.paragraphs] == [
        (None, "DEPARTMENT PASS DOD"),
        (1, "TEXT."),
    ]
