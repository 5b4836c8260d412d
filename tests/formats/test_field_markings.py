"""Portion markings at the heads of paragraphs, and paragraphs' numbers."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

# (the head of a paragraph, marking, text)
ROWS = {
    "confidential": ("1. (C) Text.", "C", "Text."),
    "unclassified": ("1. (U) Text.", "U", "Text."),
    "secret": ("1. (S) Text.", "S", "Text."),
    "top secret": ("1. (TS) Text.", "TS", "Text."),
    "sensitive": ("1. (SBU) Text.", "SBU", "Text."),
    "limited": ("1. (LOU) Text.", "LOU", "Text."),
    "lower case": ("1. (c) Text.", "C", "Text."),
    "slash": ("1. (S/NF) Text.", "S/NF", "Text."),
    "two slashes": ("1. (S//NF) Text.", "S/NF", "Text."),
    "hyphen": ("1. (S-NF) Text.", "S/NF", "Text."),
    "space": ("1. (C NF) Text.", "C/NF", "Text."),
    "noforn": ("1. (C/NOFORN) Text.", "C/NF", "Text."),
    "n": ("1. (SBU/N) Text.", "SBU/NF", "Text."),
    "transposed": ("1. (S/FN) Text.", "S/NF", "Text."),
    "fouo": ("1. (U//FOUO) Text.", "U/FOUO", "Text."),
    "releasable": ("1. (S/Rel UK) Text.", "S/REL UK", "Text."),
    "releasable to several": ("1. (S//REL TO USA, GBR) Text.", "S/REL TO USA, GBR", "Text."),
    "two markings": ("1. (C) (NF) Text.", "C/NF", "Text."),
    "two markings, noforn": ("1. (S) (NOFORN) Text.", "S/NF", "Text."),
    "spaces inside": ("1. ( C ) Text.", "C", "Text."),
    "no space behind": ("1. (C)Text.", "C", "Text."),
    "no space before": ("1.(C) Text.", "C", "Text."),
    "no stop": ("1 (C) Text.", "C", "Text."),
    "tab": ("1.\t(C)\tText.", "C", "Text."),
    "non-breaking spaces": ("1.\u00a0(C)\u00a0Text.", "C", "Text."),
    "bracket behind the number": ("1) (C) Text.", "C", "Text."),
    "pilcrow": ("\u00b61. (C) Text.", "C", "Text."),
    "pilcrow and a space": ("\u00b6 1. (C) Text.", "C", "Text."),
    "lost character": ("\ufffd1. (C) Text.", "C", "Text."),
    "indented": ("     1. (C) Text.", "C", "Text."),
    "marking on the next line": ("1.\n(C) Text.", "C", "Text."),
    "entire text": ("1. (C - ENTIRE TEXT) TEXT.", "C", "(C - ENTIRE TEXT) TEXT."),
    "stop behind": ("1. (C). Text.", "C", "Text."),
    "colon behind": ("1. (SBU): Text.", "SBU", "Text."),
    "unbalanced": ("1. (C Text.", None, "(C Text."),
    "comma behind the number": ("1, (C) Text.", "C", "Text."),
    "colon behind the number": ("1: (C) Text.", "C", "Text."),
    "foreign government's": ("1. (S//NF//FGI) Text.", "S/NF/FGI", "Text."),
    "before the number": ("(C) 1. Text.", "C", "Text."),
    "before the number, of two parts": ("(S//NF) 1. Text.", "S/NF", "Text."),
    "no marking": ("1. Text.", None, "Text."),
    "an abbreviation": ("1. (CM) are banned.", None, "(CM) are banned."),
    "a letter of a list": ("1. (A) Text.", None, "(A) Text."),
    "a number": ("1. (1) Text.", None, "(1) Text."),
    "square brackets": ("1. [C] Text.", None, "[C] Text."),
}


@pytest.mark.parametrize(("text", "marking", "body"), table(ROWS))
def test_marking(text, marking, body):
    cable = searchcable.parse(f"SUBJECT: X\n\n{text}\n\n2. (U) More.")
    assert [(p.number, p.marking, p.text) for p in cable.paragraphs] == [
        (1, marking, body),
        (2, "U", "More."),
    ]
