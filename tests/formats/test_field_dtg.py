"""Date-time groups and precedences."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import searchcable
from tests.formats.tables import table

APRIL = datetime(2007, 4, 18, 9, 3, tzinfo=UTC)
IMM, PRI, ROU, FLA = "IMMEDIATE", "PRIORITY", "ROUTINE", "FLASH"
# (line, time, precedence)
ROWS = {
    "immediate": ("O 180903Z APR 07", APRIL, IMM),
    "priority": ("P 180903Z APR 07", APRIL, PRI),
    "routine": ("R 180903Z APR 07", APRIL, ROU),
    "flash": ("Z 180903Z APR 07", APRIL, FLA),
    "two, higher first": ("O P 180903Z APR 07", APRIL, IMM),
    "two, higher last": ("R O 180903Z APR 07", APRIL, IMM),
    "three": ("O P R 180903Z APR 07", APRIL, IMM),
    "joined": ("OP 180903Z APR 07", APRIL, IMM),
    "doubled": ("OO 180903Z APR 07", APRIL, IMM),
    "no precedence": ("180903Z APR 07", APRIL, None),
    "lower case": ("o 180903z apr 07", APRIL, IMM),
    "restyled month": ("O 180903Z Apr 07", APRIL, IMM),
    "four-digit year": ("O 180903Z APR 2007", APRIL, IMM),
    "year joined": ("O 180903Z APR07", APRIL, IMM),
    "month joined": ("O 180903ZAPR07", APRIL, IMM),
    "month in full": ("O 180903Z APRIL 07", APRIL, IMM),
    "space before Z": ("O 180903 Z APR 07", APRIL, IMM),
    "many spaces": ("O   180903Z   APR   07", APRIL, IMM),
    "tabs": ("O\t180903Z\tAPR\t07", APRIL, IMM),
    "non-breaking spaces": ("O\u00a0180903Z\u00a0APR\u00a007", APRIL, IMM),
    "trailing spaces": ("O 180903Z APR 07  ", APRIL, IMM),
    "precedence joined": ("O180903Z APR 07", APRIL, IMM),
    "word for the precedence": ("PRIORITY 180903Z APR 07", APRIL, PRI),
    "niact": ("NIACT IMMEDIATE 180903Z APR 07", APRIL, IMM),
    "comma": ("O 180903Z APR, 07", APRIL, IMM),
    "apostrophe": ("O 180903Z APR '07", APRIL, IMM),
    "letter O for zero": ("O 180903Z APR O7", APRIL, IMM),
    "day apart": ("O 18 0903Z APR 07", APRIL, IMM),
    "operating signal": ("O 180903Z APR 07 ZFF4", APRIL, IMM),
    "operating signals": ("O 180903Z APR 07 ZFF-4 ZDK", APRIL, IMM),
    "zdk": ("R 180903Z APR 07 ZDK CTG RUEHSD", APRIL, ROU),
    "seventies": ("P R 032026Z JAN 74", datetime(1974, 1, 3, 20, 26, tzinfo=UTC), PRI),
    "sixties": ("P 032026Z JAN 66", datetime(1966, 1, 3, 20, 26, tzinfo=UTC), PRI),
    "leap day": ("P 292359Z FEB 08", datetime(2008, 2, 29, 23, 59, tzinfo=UTC), PRI),
    "midnight": ("P 010000Z DEC 09", datetime(2009, 12, 1, tzinfo=UTC), PRI),
    "label": ("DTG: O 180903Z APR 07", APRIL, IMM),
    "no year": ("O 180903Z APR", APRIL, IMM),
    "no year and a signal": ("O 180903Z APR ZFF4", APRIL, IMM),
    "no month nor year": ("R 180903Z", None, ROU),
    "no such hour": ("O 182503Z APR 07", None, IMM),
    "no such day": ("O 310903Z APR 07", None, IMM),
    "no such month": ("O 180903Z ABC 07", None, IMM),
}


@pytest.mark.parametrize(("line", "time", "precedence"), table(ROWS))
def test_group(line, time, precedence):
    text = (
        f"{line}\nFM AMEMBASSY TOKYO\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 2791\nUNCLAS TOKYO 001716"
    )
    cable = searchcable.parse(text, mrn="07TOKYO1716")
    assert (cable.date, cable.precedence, cable.paragraphs) == (time, precedence, ())
    assert cable.origin.post == "AMEMBASSY TOKYO"


# (text, precedence)
ROUTED = {
    "routing line": ("OO RUEHWEB\nFM AMEMBASSY OSLO", IMM),
    "routing line of two": ("PP RUEHWEB RUEHC\nFM AMEMBASSY OSLO", PRI),
    "routing line of two precedences": ("OO RR RUEHWEB\nFM AMEMBASSY OSLO", IMM),
    "the group wins": ("RR RUEHWEB\nP 180903Z APR 07\nFM AMEMBASSY OSLO", PRI),
    "group without a letter": ("PP RUEHWEB\n180903Z APR 07\nFM AMEMBASSY OSLO", PRI),
    "none": ("FM AMEMBASSY OSLO", None),
}


@pytest.mark.parametrize(("text", "precedence"), table(ROUTED))
def test_precedence_of_the_routing_line(text, precedence):
    assert searchcable.parse(text).precedence == precedence


def test_a_group_without_a_month_alone():
    cable = searchcable.parse("R 110831Z")
    assert (cable.precedence, cable.date, cable.paragraphs) == (ROU, None, ())
