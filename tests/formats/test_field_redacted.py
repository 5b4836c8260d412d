"""Redactions and corrected copies."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

# (text, whether it is redacted)
REDACTED = {
    "run": ("1. (C) XXXXXXXXXXXX said so.", True),
    "lower-case run": ("1. (C) xxxxxxxxxxxx said so.", True),
    "five": ("1. XXXXX said so.", True),
    "at the end": ("1. So said XXXXXXXXXXXX.", True),
    "glued": ("1. Mr.XXXXXXXXXXXX said so.", True),
    "spaced": ("1. X X X X X X said so.", True),
    "with a stroke": ("1. XXXXX/XXXXX said so.", True),
    "in the subject": ("SUBJECT: VISIT OF XXXXXXXXXXXX\n\n1. A.", True),
    "in the reference": ("REF: XXXXXXXXXXXX 12\n\n1. A.", True),
    "in a heading": ("XXXXXXXXXXXX\n-----\n\n1. A.", True),
    "as the signer": ("1. A.\n\nXXXXXXXXXXXX", True),
    "as Classified By": ("Classified By: XXXXXXXXXXXX, reasons 1.4 (b)\n\n1. A.", True),
    "word redacted": ("1. [REDACTED] said so.", True),
    "name removed": ("1. (NAME REMOVED) said so.", True),
    "details removed": ("1. [DETAILS REMOVED] said so.", True),
    "name withheld": ("1. (NAME WITHHELD) said so.", True),
    "removed with letters": ("1. [Name removed] said so.", True),
    "black squares": ("1. \u2588\u2588\u2588\u2588\u2588\u2588 said so.", True),
    "not declassified": ("1. [less than 1 line not declassified] said so.", True),
    "smaller squares": ("1. \u25a0\u25a0\u25a0\u25a0 said so.", True),
    "roman number": ("1. The XXXIV conference.", False),
    "roman thirty": ("1. The XXX conference.", False),
    "one letter": ("1. Malcolm X said so.", False),
    "crosses of a form": ("1. (X) yes ( ) no", False),
    "word removed": ("1. HE WAS REMOVED.", False),
    "none": ("1. A.", False),
}


@pytest.mark.parametrize(("text", "redacted"), table(REDACTED))
def test_redacted(text, redacted):
    assert searchcable.parse(text).redacted is redacted


HEAD = "P 180903Z APR 07\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC 1\n"
LINE = "UNCLAS OSLO 000012\n"
TAIL = "\nTAGS: PREL\nSUBJECT: X\n\n1. A."
# (text, whether it is a corrected copy)
CORRECTED = {
    "on the line": (f"{HEAD}UNCLAS OSLO 000012 CORRECTED COPY\n{TAIL}", True),
    "on the line, spaced": (f"{HEAD}UNCLAS OSLO 000012 C O R R E C T E D C O P Y\n{TAIL}", True),
    "on the line, half spaced": (f"{HEAD}UNCLAS OSLO 000012 C O R R E C T E D COPY\n{TAIL}", True),
    "before the post": (f"{HEAD}UNCLAS CORRECTED COPY OSLO 000012\n{TAIL}", True),
    "below": (f"{HEAD}{LINE}\nCORRECTED COPY\n{TAIL}", True),
    "below, spaced": (f"{HEAD}{LINE}\nC O R R E C T E D  C O P Y\n{TAIL}", True),
    "below, in brackets": (f"{HEAD}{LINE}\n(CORRECTED COPY)\n{TAIL}", True),
    "below, stars": (f"{HEAD}{LINE}\n***CORRECTED COPY***\n{TAIL}", True),
    "below, lower case": (f"{HEAD}{LINE}\nCorrected copy\n{TAIL}", True),
    "below with a reason": (f"{HEAD}{LINE}\nCORRECTED COPY (ADDED SUBJECT LINE)\n{TAIL}", True),
    "below, text": (f"{HEAD}{LINE}\nCORRECTED TEXT\n{TAIL}", True),
    "behind the caption": (f"{HEAD}{LINE}\nSIPDIS\n\nCORRECTED COPY\n{TAIL}", True),
    "in the subject": (f"{HEAD}{LINE}\nSUBJECT: X (CORRECTED COPY)\n\n1. A.", True),
    "in the subject, before": (f"{HEAD}{LINE}\nSUBJECT: CORRECTED COPY: X\n\n1. A.", True),
    "in the subject, spaced": (
        f"{HEAD}{LINE}\nSUBJECT: C O R R E C T E D C O P Y: X\n\n1. A.",
        True,
    ),
    "below, in a sentence": (f"{HEAD}{LINE}\nTHIS IS A CORRECTED COPY OF OSLO 11.\n{TAIL}", True),
    "a corrected word": (f"{HEAD}{LINE}\nSUBJECT: CORRECTED FIGURES\n\n1. A.", False),
    "in the body": (f"{HEAD}{LINE}{TAIL} A CORRECTED COPY FOLLOWS.", False),
    "none": (f"{HEAD}{LINE}{TAIL}", False),
}


@pytest.mark.parametrize(("text", "corrected"), table(CORRECTED))
def test_corrected(text, corrected):
    cable = searchcable.parse(text)
    assert cable.corrected is corrected
    assert str(cable.mrn) == "07OSLO12"
