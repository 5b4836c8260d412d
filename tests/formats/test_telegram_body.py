"""The body: paragraphs, markings, headings, pages, transmissions, signature, summary."""

from __future__ import annotations

import pytest

from searchcable.formats.telegram import parse

# (text, [(number, marking, heading, text)])
PARAGRAPHS = [
    pytest.param(
        "¶1. (C) One.\n\n¶2. (S//NF) Two.",
        [(1, "C", None, "One."), (2, "S/NF", None, "Two.")],
        id="pilcrows",
    ),
    pytest.param(
        "\ufffd1. (C) One.\n\n\ufffd2. (U) Two.",
        [(1, "C", None, "One."), (2, "U", None, "Two.")],
        id="replacement-characters",
    ),
    pytest.param(
        "11. (C) One.\n\n12. (C) Two.\n\n¶3. (C) Three.",
        [(1, "C", None, "One."), (2, "C", None, "Two."), (3, "C", None, "Three.")],
        id="lost-pilcrows",
    ),
    pytest.param(
        "11. ONE.\n12. TWO.\n13. THREE.",
        [(11, None, None, "ONE."), (12, None, None, "TWO."), (13, None, None, "THREE.")],
        id="a-later-section-is-no-damage",
    ),
    pytest.param(
        "1.IN ABSENCE.\n2 . AND SO.\n3) THEN.",
        [(1, None, None, "IN ABSENCE."), (2, None, None, "AND SO."), (3, None, None, "THEN.")],
        id="typists",
    ),
    pytest.param(
        "1. IT WAS IN\n1974. SO IT\nWAS.\n2. TWO.",
        [(1, None, None, "IT WAS IN\n1974. SO IT\nWAS."), (2, None, None, "TWO.")],
        id="a-year-is-no-number",
    ),
    pytest.param(
        "1. RISE OF\n2.5 PERCENT.\n2. TWO.",
        [(1, None, None, "RISE OF\n2.5 PERCENT."), (2, None, None, "TWO.")],
        id="a-decimal-is-no-number",
    ),
    pytest.param(
        "1. A.\n2. LIST:\n1. x;\n2. y;\n3. z.\n3. B.\n4. C.",
        [
            (1, None, None, "A."),
            (2, None, None, "LIST:\n1. x;\n2. y;\n3. z."),
            (3, None, None, "B."),
            (4, None, None, "C."),
        ],
        id="a-list-inside",
    ),
    pytest.param(
        "1. A.\n2. LIST:\n1. x;\n2. y.\n3. B.",
        [(1, None, None, "A."), (2, None, None, "LIST:\n1. x;\n2. y."), (3, None, None, "B.")],
        id="a-list-that-ends-below-the-number",
    ),
    pytest.param(
        "1. A.\n2. B.\n7. OF A TABLE\n3. C.",
        [(1, None, None, "A."), (2, None, None, "B.\n7. OF A TABLE"), (3, None, None, "C.")],
        id="a-number-out-of-sequence",
    ),
    pytest.param(
        "FIRST.\n\nSECOND.\n\n1. THIRD.",
        [(None, None, None, "FIRST."), (None, None, None, "SECOND."), (1, None, None, "THIRD.")],
        id="unnumbered",
    ),
    pytest.param(
        "-----\nOslo\n-----\n\n¶1. (C) One.", [(1, "C", "Oslo", "One.")], id="heading-between-rules"
    ),
    pytest.param(
        "¶1. One.\n\nThe Plan\n--------\n\n¶2. (U) Two.",
        [(1, None, None, "One."), (2, "U", "The Plan", "Two.")],
        id="heading-over-a-rule",
    ),
    pytest.param(
        "-----\nTalks\nand Reactors\n-----\n\n1. One.",
        [(1, None, "Talks and Reactors", "One.")],
        id="heading-of-two-lines",
    ),
    pytest.param("1. (CM) ARE BANNED.", [(1, None, None, "(CM) ARE BANNED.")], id="no-marking"),
    pytest.param(
        "(SBU) Text alone.", [(None, "SBU", None, "Text alone.")], id="marking-without-number"
    ),
    pytest.param(
        "1. He said that the\n\nTOKYO 00001716  001.2 OF 002\n\n\nplan was old.\n\n2. B.",
        [(1, None, None, "He said that the\nplan was old."), (2, None, None, "B.")],
        id="page-line-in-a-sentence",
    ),
    pytest.param(
        "1. THE PLAN\nCONFIDENTIAL\nCONFIDENTIAL\nPAGE 02  LA PAZ 00039  032026Z\nWAS OLD.",
        [(1, None, None, "THE PLAN\nWAS OLD.")],
        id="nara-page",
    ),
    pytest.param(
        "1. THE PLAN\nCONFID*NTIAL\nCONFIDENTIAL\nPAGE 02  LA PAZ 00039  032026Z\nWAS OLD.",
        [(1, None, None, "THE PLAN\nWAS OLD.")],
        id="garbled-page-foot",
    ),
    pytest.param(
        "1. THE PLAN\n Declassified/Released US Department of State 30 JUN 2005 \n \n \nWAS OLD.",
        [(1, None, None, "THE PLAN\nWAS OLD.")],
        id="release-stamp",
    ),
    pytest.param(
        "1. THE PLAN\nSheryl P. Walter\nDeclassified/Released\nUS Department of State\n"
        "EO Systematic Review\n20 Mar 2014\nWAS OLD.",
        [(1, None, None, "THE PLAN\nWAS OLD.")],
        id="release-stamp-over-lines",
    ),
    pytest.param(
        "1. (U) One.  2. (C) Two. ¶3. (S/NF) Three.",
        [(1, "U", None, "One."), (2, "C", None, "Two."), (3, "S/NF", None, "Three.")],
        id="all-on-one-line",
    ),
    pytest.param(
        "1. (U) See Oslo 12. 7. (C) Two.",
        [(1, "U", None, "See Oslo 12. 7. (C) Two.")],
        id="a-number-that-does-not-follow-on-one-line",
    ),
    pytest.param(
        "1. THE PLAN\n \n \n \n \n \nWAS OLD.",
        [(1, None, None, "THE PLAN\nWAS OLD.")],
        id="gap-of-a-pdf-page",
    ),
]

