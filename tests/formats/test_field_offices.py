"""The offices and drafters that telegrams of the seventies name above their header."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

TAIL = "R 032026Z JAN 74\nFM SECSTATE WASHDC\nTO AMEMBASSY OSLO\nUNCLAS STATE 39\nSUBJECT: X\n1. A."
RULE = "                       ---------------------     054034"
# (lines above the group, offices)
OFFICES = {
    "action": ("ACTION ARA-20", "ARA-20"),
    "action and info": ("ACTION ARA-20\nINFO  OCT-01", "ARA-20 OCT-01"),
    "colons": ("ACTION: ARA-20\nINFO: OCT-01", "ARA-20 OCT-01"),
    "several": ("ACTION ARA-20\nINFO OCT-01 ISO-00 CIAE-00", "ARA-20 OCT-01 ISO-00 CIAE-00"),
    "over lines": (
        "ACTION ARA-20\nINFO OCT-01 ISO-00\n      CIAE-00 DODE-00",
        "ARA-20 OCT-01 ISO-00 CIAE-00 DODE-00",
    ),
    "total": ("ACTION ARA-20\nINFO OCT-01 ISO-00  /160 W", "ARA-20 OCT-01 ISO-00"),
    "total on its line": ("ACTION ARA-20\nINFO OCT-01\n      /160 W", "ARA-20 OCT-01"),
    "origin": ("ORIGIN EA-10\nINFO OCT-01", "EA-10 OCT-01"),
    "origin and more on one line": ("ORIGIN EA-10 INFO OCT-01 ISO-00", "EA-10 OCT-01 ISO-00"),
    "counter above": ("45\nACTION ARA-20\nINFO OCT-01", "ARA-20 OCT-01"),
    "two counters above": ("43 12\nACTION ARA-20", "ARA-20"),
    "office of one letter": ("ACTION L-03\nINFO H-02 A-01", "L-03 H-02 A-01"),
    "office with a slash": ("ACTION S/S-15\nINFO S/P-02", "S/S-15 S/P-02"),
    "office with a letter behind": (
        "ACTION PM-05\nINFO NSCE-00 SSO-00 USIE-00 INRE-00",
        "PM-05 NSCE-00 SSO-00 USIE-00 INRE-00",
    ),
    "single digit": ("ACTION ARA-6\nINFO OCT-1", "ARA-6 OCT-1"),
    "rule below": (f"ACTION ARA-20\nINFO OCT-01\n{RULE}", "ARA-20 OCT-01"),
    "page above": ("PAGE 01        STATE  000039\nACTION ARA-20", "ARA-20"),
    "level and page above": ("UNCLASSIFIED\nPAGE 01        STATE  000039\nORIGIN ARA-20", "ARA-20"),
    "copy": ("ACTION ARA-20\nCOPY SS-10", "ARA-20 SS-10"),
    "extra spaces": ("ACTION   ARA-20\nINFO     OCT-01    ISO-00", "ARA-20 OCT-01 ISO-00"),
    "none": ("", ""),
}


@pytest.mark.parametrize(("lines", "offices"), table(OFFICES))
def test_offices(lines, offices):
    cable = searchcable.parse(f"{lines}\n{TAIL}")
    assert " ".join(cable.offices) == offices
    assert [p.text for p in cable.paragraphs] == ["A."]
    assert (str(cable.mrn), cable.to[0].name) == ("74STATE39", "AMEMBASSY OSLO")


# (lines above the group, drafter)
DRAFTERS = {
    "usual": ("DRAFTED BY ARA/AND/B:JROE:LEE\nAPPROVED BY ARA:DOE", "ARA/AND/B:JROE:LEE"),
    "colon": ("DRAFTED BY: ARA/AND/B: JROE\nAPPROVED BY: ARA: DOE", "ARA/AND/B: JROE"),
    "spaces": ("DRAFTED BY  EUR/NE:JROE\nAPPROVED BY EUR:DOE", "EUR/NE:JROE"),
    "hyphen": ("DRAFTED BY EUR/NE - ROE:LEE\nAPPROVED BY EUR:DOE", "EUR/NE - ROE:LEE"),
    "counter before": ("66011\nDRAFTED BY: EUR/NE:JROE\nAPPROVED BY: EUR:DOE", "EUR/NE:JROE"),
    "counter on the line": ("66011 DRAFTED BY: EUR/NE:JROE\nAPPROVED BY: EUR:DOE", "EUR/NE:JROE"),
    "clearances": (
        "DRAFTED BY EUR/NE:JROE\nAPPROVED BY EUR:DOE\nS/S:MR. MOE\nL/EUR:POE (INFO)",
        "EUR/NE:JROE",
    ),
    "clearances in words": (
        "DRAFTED BY EUR/NE:JROE\nAPPROVED BY EUR:DOE\nDESIRED DISTRIBUTION\nEUR, NEA",
        "EUR/NE:JROE",
    ),
    "no approval": ("DRAFTED BY EUR/NE:JROE", "EUR/NE:JROE"),
    "and rule": (f"DRAFTED BY EUR/NE:JROE\nAPPROVED BY EUR:DOE\n{RULE}", "EUR/NE:JROE"),
    "and offices": (
        "ORIGIN EUR-12\nINFO OCT-01 ISO-00 /020 R\nDRAFTED BY EUR/NE:JROE\nAPPROVED BY EUR:DOE",
        "EUR/NE:JROE",
    ),
    "lower case": ("Drafted by EUR/NE:JRoe\nApproved by EUR:Doe", "EUR/NE:JRoe"),
    "text received from": (
        "DRAFTED BY DOD:COL ROE (TEXT REC'D FM MAJ DOE)\nAPPROVED BY PM:POE",
        "DOD:COL ROE (TEXT REC'D FM MAJ DOE)",
    ),
    "all on one line": (
        "ORIGIN EA-10 INFO OCT-01 /011 R DRAFTED BY EA/K:JROE APPROVED BY EA:JDOE",
        "EA/K:JROE",
    ),
    "drafter and approval on one line": ("DRAFTED BY EA/K:JROE APPROVED BY EA:JDOE", "EA/K:JROE"),
    "none": ("APPROVED BY EUR:DOE", None),
}


@pytest.mark.parametrize(("lines", "drafter"), table(DRAFTERS))
def test_drafter(lines, drafter):
    cable = searchcable.parse(f"{lines}\n{TAIL}")
    assert cable.drafter == drafter
    assert [p.text for p in cable.paragraphs] == ["A."]
    assert cable.origin.post == "SECSTATE WASHDC"


def test_a_fragment_without_a_group():
    cable = searchcable.parse(
        "ORIGIN EA-10\nINFO OCT-01 /011 R\nDRAFTED BY EA/K:JROE\nAPPROVED BY EA:JDOE\nS/S:MR. MOE\n"
    )
    assert (cable.offices, cable.drafter, cable.paragraphs) == (
        ("EA-10", "OCT-01"),
        "EA/K:JROE",
        (),
    )
