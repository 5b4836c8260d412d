"""Who signed: the name on the last line, or behind the last sentence."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

ROWS = {
    "last line": ("1. Text.\n\nROE", "ROE"),
    "no blank line": ("1. Text.\nROE", "ROE"),
    "blank lines below": ("1. Text.\nROE\n\n\n", "ROE"),
    "capitalised": ("1. Text.\n\nWhitney", "Whitney"),
    "indented": ("1. Text.\n\n          WHITNEY", "WHITNEY"),
    "apostrophe": ("1. Text.\nO'HARA", "O'HARA"),
    "typographic apostrophe": ("1. Text.\nO\u2019HARA", "O\u2019HARA"),
    "hyphen": ("1. Text.\nSMITH-JONES", "SMITH-JONES"),
    "prefix": ("1. Text.\nVAN BUREN", "VAN BUREN"),
    "prefix of two words": ("1. Text.\nVAN DER MEER", "VAN DER MEER"),
    "Mc": ("1. Text.\nMcCULLOUGH", "McCULLOUGH"),
    "MC apart": ("1. Text.\nMC CULLOUGH", "MC CULLOUGH"),
    "De la": ("1. Text.\nDE LA CRUZ", "DE LA CRUZ"),
    "initials": ("1. Text.\nJ.B. ROE", "J.B. ROE"),
    "first and last name": ("1. Text.\nJANE WHITNEY", "JANE WHITNEY"),
    "full stop": ("1. Text.\nWHITNEY.", "WHITNEY"),
    "stars": ("1. Text.\nWHITNEY ***", "WHITNEY"),
    "acting": ("1. Text.\nWHITNEY ACTING", "WHITNEY"),
    "acting in brackets": ("1. Text.\nWHITNEY (ACTING)", "WHITNEY"),
    "end mark": ("1. Text.\nWHITNEY\nNNNN", "WHITNEY"),
    "BT": ("1. Text.\nWHITNEY\nBT\n#1716\nNNNN", "WHITNEY"),
    "page foot and end mark": ("1. TEXT.\nWHITNEY\nUNCLASSIFIED\nNNN", "WHITNEY"),
    "behind the last sentence": ("1. TEXT.  WHITNEY\nCONFIDENTIAL\nNNN", "WHITNEY"),
    "behind an unfinished sentence": ("1. WE WILL KNOW\nmore\nRICE", "RICE"),
    "behind an unfinished line, end mark": ("1. WE WILL SAY MORE\nRICE\nNNNN", "RICE"),
    "behind a quotation": ('1. He said "yes."\nWHITNEY', "WHITNEY"),
    "behind a bracket": ("1. Text (see below)\nWHITNEY", "WHITNEY"),
    "below a rule": ("1. Text.\n-------\nWHITNEY", "WHITNEY"),
    "spaced out": ("1. Text.\n\nW H I T N E Y", "WHITNEY"),
    "over two lines": ("1. TEXT.\nVAN\nBUREN\nUNCLASSIFIED\nNNN", "VAN BUREN"),
    "below end comment": ("1. Text. End comment.\n\nWHITNEY", "WHITNEY"),
    "with a title below": ("1. Text.\n\nWHITNEY\nAMBASSADOR", "WHITNEY"),
    "with a note below": ("1. Text.\nWHITNEY\nNOTE BY OC/T: NOT PASSED ABOVE.", "WHITNEY"),
    "hash signs": ("1. Text.\n\nWHITNEY##", "WHITNEY"),
    "quotation marks": ('1. Text.\n\n"WHITNEY"', "WHITNEY"),
    "a rule below": ("1. Text.\n\nWHITNEY\n\n-------", "WHITNEY"),
    "a caption below": ("1. Text.\n\nWHITNEY\n\nSIPDIS", "WHITNEY"),
    "the cable's end below": ("1. Text.\n\nWHITNEY\n\n=====CABLE ENDS=====", "WHITNEY"),
    "end of cable below": ("1. Text.\n\nWHITNEY\n\nEND OF CABLE", "WHITNEY"),
    "below end text": ("1. Text.\nEND TEXT\nWHITNEY", "WHITNEY"),
    "redacted": ("1. Text.\nXXXXXXXXXXXX", None),
    "a sentence that goes on": ("1. TEXT OF THE\nTREATY", None),
    "end of summary": ("1. TEXT.\nEND SUMMARY", None),
    "end of text": ("1. TEXT.\nEND TEXT.", None),
    "a level": ("1. TEXT.\nSECRET", None),
    "a caption": ("1. TEXT.\nSIPDIS", None),
    "a heading without text": ("1. Text.\n\nComment\n-------\n", None),
    "regards": ("1. Text.\nREGARDS", None),
    "unquote": ("1. Text.\nUNQUOTE", None),
    "name alone": ("WHITNEY", None),
    "none": ("1. Text.", None),
}


@pytest.mark.parametrize(("text", "expected"), table(ROWS))
def test_signature(text, expected):
    assert searchcable.parse(text).signed_by == expected
