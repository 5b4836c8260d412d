"""Sections: how they are counted, what is missing, apart and in the wrong order."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

# (classification line, sections that are there, of how many)
LINES = {
    "usual": ("SECRET SECTION 01 OF 02 OSLO 000012", (1,), 2),
    "behind the serial": ("SECRET OSLO 000012 SECTION 01 OF 02", (1,), 2),
    "spaced level": ("S E C R E T SECTION 01 OF 02 OSLO 000012", (1,), 2),
    "lower case": ("s e c r e t section 01 of 02 oslo 000012", (1,), 2),
    "single digits": ("SECRET SECTION 1 OF 2 OSLO 0012", (1,), 2),
    "words": ("SECRET SECTION ONE OF TWO OSLO 0012", (1,), 2),
    "words and figures": ("SECRET SECTION ONE OF 2 OSLO 0012", (1,), 2),
    "three-digit": ("SECRET SECTION 01 OF 12 OSLO 000012", (1,), 12),
    "two-digit": ("SECRET SECTION 10 OF 12 OSLO 000012", (10,), 12),
    "last": ("SECRET SECTION 02 OF 02 OSLO 000012", (2,), 2),
    "one of one": ("UNCLAS SECTION 01 OF 01 OSLO 000012", (1,), 1),
    "slash": ("SECRET SECTION 01/02 OSLO 000012", (1,), 2),
    "abbreviated": ("SECRET SEC 01 OF 02 OSLO 000012", (1,), 2),
    "sect": ("SECRET SECT 1 OF 2 OSLO 0012", (1,), 2),
    "three figures": ("SECRET SECTION 001 OF 002 OSLO 000012", (1,), 2),
    "letters O for zeros": ("SECRET SECTION O1 0F O2 OSLO 000012", (1,), 2),
    "Roman": ("SECRET SECTION I OF III OSLO 000012", (1,), 3),
    "Roman four": ("SECRET SECTION IV OF V OSLO 000012", (4,), 5),
    "spaced word": ("S E C R E T S E C T I O N 01 OF 02 OSLO 000012", (1,), 2),
    "parts": ("SECRET PART 1 OF 2 OSLO 0012", (1,), 2),
    "level lost": ("SECTION 01 OF 02 OSLO 000012", (1,), 2),
    "misspelt": ("SECRET SECTON 01 OF 02 OSLO 000012", (1,), 2),
    "without a space": ("SECRET SECTION 01 OF02 OSLO 000012", (1,), 2),
    "more spaces": ("SECRET  SECTION  01  OF  02  OSLO  000012", (1,), 2),
    "caption behind": ("SECRET SECTION 01 OF 02 OSLO 000012 NOFORN", (1,), 2),
    "caption between": ("SECRET NOFORN SECTION 01 OF 02 OSLO 000012", (1,), 2),
    "final section": ("SECRET FINAL SECTION OF 02 OSLO 000012", (2,), 2),
}


@pytest.mark.parametrize(("line", "have", "of"), table(LINES))
def test_line(line, have, of):
    cable = searchcable.parse(f"{line}\n\nSUBJECT: X\n\n1. A", mrn="07OSLO12")
    assert (cable.sections.have, cable.sections.of, str(cable.mrn)) == (have, of, "07OSLO12")
    assert cable.subject == "X"


def _section(number, of, body, *, labels="", signer=""):
    return (
        f"P 180903Z APR 07\nFM AMEMBASSY OSLO\nTO RUEHC/SECSTATE WASHDC 1\n"
        f"C O N F I D E N T I A L SECTION 0{number} OF 0{of} OSLO 000012\n"
        f"{labels}\n{body}\n{signer}\nNNNN\n\n"
    )


A = _section(1, 3, "1. ONE.\n2. TWO IS", labels="TAGS: PREL\nSUBJECT: FISH")
B = _section(2, 3, "CUT.\n3. THREE.")
C = _section(3, 3, "4. FOUR.", signer="WHITNEY")
ALL = ["ONE.", "TWO IS\nCUT.", "THREE.", "FOUR."]

# (text, sections, paragraphs, partial)
JOINED = {
    "in order": (A + B + C, (1, 2, 3), ALL, False),
    "turned": (C + B + A, (1, 2, 3), ALL, False),
    "shuffled": (B + C + A, (1, 2, 3), ALL, False),
    "first twice": (A + A + B + C, (1, 2, 3), ALL, False),
    "last twice": (A + B + C + C, (1, 2, 3), ALL, False),
    "second missing": (A + C, (1, 3), ["ONE.", "TWO IS", "FOUR."], True),
    "first missing": (B + C, (2, 3), ["CUT.", "THREE.", "FOUR."], True),
    "last missing": (A + B, (1, 2), ALL[:3], True),
    "first alone": (A, (1,), ["ONE.", "TWO IS"], True),
    "last alone": (C, (3,), ["FOUR."], None),
}


@pytest.mark.parametrize(("text", "have", "paragraphs", "partial"), table(JOINED))
def test_sections_are_joined_by_number(text, have, paragraphs, partial):
    cable = searchcable.parse(text)
    assert (cable.sections.have, cable.sections.of) == (have, 3)
    assert [p.text for p in cable.paragraphs] == paragraphs
    assert partial is None or cable.partial is partial
    assert str(cable.mrn) == "07OSLO12"


def test_sections_in_any_order_are_one_telegram():
    cable = searchcable.parse(C + A + B)
    assert (cable.subject, cable.tags, cable.signed_by, len(cable.to)) == (
        "FISH",
        ("PREL",),
        "WHITNEY",
        1,
    )


HEAD = "S E C R E T SECTION 01 OF 02 OSLO 000012\n\nSUBJECT: X\n\n"
# (page line inside a sentence)
PAGES = {
    "usual": "OSLO 00000012  001.2 OF 002",
    "without a part": "OSLO 00000012  001 OF 002",
    "next section": "OSLO 00000012  002 OF 002",
    "lower case": "oslo 00000012  001.2 of 002",
    "restyled": "Oslo 00000012  001.2 of 002",
    "indented": "     OSLO 00000012  001.2 OF 002",
    "short serial": "OSLO 000012  001.2 OF 002",
    "one space": "OSLO 00000012 001.2 OF 002",
    "tabs": "OSLO\t00000012\t001.2 OF 002",
    "non-breaking spaces": "OSLO\u00a000000012\u00a0\u00a0001.2\u00a0OF\u00a0002",
    "trailing spaces": "OSLO 00000012  001.2 OF 002   ",
    "seventies": "CONFIDENTIAL\nCONFIDENTIAL\nPAGE 02  OSLO 00012  032026Z",
}


@pytest.mark.parametrize("line", PAGES.values(), ids=[name.replace(" ", "-") for name in PAGES])
@pytest.mark.parametrize("gap", ["\n", "\n\n\n"], ids=["tight", "wide"])
def test_page_lines_are_taken_out_of_sentences(line, gap):
    cable = searchcable.parse(f"{HEAD}1. He said that the{gap}{line}{gap}plan was old.\n\n2. B.")
    assert [p.text for p in cable.paragraphs] == ["He said that the\nplan was old.", "B."]
