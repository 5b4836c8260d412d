"""Summaries: between their words, under a heading, over paragraphs."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

ROWS = {
    "colon": ("1. SUMMARY: A. END SUMMARY.\n2. B.", "A."),
    "full stop": ("1. Summary. A. End Summary.\n\n2. B.", "A."),
    "marking": ("1. (C) Summary: A. End Summary.\n\n2. (C) B.", "A."),
    "marking of two parts": ("1. (S//NF) SUMMARY: A. END SUMMARY.\n\n2. B.", "A."),
    "double marking": ("1. (C) (NF) Summary: A. End Summary.\n\n2. B.", "A."),
    "pilcrow": ("\u00b61. (U) Summary: A. End Summary.\n\n\u00b62. B.", "A."),
    "begin": ("1. BEGIN SUMMARY: A. END SUMMARY.\n2. B.", "A."),
    "begin with a stop": ("1. BEGIN SUMMARY. A. END SUMMARY.\n2. B.", "A."),
    "dash": ("1. SUMMARY - A. END SUMMARY.\n2. B.", "A."),
    "two dashes": ("1. SUMMARY -- A. END SUMMARY.\n2. B.", "A."),
    "no mark": ("1. SUMMARY  A. END SUMMARY.\n2. B.", "A."),
    "quoted word": ('1. "SUMMARY": A. END SUMMARY.\n2. B.', "A."),
    "starred": ("1. ***SUMMARY*** A. END SUMMARY.\n2. B.", "A."),
    "line of its own": ("1. (U) SUMMARY\nA. END SUMMARY.\n\n2. B.", "A."),
    "end in brackets": ("1. Summary: A. (End Summary.)\n\n2. B.", "A."),
    "end with of": ("1. SUMMARY: A. END OF SUMMARY.\n2. B.", "A."),
    "end on its own line": ("1. SUMMARY: A.\nEND SUMMARY.\n2. B.", "A."),
    "end over lines": ("1. SUMMARY: A. END\nSUMMARY.\n2. B.", "A."),
    "end and comment": ("1. Summary and Comment: A. End Summary and Comment.\n\n2. B.", "A."),
    "summary and introduction": ("1. Summary and Introduction: A. End Summary.\n\n2. B.", "A."),
    "introduction and summary": ("1. Introduction and Summary: A. End Summary.\n\n2. B.", "A."),
    "summary and action request": (
        "1. (C) SUMMARY AND ACTION REQUEST: A. END SUMMARY AND ACTION REQUEST.\n\n2. B.",
        "A.",
    ),
    "executive summary": ("1. (U) EXECUTIVE SUMMARY: A. END SUMMARY.\n\n2. B.", "A."),
    "summary and slash": ("1. SUMMARY/INTRODUCTION: A. END SUMMARY.\n2. B.", "A."),
    "summary ampersand": ("1. (C) SUMMARY & COMMENT: A. END SUMMARY & COMMENT.\n2. B.", "A."),
    "three things": ("1. SUMMARY, COMMENT AND ACTION REQUEST: A. END SUMMARY.\n2. B.", "A."),
    "end of the executive": ("1. Executive Summary: A. End Executive Summary.\n2. B.", "A."),
    "introduction with a slash": (
        "1. INTRODUCTION/SUMMARY: A. END INTRODUCTION/SUMMARY.\n2. B.",
        "A.",
    ),
    "end with of the": ("1. SUMMARY: A. END OF THE SUMMARY.\n2. B.", "A."),
    "misspelt": ("1. (C) SUMAMRY: A. END SUMMARY.\n2. B.", "A."),
    "end misspelt": ("1. (C) SUMMARY: A. END SUMMMARY.\n2. B.", "A."),
    "end without a space": ("1. (C) SUMMARY: A. ENDSUMMARY.\n2. B.", "A."),
    "over two paragraphs": ("1. SUMMARY: A.\n2. B. END SUMMARY.\n3. C.", "A.\nB."),
    "over three": ("1. SUMMARY: A.\n2. B.\n3. C. END SUMMARY.\n4. D.", "A.\nB.\nC."),
    "heading over a rule": ("SUMMARY\n-------\n\n1. (U) A.\n\n2. B.", "A."),
    "heading between rules": ("-------\nSUMMARY\n-------\n\n1. (U) A.\n\n2. B.", "A."),
    "mixed heading": ("-------\nSummary\n-------\n\n1. (U) A.\n\n2. B.", "A."),
    "heading with more": ("-----\nSUMMARY AND COMMENT\n-----\n\n1. (U) A.\n\n2. B.", "A."),
    "heading without rules": ("SUMMARY\n\n1. (U) A.\n\n2. B.", "A."),
    "heading with an end": (
        "-----\nSUMMARY\n-----\n\n1. A.\n\n2. B. End summary.\n\n3. C.",
        "A.\nB.",
    ),
    "no end": ("1. (SBU) SUMMARY: A.\n\n2. B.", "A."),
    "unnumbered": ("SUMMARY: A. END SUMMARY.\n1. B.", "A."),
    "second paragraph": (
        "1. (U) This is an action request.\n\n2. (C) SUMMARY: A. END SUMMARY.",
        "A.",
    ),
    "two lines of text": ("1. Summary: A\nb. End summary.\n\n2. C.", "A\nb."),
    "over a page line": (
        "1. Summary: A\n\nTOKYO 00001716  001.2 OF 002\n\n\nb. End summary.\n\n2. C.",
        "A\nb.",
    ),
    "summary of something": ("1. SUMMARY OF THE TREATY FOLLOWS.\n2. B.", None),
    "summary is": ("1. SUMMARY IS BELOW.\n2. B.", None),
    "none": ("1. A.\n2. B.", None),
    "later in the text": ("1. IN SUMMARY, A.\n2. B.", None),
}


@pytest.mark.parametrize(("text", "expected"), table(ROWS))
def test_summary(text, expected):
    assert searchcable.parse(text).summary == expected
