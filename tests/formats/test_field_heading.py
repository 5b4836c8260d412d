"""What stands above a telegram in people's files: its MRN and its time, restyled by newspapers."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

TEXT = "S e c r e t section 01 of 02 Oslo 000012\nTags: PREL\nSubject: Cod\n\n1. (S) A."
BARE = "Subject: Cod\n\n1. (S) A."
NINE = "2010-02-26T11:30:00+00:00"
# (text, MRN, time)
ROWS = {
    "newspaper": (f"Friday, 26 February 2010, 11:30\n{TEXT}", "10OSLO12", NINE),
    "newspaper, no comma": (f"Friday 26 February 2010 11:30\n{TEXT}", "10OSLO12", NINE),
    "American": (f"February 26, 2010, 11:30\n{TEXT}", "10OSLO12", NINE),
    "ISO": (f"2010-02-26 11:30\n{TEXT}", "10OSLO12", NINE),
    "ISO with seconds": (f"2010-02-26 11:30:00\n{TEXT}", "10OSLO12", NINE),
    "figures": (f"2/26/2010 11:30\n{TEXT}", "10OSLO12", NINE),
    "labelled": (f"Created: 2010-02-26 11:30\n{TEXT}", "10OSLO12", NINE),
    "id above": (f"10OSLO12\n{TEXT}", "10OSLO12", None),
    "id above, labelled": (f"Reference ID: 10OSLO12\n{TEXT}", "10OSLO12", None),
    "id of PlusD": (f"2010OSLO00012_a\n{TEXT}", "10OSLO12", None),
    "id, title, time, level, origin": (
        f"10OSLO12\n\nCod\n\n2010-02-26 11:30\n\nSECRET\n\nEmbassy Oslo\n\n{TEXT}",
        "10OSLO12",
        NINE,
    ),
    "no classification line": (f"10OSLO12\n2010-02-26 11:30\n\n{BARE}", "10OSLO12", NINE),
    "a sentence": (f"On Friday, 26 February 2010, at 11:30 he came.\n\n{BARE}", None, None),
    "below the subject": ("Subject: Cod\n\n2010-02-26 11:30\n\n1. (S) A.", None, None),
    "no such day": (f"2010-02-30 11:30\n{BARE}", None, None),
    "nothing": (TEXT, None, None),
}


@pytest.mark.parametrize(("text", "mrn", "time"), table(ROWS))
def test_heading(text, mrn, time):
    cable = searchcable.parse(text).to_dict()
    assert (cable["mrn"], cable["date"], cable["subject"]) == (mrn, time, "Cod")


def test_the_container_and_the_groups_count_for_more():
    cable = searchcable.parse(f"05LIMA7\n{BARE}", mrn="10OSLO12")
    assert str(cable.mrn) == "10OSLO12"
    head = "P 180903Z APR 07\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n"
    cable = searchcable.parse(f"2010-02-26 11:30\n\n{head}{TEXT}")
    assert (str(cable.mrn), cable.date.year) == ("07OSLO12", 2007)