SIGNERS = [
    pytest.param("1. TEXT.\nSTEDMAN\nUNCLASSIFIED\nNNN", "STEDMAN", id="nara"),
    pytest.param("1. Text.\n\nSCHIEFFER", "SCHIEFFER", id="2000s"),
    pytest.param("1. Text.\n\nSchieffer", "Schieffer", id="capitalised"),
    pytest.param("1. Text.\nVAN HEUVEN\n", "VAN HEUVEN", id="two-words"),
    pytest.param("1. Text.\nO'NEILL\nNNNN", "O'NEILL", id="apostrophe"),
    pytest.param("1. TEXT.  STEDMAN\nCONFIDENTIAL\nNNN", "STEDMAN", id="behind-the-last-sentence"),
    pytest.param("1. TEXT OF THE\nTREATY", None, id="the-sentence-goes-on"),
    pytest.param("1. TEXT.\nEND SUMMARY", None, id="end-of-something"),
    pytest.param("1. TEXT.\nCONFIDENTIAL", None, id="a-level"),
    pytest.param("1. TEXT.", None, id="none"),
]

SUMMARIES = [
    pytest.param(
        "1. (C) Summary. It went well. End Summary.\n\n2. More.", "It went well.", id="in-one"
    ),
    pytest.param("1. SUMMARY: A.\n2. B. END SUMMARY.\n3. C.", "A.\nB.", id="over-two"),
    pytest.param("1. BEGIN SUMMARY: A. END SUMMARY\n2. C.", "A.", id="begin"),
    pytest.param("-------\nSUMMARY\n-------\n\n1. (U) A.\n\n2. B.", "A.", id="heading"),
    pytest.param("1. (SBU) SUMMARY: A.\n\n2. B.", "A.", id="without-end"),
    pytest.param("1. A.\n2. B.", None, id="none"),
]

