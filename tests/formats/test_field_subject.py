"""Subjects: where they begin, over how many lines they run, and what ends them."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

ROWS = {
    "one line": ("SUBJECT: COD QUOTAS", "COD QUOTAS"),
    "short label": ("SUBJ: COD QUOTAS", "COD QUOTAS"),
    "short label with a stop": ("SUBJ. COD QUOTAS", "COD QUOTAS"),
    "capitalised label": ("Subject: Cod Quotas", "Cod Quotas"),
    "lower-case label": ("subject: cod quotas", "cod quotas"),
    "space before the colon": ("SUBJECT : COD QUOTAS", "COD QUOTAS"),
    "no space behind the colon": ("SUBJECT:COD QUOTAS", "COD QUOTAS"),
    "two colons": ("SUBJECT:: COD QUOTAS", "COD QUOTAS"),
    "semicolon": ("SUBJECT; COD QUOTAS", "COD QUOTAS"),
    "hyphen": ("SUBJECT- COD QUOTAS", "COD QUOTAS"),
    "colon and dash": ("SUBJECT:- COD QUOTAS", "COD QUOTAS"),
    "full stop": ("SUBJECT. COD QUOTAS", "COD QUOTAS"),
    "no colon below the tags": ("TAGS: EFIS, IC\nSUBJECT COD QUOTAS\n\n1. A.", "COD QUOTAS"),
    "plural": ("SUBJECTS: COD, HERRING", "COD, HERRING"),
    "without j": ("SUBECT: COD QUOTAS", "COD QUOTAS"),
    "without b": ("SUJECT: COD QUOTAS", "COD QUOTAS"),
    "without e": ("SUBJCT: COD QUOTAS", "COD QUOTAS"),
    "without c": ("SUBJET: COD QUOTAS", "COD QUOTAS"),
    "without t": ("SUBJEC: COD QUOTAS", "COD QUOTAS"),
    "transposed": ("SUBEJCT: COD QUOTAS", "COD QUOTAS"),
    "transposed at the end": ("SUBJETC: COD QUOTAS", "COD QUOTAS"),
    "wrong vowel": ("SIBJECT: COD QUOTAS", "COD QUOTAS"),
    "without s": ("UBJECT: COD QUOTAS", "COD QUOTAS"),
    "short label without b": ("SUJ: COD QUOTAS", "COD QUOTAS"),
    "a word near the short label": ("SUBS: COD\n\n1. A.", None),
    "two wrong letters": ("SUNJRCT: COD QUOTAS", "COD QUOTAS"),
    "a word that is near": ("SUSPECT: COD THIEF\n\n1. A.", None),
    "no colon above the reference": ("SUBJECT COD QUOTAS\nREF: OSLO 12", "COD QUOTAS"),
    "no colon, capitalised": ("Tags: EFIS\nSubject Cod Quotas\nRef: Oslo 12", "Cod Quotas"),
    "no colon below the line": ("UNCLAS OSLO 000012\nSUBJECT COD QUOTAS\n\n1. A.", "COD QUOTAS"),
    "spaced label": ("S U B J E C T: COD QUOTAS", "COD QUOTAS"),
    "label with a marking before it": ("(U) SUBJECT: COD QUOTAS", "COD QUOTAS"),
    "label with a marking behind it": ("SUBJECT (C): COD QUOTAS", "COD QUOTAS"),
    "marking of the subject as printed": ("SUBJECT: (U) COD QUOTAS", "(U) COD QUOTAS"),
    "tab behind the label": ("SUBJECT:\tCOD QUOTAS", "COD QUOTAS"),
    "non-breaking space": ("SUBJECT:\u00a0COD\u00a0QUOTAS", "COD QUOTAS"),
    "carriage returns": ("SUBJECT: COD\r\nQUOTAS\r\n\r\n1. A.", "COD QUOTAS"),
    "old line ends": ("SUBJECT: COD\rQUOTAS\r\r1. A.", "COD QUOTAS"),
    "spaces at line ends": ("SUBJECT: COD  \nQUOTAS  \n  \n1. A.", "COD QUOTAS"),
    "runs of spaces": ("SUBJECT:   COD     QUOTAS", "COD QUOTAS"),
    "indented second line": ("SUBJECT: COD\n         QUOTAS\n1. A.", "COD QUOTAS"),
    "three lines": ("SUBJECT: COD\nAND HERRING\nQUOTAS\n\n1. A.", "COD AND HERRING QUOTAS"),
    "five lines": ("SUBJECT: A\nB\nC\nD\nE\n\n1. F.", "A B C D E"),
    "below its label": ("SUBJECT:\nCOD QUOTAS\n\n1. A.", "COD QUOTAS"),
    "a blank line below its label": ("SUBJECT:\n\nCOD QUOTAS\n\n1. A.", "COD QUOTAS"),
    "over a blank line behind a preposition": (
        "SUBJECT: QUOTAS OF\n\nCOD\n\nREF: OSLO 12",
        "QUOTAS OF COD",
    ),
    "over a blank line behind a comma": (
        "SUBJECT: HERRING,\n\nCOD\n\nREF: OSLO 12",
        "HERRING, COD",
    ),
    "not over a blank line": ("SUBJECT: HERRING\n\nCOD IS RARE.", "HERRING"),
    "to a reference": ("SUBJECT: COD\nQUOTAS\nREF: OSLO 12", "COD QUOTAS"),
    "to reftels": ("SUBJECT: COD\nQUOTAS\nREFTELS: OSLO 12", "COD QUOTAS"),
    "to a lettered reference": ("SUBJECT: COD\nQUOTAS\nREF A: OSLO 12", "COD QUOTAS"),
    "to the tags": ("SUBJECT: COD\nQUOTAS\nTAGS: EFIS", "COD QUOTAS"),
    "to the E.O. line": ("SUBJECT: COD\nQUOTAS\nE.O. 12958: N/A", "COD QUOTAS"),
    "to Classified By": ("SUBJECT: COD\nQUOTAS\nClassified By: Jane Roe", "COD QUOTAS"),
    "to Classified By in capitals": ("SUBJECT: COD\nQUOTAS\nCLASSIFIED BY: JANE ROE", "COD QUOTAS"),
    "to Derived From": ("SUBJECT: COD\nQUOTAS\nDERIVED FROM: DSCG 05-1", "COD QUOTAS"),
    "to Declassify On": ("SUBJECT: COD\nQUOTAS\nDECLASSIFY ON: OADR", "COD QUOTAS"),
    "to paragraph 1": ("SUBJECT: COD\nQUOTAS\n1. A.", "COD QUOTAS"),
    "to a bracketed number": ("SUBJECT: COD\nQUOTAS\n1) A.", "COD QUOTAS"),
    "to a pilcrow": ("SUBJECT: COD\nQUOTAS\n\u00b61. A.", "COD QUOTAS"),
    "to a lost character": ("SUBJECT: COD\nQUOTAS\n\ufffd1. A.", "COD QUOTAS"),
    "to a lost pilcrow": ("SUBJECT: COD\nQUOTAS\n11. (C) A.", "COD QUOTAS"),
    "to a marking": ("SUBJECT: COD\nQUOTAS\n(SBU) Summary: A.", "COD QUOTAS"),
    "to a summary": ("SUBJECT: COD\nQUOTAS\nSUMMARY: A. END SUMMARY.", "COD QUOTAS"),
    "to begin summary": ("SUBJECT: COD\nQUOTAS\nBEGIN SUMMARY. A.", "COD QUOTAS"),
    "to begin unclassified": ("SUBJECT: COD\nQUOTAS\n(BEGIN UNCLASSIFIED)\n1. A.", "COD QUOTAS"),
    "to a rule": ("SUBJECT: COD\nQUOTAS\n-------\nSUMMARY\n-------\n1. A.", "COD QUOTAS"),
    "to a page line": ("SUBJECT: COD\nOSLO 00001716  001.2 OF 002\n\n1. A.", "COD"),
    "to a caption": ("SUBJECT: COD\nQUOTAS\nSIPDIS\n\n1. A.", "COD QUOTAS"),
    "to an instruction for an agency": ("SUBJECT: COD\nNSC FOR ROE\n\n1. A.", "COD"),
    "to a polite instruction": ("SUBJECT: COD\nPLEASE PASS TO USTR\n\n1. A.", "COD"),
    "to a heading": ("SUBJECT: COD\nIntroduction\n------------\n\n1. A.", "COD"),
    "not to the rule under itself": ("SUBJECT: COD\nQUOTAS\n---------------\n1. A.", "COD QUOTAS"),
    "to how it is handled": (
        "SUBJECT: COD\nSENSITIVE BUT UNCLASSIFIED - HANDLE ACCORDINGLY\n1. A.",
        "COD",
    ),
    "to what the message is": ("SUBJECT: COD\nThis message is sensitive.\n\n1. A.", "COD"),
    "to a level": ("SUBJECT: COD\nUNCLASSIFIED\n1. A.", "COD"),
    "to keywords": ("SUBJECT: COD\nKEYWORDS: FISH, SEA\n1. A.", "COD"),
    "a summary of something": ("SUBJECT: COD:\nSUMMARY OF TALKS\n\n1. A.", "COD: SUMMARY OF TALKS"),
    "label twice": ("SUBJECT: SUBJECT: COD", "COD"),
    "to an instruction": ("SUBJECT: COD\nDEPARTMENT PASS USDOC\n1. A.", "COD"),
    "to instructions with a colon": ("SUBJECT: COD\nFOR: EUR/NE\n1. A.", "COD"),
    "to words for another post": ("SUBJECT: COD\nPARIS FOR FAO\n1. A.", "COD"),
    "glued reference": ("SUBJECT: COD QUOTAS REF: OSLO 12", "COD QUOTAS"),
    "glued reference of letters": ("SUBJECT: COD QUOTAS REF: A. OSLO 12 B. OSLO 11", "COD QUOTAS"),
    "reference glued to a word": ("SUBJECT: COD QUOTASREF: OSLO 12", "COD QUOTAS"),
    "preferences": ("SUBJECT: PREFERENCES: COD", "PREFERENCES: COD"),
    "reference of another kind": ("SUBJECT: VISA REFERENCE: ROE", "VISA REFERENCE: ROE"),
    "glued Classified By": ("SUBJECT: COD QUOTAS Classified By: DCM Jane Roe", "COD QUOTAS"),
    "glued CLASSIFIED BY": ("SUBJECT: COD QUOTAS CLASSIFIED BY: DCM JANE ROE", "COD QUOTAS"),
    "glued paragraph": ("SUBJECT: COD QUOTAS 1. (U) A.", "COD QUOTAS"),
    "glued pilcrow": ("SUBJECT: COD QUOTAS \u00b61. (C) A.", "COD QUOTAS"),
    "glued summary": ("SUBJECT: COD QUOTAS 1. SUMMARY. A.", "COD QUOTAS"),
    "glued to the tags": ("TAGS: EFIS, ICSUBJECT: COD QUOTAS", "COD QUOTAS"),
    "behind the tags": ("TAGS: EFIS, IC SUBJECT: COD QUOTAS\n\n1. A.", "COD QUOTAS"),
    "behind the E.O. line": ("E.O. 12958: N/A SUBJECT: COD QUOTAS", "COD QUOTAS"),
    "before the tags": ("SUBJECT: COD QUOTAS TAGS: EFIS, IC", "COD QUOTAS"),
    "colons inside": ("SUBJECT: ICELAND: COD: QUOTAS", "ICELAND: COD: QUOTAS"),
    "the word reference inside": (
        "SUBJECT: TERMS OF REFERENCE FOR COD",
        "TERMS OF REFERENCE FOR COD",
    ),
    "a word that ends in ref": ("SUBJECT: BRIEF: COD QUOTAS", "BRIEF: COD QUOTAS"),
    "a number inside": ("SUBJECT: COD QUOTAS 1. THE NORTH", "COD QUOTAS 1. THE NORTH"),
    "the word declassified inside": (
        "SUBJECT: NEWLY DECLASSIFIED BY ICELAND",
        "NEWLY DECLASSIFIED BY ICELAND",
    ),
    "the word unclassified inside": ("SUBJECT: UNCLASSIFIED BY ERROR", "UNCLASSIFIED BY ERROR"),
    "a year on its second line": (
        "SUBJECT: COD QUOTAS OF\n1974 AND 1975\n\n1. A.",
        "COD QUOTAS OF 1974 AND 1975",
    ),
    "quotation marks": ('SUBJECT: "COD"\nQUOTAS\n\n1. A.', '"COD" QUOTAS'),
    "brackets over lines": ("SUBJECT: COD (AND\nHERRING)\n\n1. A.", "COD (AND HERRING)"),
    "hyphen at the line end": ("SUBJECT: COD QUOTAS -\nPART II\n\n1. A.", "COD QUOTAS - PART II"),
    "corrected copy": ("SUBJECT: COD QUOTAS (CORRECTED COPY)", "COD QUOTAS (CORRECTED COPY)"),
    "twice": ("SUBJECT: COD\n\nSUBJECT: HERRING", "COD"),
    "empty": ("SUBJECT:\nREF: OSLO 12", None),
    "absent": ("TAGS: EFIS\n\n1. A.", None),
    "a sentence": ("1. THE SUBJECT: COD.", None),
    "a body without a header": ("SUBJECT SCHOOL IS FAR FROM HERE.\n\nIT IS NEW.", None),
}


@pytest.mark.parametrize(("text", "expected"), table(ROWS))
def test_subject(text, expected):
    assert searchcable.parse(text).subject == expected


def test_what_stands_behind_a_glued_subject_is_read_too():
    cable = searchcable.parse(
        "E.O. 12958: DECL: 04/18/2016 TAGS: EFIS, IC SUBJECT: COD REF: 06 OSLO 12 "
        "Classified By: DCM Jane Roe for reasons 1.4 (b). 1. (C) Text."
    )
    assert (cable.declassify_on, cable.tags, cable.subject) == (
        "2016-04-18", ("EFIS", "IC"), "COD")  # fmt: skip
    assert [str(r.mrn) for r in cable.references] == ["06OSLO12"]
    assert cable.classified_by.reasons == ("b",)
    assert [(p.number, p.marking, p.text) for p in cable.paragraphs] == [(1, "C", "Text.")]
