"""Classified By: name, title and the letters of the reasons."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

BD = ("b", "d")
ROWS = {
    "title first": (
        "Classified By: Ambassador Jane Roe, reasons 1.4 (b) and (d).",
        "Jane Roe",
        "Ambassador",
        BD,
    ),
    "title last": (
        "Classified By: Jane Roe, Political Counselor, reasons 1.4 (b) and (d).",
        "Jane Roe",
        "Political Counselor",
        BD,
    ),
    "no title": ("Classified By: Jane Roe, reasons 1.4 (b,d)", "Jane Roe", None, BD),
    "full stop before the reasons": (
        "Classified By: Ambassador J. B. Roe. Reasons 1.4 (B) (D)",
        "J. B. Roe",
        "Ambassador",
        BD,
    ),
    "for reasons": (
        "Classified By: DCM Jane Roe for reasons 1.4 (b) and (d).",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "for reason": ("Classified By: DCM Jane Roe for Reason 1.4(d).", "Jane Roe", "DCM", ("d",)),
    "capitals": ("CLASSIFIED BY: DCM JANE ROE FOR REASONS 1.4 (B) AND (D)", "JANE ROE", "DCM", BD),
    "no colon": (
        "Classified By Ambassador Jane Roe for reasons 1.4 (b) and (d)",
        "Jane Roe",
        "Ambassador",
        BD,
    ),
    "lower case": (
        "classified by: Ambassador Jane Roe, reasons 1.4 b and d",
        "Jane Roe",
        "Ambassador",
        BD,
    ),
    "misspelt": (
        "Classifed By: Ambassador Jane Roe, reasons 1.4 (b) (d)",
        "Jane Roe",
        "Ambassador",
        BD,
    ),
    "misspelt again": (
        "Classified bu: Ambassador Jane Roe, reasons 1.4 (b) (d)",
        "Jane Roe",
        "Ambassador",
        BD,
    ),
    "in brackets": (
        "(Classified by Ambassador Jane Roe for reasons 1.4 (b) and (d).)",
        "Jane Roe",
        "Ambassador",
        BD,
    ),
    "with a marking": (
        "(U) Classified by Ambassador Jane Roe, reason 1.4 (b) and (d).",
        "Jane Roe",
        "Ambassador",
        BD,
    ),
    "over two lines": (
        "Classified By: Deputy Chief of Mission Jane Roe\nfor reasons 1.4 (b) and (d).",
        "Jane Roe",
        "Deputy Chief of Mission",
        BD,
    ),
    "over three lines": (
        "Classified By: Jane Roe,\nPolitical Counselor,\nreasons 1.4 (b), (d).",
        "Jane Roe",
        "Political Counselor",
        BD,
    ),
    "over a name": (
        "Classified By: Ambassador Jane\nRoe, reasons 1.4 (b/d)",
        "Jane Roe",
        "Ambassador",
        BD,
    ),
    "slashes": ("Classified By: DCM Jane Roe, reason 1.4 (b/d)", "Jane Roe", "DCM", BD),
    "ampersand": ("Classified By: DCM Jane Roe, reasons 1.4 (b) & (d)", "Jane Roe", "DCM", BD),
    "three letters": (
        "Classified By: DCM Jane Roe, reasons 1.4 (a), (b), and (d)",
        "Jane Roe",
        "DCM",
        ("a", "b", "d"),
    ),
    "old section": ("Classified By: DCM Jane Roe, reasons 1.5 (b) and (d)", "Jane Roe", "DCM", BD),
    "two sections": (
        "Classified By: DCM Jane Roe, reasons 1.4 (b) and 1.4 (d)",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "letters with numbers": (
        "Classified By: DCM Jane Roe, reasons 1.4 (b,d) and 1.5 (e)",
        "Jane Roe",
        "DCM",
        ("b", "d", "e"),
    ),
    "e.o. in the reasons": (
        "Classified By: DCM Jane Roe, for reasons E.O. 12958 1.4 (b) and (d)",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "per e.o.": (
        "Classified By: DCM Jane Roe per E.O. 12958, reasons 1.4 (b) and (d)",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "section word": (
        "Classified By: DCM Jane Roe under section 1.4 (b) and (d)",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "brackets without space": (
        "Classified By: DCM Jane Roe, Reasons 1.4(B)(D)",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "reason on its own line": (
        "Classified By: DCM Jane Roe\nReason: 1.4 (b) and (d)",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "reasons with a colon": (
        "Classified By: DCM Jane Roe. Reasons: 1.4 (b) and (d).",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "semicolon": ("CLASSIFIED BY: DCM JANE ROE; REASON: 1.4 (B) (D)", "JANE ROE", "DCM", BD),
    "label twice": (
        "Classified By: Classified by DCM Jane Roe. Reasons 1.4 (b) and (d).",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "bureau": ("Classified By: EUR DAS Jane Roe. Reasons 1.4 (b,d)", "Jane Roe", "EUR DAS", BD),
    "office": (
        "Classified By: NEA/I Director Jane Roe, reasons 1.4(b) and (d)",
        "Jane Roe",
        "NEA/I Director",
        BD,
    ),
    "mission": (
        "Classified By: USNATO Ambassador Jane Roe, reasons 1.4 (b)(d)",
        "Jane Roe",
        "USNATO Ambassador",
        BD,
    ),
    "abbreviated office": (
        "Classified By: IRPO Director Jane Roe, reason 1.4 (b)",
        "Jane Roe",
        "IRPO Director",
        ("b",),
    ),
    "number of the order alone": (
        "Classified By: DCM Jane Roe. Reasons: 12958 1.4 (b) and (d).",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "security officer": (
        "Classified By: Regional Security Officer Jane Roe, reason 1.4 (d)",
        "Jane Roe",
        "Regional Security Officer",
        ("d",),
    ),
    "title behind without a comma": (
        "Classified By: Jane Roe Political Counselor, reasons 1.4 (b)(d)",
        "Jane Roe",
        "Political Counselor",
        BD,
    ),
    "junior": ("Classified By: DCM John Doe, Jr, reasons 1.4 (b)(d)", "John Doe, Jr", "DCM", BD),
    "junior, title behind": (
        "Classified By: John Doe, Jr., Consul General, reasons 1.4 (b)(d)",
        "John Doe, Jr.",
        "Consul General",
        BD,
    ),
    "a.i. at the end": (
        "Classified By: Jane Roe, Charge d'Affaires, a.i., reasons 1.4 (b)(d)",
        "Jane Roe",
        "Charge d'Affaires, a.i.",
        BD,
    ),
    "letters joined to the section": (
        "Classified By: DCM Jane Roe for reasons 1.4B and D",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "comma for the stop": (
        "Classified By: DCM Jane Roe for reasons 1,4 (b) and (d)",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "set forth": (
        "Classified By: DCM Jane Roe for the reasons set forth in 1.4 (b) and (d)",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "under e.o., sections": (
        "Classified By: DCM Jane Roe under E.O. 12958, sections 1.4 (b) and (d).",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "section alone": ("Classified By: DCM Jane Roe 1.4 (b) and (d)", "Jane Roe", "DCM", BD),
    "label badly misspelt": ("Clasified by: DCM Jane Roe, reason 1.4 (b,d)", "Jane Roe", "DCM", BD),
    "before the order's date": (
        "E.O. 12065: XDS-1 3/14/99 (ROE, JANE B.) OR-M",
        "ROE, JANE B.",
        None,
        (),
    ),
    "no reasons": ("Classified By: Consul General Jane Roe", "Jane Roe", "Consul General", ()),
    "no letters": ("Classified By: DCM Jane Roe, reason 1.4", "Jane Roe", "DCM", ()),
    "charge": (
        "Classified By: Charge d'Affaires Jane Roe, reasons 1.4 (b) and (d)",
        "Jane Roe",
        "Charge d'Affaires",
        BD,
    ),
    "charge, a.i.": (
        "Classified By: Charge d'Affaires, a.i. Jane Roe, reasons 1.4 (b) and (d)",
        "Jane Roe",
        "Charge d'Affaires, a.i.",
        BD,
    ),
    "acting": (
        "Classified By: Acting DCM Jane Roe, reasons 1.4 (b) and (d)",
        "Jane Roe",
        "Acting DCM",
        BD,
    ),
    "a/dcm": ("Classified By: A/DCM Jane Roe, reasons 1.4 (b) and (d)", "Jane Roe", "A/DCM", BD),
    "econ counselor": (
        "Classified By: Economic Counselor Jane B. Roe, reasons 1.4 (b) and (d)",
        "Jane B. Roe",
        "Economic Counselor",
        BD,
    ),
    "prt leader": (
        "Classified By: PRT Team Leader Jane Roe: 1.4 (b) and (d)",
        "Jane Roe",
        "PRT Team Leader",
        BD,
    ),
    "title with a comma": (
        "Classified By: Jane Roe, Consul General, Consulate Naples, reasons 1.4 (b) and (d)",
        "Jane Roe",
        "Consul General, Consulate Naples",
        BD,
    ),
    "derived from below": (
        "Classified By: Jane Roe\nDerived From: DSCG 05-1\nDeclassify On: 04/18/2016",
        "Jane Roe",
        None,
        (),
    ),
    "before the body": (
        "Classified By: DCM Jane Roe, reasons 1.4 (b) and (d). 1. (C) Text.",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "hyphenated name": (
        "Classified By: DCM Anne-Marie Roe-Doe, reasons 1.4 (b) and (d)",
        "Anne-Marie Roe-Doe",
        "DCM",
        BD,
    ),
    "title in brackets": (
        "Classified By: Jane Roe (DCM), reasons 1.4 (b) and (d)",
        "Jane Roe",
        "DCM",
        BD,
    ),
    "authority of an E.O. line": (
        "E.O. 12065: GDS 3/14/85 (ROE, JANE B.) OR-M",
        "ROE, JANE B.",
        None,
        (),
    ),
    "authority without a date": ("E.O. 12065: GDS (ROE, JANE)", "ROE, JANE", None, ()),
    "authority over two lines": (
        "E.O. 12065: GDS 3/14/85 (ROE,\nJANE) OR-M\nTAGS: PREL",
        "ROE, JANE",
        None,
        (),
    ),
}


@pytest.mark.parametrize(("text", "name", "title", "reasons"), table(ROWS))
def test_classified_by(text, name, title, reasons):
    found = searchcable.parse(text).classified_by
    assert (found.name, found.title, found.reasons) == (name, title, reasons)


def test_absent():
    assert searchcable.parse("1. (C) CLASSIFIED BY NOBODY.").classified_by is None