SECTION = """CONFIDENTIAL
PAGE 01  OSLO 02024  0{n} OF 02  021911Z
45
ACTION ARA-20
INFO  OCT-01  /160 W
                       ---------------------     054034
R 021525Z APR 74
FM AMEMBASSY OSLO
TO SECSTATE WASHDC 271{n}
INFO AMEMBASSY LIMA
C O N F I D E N T I A L SECTION {n} OF 2 OSLO 2024/{n}
{body}
ROE
CONFIDENTIAL
NNN
"""
LABELLED = "E.O. 11652: GDS\nTAGS: PINT, NO\nSUBJECT: THE SEA"
FIRST = SECTION.format(n=1, body=f"{LABELLED}\n1. ONE.\n2. TWO IS\nCUT")
SECOND = SECTION.format(n=2, body="HERE.\n3. THREE.")


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS)
def test_paragraphs(text, expected):
    cable = parse(text)
    assert [(p.number, p.marking, p.heading, p.text) for p in cable.paragraphs] == expected


@pytest.mark.parametrize(("text", "expected"), SIGNERS)
def test_signature(text, expected):
    assert parse(text).signed_by == expected


@pytest.mark.parametrize(("text", "expected"), SUMMARIES)
def test_summary(text, expected):
    assert parse(text).summary == expected


@pytest.mark.parametrize("text", [FIRST + SECOND, SECOND + FIRST], ids=["in-order", "turned"])
def test_two_transmissions_are_one_telegram(text):
    cable = parse(text)
    assert str(cable.mrn) == "74OSLO2024"
    assert [(p.number, p.text) for p in cable.paragraphs] == [
        (1, "ONE."),
        (2, "TWO IS\nCUT\nHERE."),
        (3, "THREE."),
    ]
    assert (cable.sections.have, cable.sections.of, cable.partial) == ((1, 2), 2, False)
    assert (cable.signed_by, cable.subject, len(cable.info)) == ("ROE", "THE SEA", 1)
    assert cable.defects == ()


def test_one_section_of_two_is_partial():
    cable = parse(FIRST)
    assert (cable.sections.have, cable.sections.of, cable.partial) == ((1,), 2, True)
    assert [d.code for d in cable.defects] == ["section-missing"]


def test_a_transmission_that_came_twice_is_kept_once():
    assert parse(FIRST + FIRST + SECOND).paragraphs == parse(FIRST + SECOND).paragraphs


def test_page_lines_name_the_sections():
    text = (
        "S E C R E T SECTION 01 OF 02 OSLO 000012\n\nSUBJECT: X\n\n1. A\n\n"
        "OSLO 00000012  001.2 OF 002\n\n\nb.\n\nOSLO 00000012  002 OF 002\n\n\n2. C."
    )
    cable = parse(text, mrn="07OSLO12")
    assert (cable.sections.have, cable.partial, cable.defects) == ((1, 2), False, ())


def test_a_number_that_is_skipped_is_a_defect():
    cable = parse("1. A.\n2. B.\n4. D.")
    assert [p.number for p in cable.paragraphs] == [1, 2, 4]
    assert [(d.code, d.line) for d in cable.defects] == [("paragraph-missing", 3)]


def test_redactions_are_seen():
    assert parse("1. (C) XXXXXXXXXXXX said so.").redacted
    assert not parse("1. (C) The XXXIV conference.").redacted


def test_message_attributes_are_no_text():
    cable = parse(
        "1. TEXT.\nROE\nNNN\nMessage Attributes\n"
        "Draft Date: 03 JAN 1974\nDocument Number: 1974OSLO00012\n"
    )
    assert cable.attributes == {"Draft Date": "03 JAN 1974", "Document Number": "1974OSLO00012"}
    assert (str(cable.mrn), [p.text for p in cable.paragraphs]) == ("74OSLO12", ["TEXT."])
