"""The header: identifier, precedence, time, addressees; the classification line; sections."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from searchcable.cable import Addressee
from searchcable.formats.telegram import parse
from searchcable.markings import Classification

HEAD = """VZCZCXYZ0012
OO RUEHWEB
DE RUEHLP #0815/01 0451530
ZNY SSSSS ZZH
O P 141530Z FEB 09
FM AMEMBASSY LA PAZ
TO RUEHC/SECSTATE WASHDC IMMEDIATE 9911
INFO RUCNDT/USMISSION USUN NEW YORK PRIORITY
RHMFISS/CDR USSOUTHCOM MIAMI FL//J2/J5//
"""

GROUPS = [
    pytest.param(
        "O 180903Z APR 07", datetime(2007, 4, 18, 9, 3, tzinfo=UTC), "IMMEDIATE", id="2007"
    ),
    pytest.param(
        "P R 032026Z JAN 74", datetime(1974, 1, 3, 20, 26, tzinfo=UTC), "PRIORITY", id="two"
    ),
    pytest.param(
        "R P 032026Z JAN 74", datetime(1974, 1, 3, 20, 26, tzinfo=UTC), "PRIORITY", id="higher-last"
    ),
    pytest.param("Z 010000Z DEC 2010", datetime(2010, 12, 1, tzinfo=UTC), "FLASH", id="long-year"),
    pytest.param("RR 010000Z DEC 85", datetime(1985, 12, 1, tzinfo=UTC), "ROUTINE", id="doubled"),
    pytest.param(
        "O R 082045Z AUG 79 ZFF4",
        datetime(1979, 8, 8, 20, 45, tzinfo=UTC),
        "IMMEDIATE",
        id="operating-signal",
    ),
]

# (line, level, captions, section, of, mrn)
LINES = [
    pytest.param(
        "C O N F I D E N T I A L LA PAZ 000815", "CONFIDENTIAL", (), None, "09LAPAZ815", id="spaced"
    ),
    pytest.param("CONFIDENTIAL LA PAZ 000815", "CONFIDENTIAL", (), None, "09LAPAZ815", id="joined"),
    pytest.param("S E C R E T LA PAZ 000815", "SECRET", (), None, "09LAPAZ815", id="secret"),
    pytest.param("UNCLAS LA PAZ 000815", "UNCLASSIFIED", (), None, "09LAPAZ815", id="unclas"),
    pytest.param(
        "UNCLAS SECTION 01 OF 01 LA PAZ 000815",
        "UNCLASSIFIED",
        (),
        ((1,), 1),
        "09LAPAZ815",
        id="section",
    ),
    pytest.param(
        "UNCLAS SENSITIVE LA PAZ 000815",
        "UNCLASSIFIED",
        ("SENSITIVE",),
        None,
        "09LAPAZ815",
        id="sensitive",
    ),
    pytest.param(
        "S E C R E T LA PAZ 000815 NOFORN",
        "SECRET",
        ("NOFORN",),
        None,
        "09LAPAZ815",
        id="caption-behind",
    ),
    pytest.param(
        "S E C R E T//NOFORN LA PAZ 000815", "SECRET", ("NOFORN",), None, "09LAPAZ815", id="slashes"
    ),
    pytest.param("S e c r e t la paz 000815", "SECRET", (), None, "09LAPAZ815", id="restyled"),
    pytest.param(
        "LIMITED OFFICIAL USE LA PAZ 0815", "LIMITED OFFICIAL USE", (), None, "09LAPAZ815", id="lou"
    ),
    pytest.param(
        "T O P S E C R E T LA PAZ 0815", "TOP SECRET", (), None, "09LAPAZ815", id="top-secret"
    ),
    pytest.param(
        "C O N F I D E N T A L LA PAZ 0815", "CONFIDENTIAL", (), None, "09LAPAZ815", id="garbled"
    ),
]


@pytest.mark.parametrize(("line", "date", "precedence"), GROUPS)
def test_date_time_group(line, date, precedence):
    cable = parse(f"{line}\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n")
    assert (cable.date, cable.precedence) == (date, precedence)


def test_a_group_without_a_year_takes_the_containers():
    cable = parse("O 180903Z APR\nFM AMEMBASSY OSLO", mrn="99OSLO12")
    assert cable.date == datetime(1999, 4, 18, 9, 3, tzinfo=UTC)


def test_a_minute_that_is_none_is_a_defect_and_still_tells_the_year():
    cable = parse("P 310831Z FEB 06\nFM AMEMBASSY ABUJA\nTO SECSTATE WASHDC\nUNCLAS ABUJA 0012")
    assert cable.date is None
    assert str(cable.mrn) == "06ABUJA12"
    assert ("date-unreadable", 1) in {(d.code, d.line) for d in cable.defects}


def test_a_header_alone():
    cable = parse(HEAD)
    assert (cable.transmission_id, cable.precedence) == ("VZCZCXYZ0012", "IMMEDIATE")
    assert (cable.origin.post, cable.origin.place_code, cable.origin.country) == (
        "AMEMBASSY LA PAZ",
        "LAPAZ",
        "BO",
    )
    assert cable.to == (
        Addressee(name="SECSTATE WASHDC", route="RUEHC", precedence="IMMEDIATE", mcn="9911"),
    )
    assert cable.info == (
        Addressee(name="USMISSION USUN NEW YORK", route="RUCNDT", precedence="PRIORITY"),
        Addressee(name="CDR USSOUTHCOM MIAMI FL//J2/J5//", route="RHMFISS"),
    )
    assert (str(cable.mrn), cable.paragraphs) == ("09LAPAZ815", ())


def test_addressees_without_routes():
    cable = parse(
        "P R 031943Z JAN 74\nFM AMEMBASSY LA PAZ\nTO USDOC WASHDC PRIORITY\n"
        "INFO SECSTATE WASHDC NIACT IMMEDIATE 1851\nJCS\nUNCLAS LA PAZ 0039\n"
    )
    assert cable.to == (Addressee(name="USDOC WASHDC", precedence="PRIORITY"),)
    assert cable.info == (
        Addressee(name="SECSTATE WASHDC", precedence="NIACT IMMEDIATE", mcn="1851"),
        Addressee(name="JCS"),
    )


@pytest.mark.parametrize(("line", "level", "captions", "sections", "mrn"), LINES)
def test_classification_line(line, level, captions, sections, mrn):
    cable = parse(f"{HEAD}{line}\n\nSUBJECT: X\n\n1. TEXT.")
    have = cable.sections and (cable.sections.have, cable.sections.of)
    assert (str(cable.classification), cable.captions, have, str(cable.mrn)) == (
        level,
        captions,
        sections,
        mrn,
    )


def test_unknown_classification_is_none():
    assert parse("TAGS: PREL\n\n1. TEXT.").classification is None
    assert parse("SUBJECT: SECRET TALKS\n\n1. SECRET TALKS WERE HELD.").classification is None


def test_the_security_line_tells_where_no_other_line_does():
    assert parse(HEAD + "SUBJECT: X").classification is Classification.SECRET


def test_captions_are_kept_once_in_order():
    cable = parse(
        HEAD + "C O N F I D E N T I A L LA PAZ 000815\n\nNOFORN\nSIPDIS\n\nSIPDIS\n\nSUBJECT: X"
    )
    assert cable.captions == ("NOFORN", "SIPDIS")


def test_a_corrected_copy_says_so_and_keeps_its_note():
    cable = parse(
        HEAD
        + "UNCLAS LA PAZ 0815\nC O R R E C T E D C O P Y (MRN 815 VICE 814)\nSUBJECT: X\n\n1. A."
    )
    assert cable.corrected
    assert "MRN 815 VICE 814" in cable.paragraphs[0].text


def test_the_containers_mrn_stands_in_and_the_text_wins():
    assert str(parse("1. TEXT.", mrn="2007TOKYO01716").mrn) == "07TOKYO1716"
    cable = parse(HEAD + "UNCLAS LA PAZ 0815", mrn="09LAPAZ816")
    assert str(cable.mrn) == "09LAPAZ815"
    assert "mrn-differs" in {d.code for d in cable.defects}
    assert [d.code for d in parse("1. TEXT.", mrn="nonsense").defects] == ["mrn-unreadable"]


def test_offices_and_drafter_of_the_seventies():
    text = """UNCLASSIFIED
PAGE 01        STATE  268392
ORIGIN ARA-15
INFO  OCT-00  ADS-00
      /035 R
DRAFTED BY ARA/AND/B - ROE:LEE
APPROVED BY ARA:DOE
                    ------------------082607  131702Z /65
R 131427Z OCT 79
FM SECSTATE WASHDC
TO AMEMBASSY LA PAZ
UNCLAS STATE 268392
"""
    cable = parse(text)
    assert cable.offices == ("ARA-15", "OCT-00", "ADS-00")
    assert (cable.drafter, str(cable.mrn)) == ("ARA/AND/B - ROE:LEE", "79STATE268392")
    assert cable.paragraphs == ()
