"""Captions: on lines of their own, doubled, joined, spaced out."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

ROWS = {
    "one": ("SIPDIS", "SIPDIS"),
    "doubled": ("SIPDIS\n\nSIPDIS", "SIPDIS"),
    "two lines": ("SIPDIS\nNOFORN", "SIPDIS|NOFORN"),
    "two on a line": ("SIPDIS NOFORN", "SIPDIS|NOFORN"),
    "slashes": ("NOFORN//SIPDIS", "NOFORN|SIPDIS"),
    "one slash": ("NOFORN/SIPDIS", "NOFORN|SIPDIS"),
    "comma": ("NOFORN, SIPDIS", "NOFORN|SIPDIS"),
    "semicolon": ("NOFORN; SIPDIS", "NOFORN|SIPDIS"),
    "lower case": ("sipdis", "SIPDIS"),
    "capitalised": ("Sipdis", "SIPDIS"),
    "indented": ("     SIPDIS", "SIPDIS"),
    "spaced": ("S I P D I S", "SIPDIS"),
    "noforn spaced": ("N O F O R N", "NOFORN"),
    "noforn apart": ("NO FORN", "NOFORN"),
    "full stop": ("SIPDIS.", "SIPDIS"),
    "quotation marks": ('"SIPDIS"', "SIPDIS"),
    "brackets": ("(SIPDIS)", "SIPDIS"),
    "stars": ("***SIPDIS***", "SIPDIS"),
    "exdis": ("EXDIS", "EXDIS"),
    "nodis": ("NODIS", "NODIS"),
    "nodis spaced": ("N O D I S", "NODIS"),
    "limdis": ("LIMDIS", "LIMDIS"),
    "stadis and exdis": ("STADIS//EXDIS", "STADIS|EXDIS"),
    "sensitive": ("SENSITIVE", "SENSITIVE"),
    "sensitive and sipdis": ("SENSITIVE\nSIPDIS", "SENSITIVE|SIPDIS"),
    "eyes only": ("EYES ONLY", "EYES ONLY"),
    "dissent channel": ("DISSENT CHANNEL", "DISSENT CHANNEL"),
    "roger channel": ("ROGER CHANNEL", "ROGER CHANNEL"),
    "visas viper": ("VISAS VIPER", "VISAS VIPER"),
    "aidac": ("AIDAC", "AIDAC"),
    "inform consuls": ("INFORM CONSULS", "INFORM CONSULS"),
    "terrep": ("TERREP", "TERREP"),
    "rel to": ("REL TO USA, GBR", "REL TO USA, GBR"),
    "orcon": ("NOFORN ORCON", "NOFORN|ORCON"),
    "law enforcement": ("LAW ENFORCEMENT SENSITIVE", "LAW ENFORCEMENT SENSITIVE"),
    "joined": ("NOFORNSIPDIS", "NOFORN|SIPDIS"),
    "misspelt": ("SIPDID", "SIPDIS"),
    "transposed": ("NOFRON", "NOFORN"),
    "a letter more": ("SENSITIVIE", "SENSITIVE"),
    "joined by and": ("SIPDIS AND SENSITIVE", "SIPDIS|SENSITIVE"),
    "for a reader": ("EYES ONLY FOR THE AMBASSADOR", "EYES ONLY"),
    "before a reader": ("SIPDIS STATE FOR EUR/NE", "SIPDIS"),
    "visas donkey": ("VISAS DONKEY", "VISAS DONKEY"),
    "another word": ("SIPPED", ""),
    "a sentence": ("NOFORN sources said so.", ""),
    "none": ("", ""),
}
FORMS = {
    "below the line": "P 180903Z APR 07\nFM AMEMBASSY OSLO\nUNCLAS OSLO 000012\n\n{}\n\nTAGS: PREL",
    "above the tags": "{}\nTAGS: PREL\nSUBJECT: X",
    "below the subject": "TAGS: PREL\nSUBJECT: X\n\n{}\n\n1. A.",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=[name.replace(" ", "-") for name in FORMS])
@pytest.mark.parametrize(("text", "expected"), table(ROWS))
def test_captions(form, text, expected):
    found = searchcable.parse(form.format(text)).captions
    assert found == tuple(filter(None, expected.split("|")))


def test_captions_of_line_and_below_are_joined_in_order():
    text = "S E C R E T OSLO 000012 NOFORN\n\nSIPDIS\n\nNOFORN\n\nSUBJECT: X"
    assert searchcable.parse(text).captions == ("NOFORN", "SIPDIS")
