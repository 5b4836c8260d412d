"""The E.O. line: when a cable is declassified, in every order of dates."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

ROWS = {
    "usual": ("E.O. 12958: DECL: 04/18/2016", "2016-04-18"),
    "no dots nor colon": ("EO 12958 DECL: 04/18/2016", "2016-04-18"),
    "lower case": ("e.o. 12958: decl: 4/8/2016", "2016-04-08"),
    "spaced": ("E. O. 12958: DECL: 04/18/2016", "2016-04-18"),
    "zero for O": ("E.0. 12958: DECL: 04/18/2016", "2016-04-18"),
    "label cut": ("12958: DECL: 04/18/2016", "2016-04-18"),
    "letter inside the number": ("E.O. 12F58: DECL: 04/18/2016", "2016-04-18"),
    "letters wrong": ("W.O. 12958: DECL: 04/18/2016", "2016-04-18"),
    "stop inside the number": ("E.O. 1.2958: DECL: 04/18/2016", "2016-04-18"),
    "full name": ("EXECUTIVE ORDER 12958: DECL: 04/18/2016", "2016-04-18"),
    "order of 2009": ("E.O. 13526: DECL: 02/14/2034", "2034-02-14"),
    "spaces in the date": ("E.O. 12958: DECL: 04 / 18 / 2016", "2016-04-18"),
    "year first": ("EO 12958 DECL: 2016/04/18", "2016-04-18"),
    "year first with hyphens": ("E.O. 12958: DECL: 2016-04-18", "2016-04-18"),
    "hyphens": ("E.O. 12958: DECL: 04-18-2016", "2016-04-18"),
    "dots": ("E.O. 12958: DECL: 04.18.2016", "2016-04-18"),
    "short year": ("E.O. 12958: DECL: 04/18/16", "2016-04-18"),
    "day first": ("E.O. 12958: DECL: 18/04/2016", "2016-04-18"),
    "month in letters": ("E.O. 12958: DECL: 18 APR 2016", "2016-04-18"),
    "month in letters first": ("E.O. 12958: DECL: APRIL 18, 2016", "2016-04-18"),
    "month joined": ("E.O. 12958: DECL: 18APR2016", "2016-04-18"),
    "month in letters with hyphens": ("E.O. 12958: DECL: 18-APR-2016", "2016-04-18"),
    "eight digits": ("E.O. 12958: DECL: 20160418", "2016-04-18"),
    "word declassify": ("E.O. 12958: DECLASSIFY ON: 04/18/2016", "2016-04-18"),
    "no decl": ("E.O. 12958: 04/18/2016", "2016-04-18"),
    "decl without colon": ("E.O. 12958: DECL 04/18/2016", "2016-04-18"),
    "decl misspelt": ("E.O. 12958: DELC: 04/18/2016", "2016-04-18"),
    "decl without a space": ("E.O. 12958: DECL:04/18/2016", "2016-04-18"),
    "decl with a semicolon": ("E.O. 12958: DECL; 04/18/2016", "2016-04-18"),
    "dcl": ("E.O. 12958: DCL: 04/18/2016", "2016-04-18"),
    "two slashes": ("E.O. 12958: DECL: 04//18/2016", "2016-04-18"),
    "behind a downgrading": ("E.O. 12958: DNG: CO 04/18/2009 DECL: 04/18/2016", "2016-04-18"),
    "a line of its own": ("DECL: 04/18/2016", "2016-04-18"),
    "declassify on": ("DECLASSIFY ON: 04/18/2016", "2016-04-18"),
    "on the line below": ("E.O. 12958:\nDECL: 04/18/2016", "2016-04-18"),
    "glued to the tags": ("E.O. 12958: DECL: 04/18/2016TAGS: PREL", "2016-04-18"),
    "behind a caption": ("SIPDIS E.O. 12958: DECL: 04/18/2016", "2016-04-18"),
    "words behind": ("E.O. 12958: DECL: 04/18/2016 (TEN YEARS)", "2016-04-18"),
    "gds with a date": ("E.O. 12065: GDS 3/14/85 (ROE, JANE) OR-M", "1985-03-14"),
    "gds without a date": ("E.O. 11652: GDS", None),
    "gds with a name": ("E.O. 12065: GDS (ROE, JANE)", None),
    "advanced schedule": ("E.O. 11652: ADS, DECLAS UPON COMPLETION OF TRIP", None),
    "exempt schedule": ("E.O. 11652: XGDS-1", None),
    "exempt schedule with a date": ("E.O. 12065: XDS-4 3/14/99 (ROE, JANE) OR-M", "1999-03-14"),
    "review": ("E.O. 12065: RDS-3 3/14/99 (ROE, JANE) OR-M", None),
    "not applicable": ("E.O. 12958: N/A", None),
    "not applicable without slash": ("E.O. 12958: NA", None),
    "not applicable behind decl": ("E.O. 12958: DECL: N/A", None),
    "manual review": ("E.O. 12958: DECL: MR", None),
    "exempt": ("E.O. 12958: DECL: X1", None),
    "exempt with a number": ("E.O. 12958: DECL: 1.6X1", None),
    "agency's determination": ("E.O. 12356: DECL: OADR", None),
    "human source": ("E.O. 13526: DECL: 25X1-HUMAN", None),
    "downgrading": ("E.O. 12958: DNG: UNCLAS 04/18/2016", None),
    "event": ("E.O. 12958: DECL: UPON CLOSURE OF U.S. EMBASSY", None),
    "empty": ("E.O. 12958:\nTAGS: PREL", None),
    "absent": ("TAGS: PREL", None),
}


@pytest.mark.parametrize(("text", "expected"), table(ROWS))
def test_declassify_on(text, expected):
    cable = searchcable.parse(text)
    assert (cable.declassify_on, cable.paragraphs, cable.defects) == (expected, (), ())


@pytest.mark.parametrize("date", ["02/30/2016", "13/13/2016", "00/10/2016"])
def test_a_day_that_no_calendar_has_is_a_defect(date):
    cable = searchcable.parse(f"E.O. 12958: DECL: {date}")
    assert (cable.declassify_on, [d.code for d in cable.defects]) == (
        None,
        ["declassification-unreadable"],
    )
