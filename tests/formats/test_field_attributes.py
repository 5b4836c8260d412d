"""NARA's message attributes, which stand below a telegram, a key and a value a line."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

STAMP = "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005"
STAMP_LINES = "Declassified/Released\nUS Department of State\nEO Systematic Review\n30 JUN 2005"
ROWS = {
    "one": ("Copy: SINGLE", {"Copy": "SINGLE"}),
    "spaces": ("Draft Date:  03 JAN 1974  ", {"Draft Date": "03 JAN 1974"}),
    "empty": ("Decaption Note: \nCopy: SINGLE", {"Decaption Note": "", "Copy": "SINGLE"}),
    "over lines": ("Subject: THE\nSEA", {"Subject": "THE SEA"}),
    "below its key": ("Concepts: \n\nFISH, SEA\n\nCopy: SINGLE", {"Concepts": "FISH, SEA",
                                                                 "Copy": "SINGLE"}),
    "colon in the value": ("Subject: TALKS: THE SEA", {"Subject": "TALKS: THE SEA"}),
    "no value": ("Enclosure: n/a", {"Enclosure": "n/a"}),
    "page stamp between": (f"Copy: SINGLE\n {STAMP} \nSecure: OPEN", {"Copy": "SINGLE",
                                                                     "Secure": "OPEN"}),
    "page stamp over lines between": (
        f"Copy: SINGLE\nSheryl P. Walter\n{STAMP_LINES}\nSecure: OPEN",
        {"Copy": "SINGLE", "Secure": "OPEN"},
    ),
    "review markings": (
        f"Review Markings:  \n \n{STAMP_LINES}\n \nSecure: OPEN",
        {"Review Markings": STAMP, "Secure": "OPEN"},
    ),
    "review markings with a name": (
        f"Review Markings:  \nMargaret P. Grafeld\n{STAMP_LINES}\nSecure: OPEN",
        {"Review Markings": f"Margaret P. Grafeld {STAMP}", "Secure": "OPEN"},
    ),
    "review markings and a page stamp": (
        f"Review Markings:  \n{STAMP_LINES}\n {STAMP} \nSecure: OPEN",
        {"Review Markings": STAMP, "Secure": "OPEN"},
    ),
    "markings on a line": (f"Markings:  {STAMP}", {"Markings": STAMP}),
    "none": ("", {}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), table(ROWS))
def test_attributes(text, expected):
    cable = searchcable.parse(
        f"UNCLAS OSLO 0012\nSUBJECT: X\n1. A.\nNNN\nMessage Attributes\n{text}"
    )
    assert dict(cable.attributes) == expected
    assert [p.text for p in cable.paragraphs] == ["A."]
