"""Date-time groups and precedences."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import searchcable
from tests.formats.tables import table

APRIL = datetime(2007, 4, 18, 9, 3, tzinfo=UTC)
O, P, R, Z = "IMMEDIATE", "PRIORITY", "ROUTINE", "FLASH"
# (line, time, precedence)
ROWS = {
    "immediate": ("O 180903Z APR 07", APRIL, O),
    "priority": ("P 180903Z APR 07", APRIL, P),
    "routine": ("R 180903Z APR 07", APRIL, R),
    "flash": ("Z 180903Z APR 07", APRIL, Z),
    "two, higher first": ("O P 180903Z APR 07", APRIL, O),
    "two, higher last": ("R O 180903Z APR 07", APRIL, O),
    "three": ("O P R 180903Z APR 07", APRIL, O),
    "joined": ("OP 180903Z APR 07", APRIL, O),
    "doubled": ("OO 180903Z APR 07", APRIL, O),
    "no precedence": ("180903Z APR 07", APRIL, None),
    "lower case": ("o 180903z apr 07", APRIL, O),
    "restyled month": ("O 180903Z Apr 07", APRIL, O),
    "four-digit year": ("O 180903Z APR 2007", APRIL, O),
    "year joined": ("O 180903Z APR07", APRIL, O),
    "month joined": ("O 180903ZAPR07", APRIL, O),
    "month in full": ("O 180903Z APRIL 07", APRIL, O),
    "space before Z": ("O 180903 Z APR 07", APRIL, O),
    "many spaces": ("O   180903Z   APR   07", APRIL, O),
    "tabs": ("O\t180903Z\tAPR\t07", APRIL, O),
    "non-breaking spaces": ("O\u00a0180903Z\u00a0APR\u00a007", APRIL, O),
    "trailing spaces": ("O 180903Z APR 07  ", APRIL, O),
    "operating signal": ("O 180903Z APR 07 ZFF4", APRIL, O),
    "operating signals": ("O 180903Z APR 07 ZFF-4 ZDK", APRIL, O),
    "zdk": ("R 180903Z APR 07 ZDK CTG RUEHSD", APRIL, R),
    "seventies": ("P R 032026Z JAN 74", datetime(1974, 1, 3, 20, 26, tzinfo=UTC), P),
    "sixties": ("P 032026Z JAN 66", datetime(1966, 1, 3, 20, 26, tzinfo=UTC), P),
    "leap day": ("P 292359Z FEB 08", datetime(2008, 2, 29, 23, 59, tzinfo=UTC), P),
    "midnight": ("P 010000Z DEC 09", datetime(2009, 12, 1, tzinfo=UTC), P),
    "label": ("DTG: O 180903Z APR 07", APRIL, O),
    "no year": ("O 180903Z APR", APRIL, O),
    "no year and a signal": ("O 180903Z APR ZFF4", APRIL, O),
    "no month nor year": ("R 180903Z", None, R),
    "no such hour": ("O 182503Z APR 07", None, O),
    "no such day": ("O 310903Z APR 07", None, O),
    "no such month": ("O 180903Z ABC 07", None, O),
}


@pytest.mark.parametrize(("line", "time", "precedence"), table(ROWS))
def test_group(line, time, precedence):
    text = f"{line}\nFM AMEMBASSY TOKYO\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 2791\nUNCLAS TOKYO 001716"
    cable = searchcable.parse(text, mrn="07TOKYO1716")
    assert (cable.date, cable.precedence, cable.paragraphs) == (time, precedence, ())
    assert cable.origin.post == "AMEMBASSY TOKYO"


# (text, precedence)
ROUTED = {
    "routing line": ("OO RUEHWEB\nFM AMEMBASSY OSLO", O),
    "routing line of two": ("PP RUEHWEB RUEHC\nFM AMEMBASSY OSLO", P),
    "routing line of two precedences": ("OO RR RUEHWEB\nFM AMEMBASSY OSLO", O),
    "the group wins": ("RR RUEHWEB\nP 180903Z APR 07\nFM AMEMBASSY OSLO", P),
    "group without a letter": ("PP RUEHWEB\n180903Z APR 07\nFM AMEMBASSY OSLO", P),
    "none": ("FM AMEMBASSY OSLO", None),
}


@pytest.mark.parametrize(("text", "precedence"), table(ROUTED))
def test_precedence_of_the_routing_line(text, precedence):
    assert searchcable.parse(text).precedence == precedence
