"""References: what is cited, in every way of writing years, letters and serials."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

# (text, the MRNs that it cites), of a cable whose container says 07TOKYO1716 and no date.
ROWS = {
    "bare": ("REF: TOKYO 438", "07TOKYO438"),
    "leading zeros": ("REF: TOKYO 000438", "07TOKYO438"),
    "no space": ("REF: TOKYO438", "07TOKYO438"),
    "single digit": ("REF: TOKYO 2", "07TOKYO2"),
    "lower case": ("Ref: Tokyo 438", "07TOKYO438"),
    "year before": ("REF: 06 TOKYO 438", "06TOKYO438"),
    "year joined": ("REF: 06TOKYO438", "06TOKYO438"),
    "year joined, serial apart": ("REF: 06TOKYO 438", "06TOKYO438"),
    "year with an apostrophe": ("REF: '06 TOKYO 438", "06TOKYO438"),
    "year with a hyphen": ("REF: 06-TOKYO-438", "06TOKYO438"),
    "year of four digits": ("REF: 2006 TOKYO 438", "06TOKYO438"),
    "year behind in brackets": ("REF: TOKYO 438 (2006)", "06TOKYO438"),
    "short year behind in brackets": ("REF: TOKYO 438 (06)", "06TOKYO438"),
    "year in brackets with an apostrophe": ("REF: TOKYO 438 ('06)", "06TOKYO438"),
    "year in brackets before": ("REF: (06) TOKYO 438", "06TOKYO438"),
    "year behind a slash": ("REF: TOKYO 438/06", "06TOKYO438"),
    "year behind a hyphen": ("REF: TOKYO 438-06", "06TOKYO438"),
    "year behind of": ("REF: TOKYO 438 OF 2006", "06TOKYO438"),
    "year behind a comma": ("REF: TOKYO 438, 2006", "06TOKYO438"),
    "year between": ("REF: TOKYO 06 438", "06TOKYO438"),
    "year between, hyphen": ("REF: TOKYO 06-438", "06TOKYO438"),
    "year from": ("REF: TOKYO 438 FROM 2006", "06TOKYO438"),
    "year in square brackets": ("REF: TOKYO 438 [2006]", "06TOKYO438"),
    "short year behind an apostrophe": ("REF: TOKYO 438 '06", "06TOKYO438"),
    "year behind a remark": ("REF: TOKYO 438 (NOTAL) (2006)", "06TOKYO438"),
    "year before a remark": ("REF: TOKYO 438 (2006 - NOTAL)", "06TOKYO438"),
    "year between, slash": ("REF: TOKYO 2006/438", "06TOKYO438"),
    "number of a resolution": ("REF: UNSC RESOLUTION 1373", ""),
    "sections in brackets": ("REF: TOKYO 438 (SECTIONS 1 AND 2)", "07TOKYO438"),
    "letters in brackets between figures": ("REF: (A)06TOKYO438(B)07OSLO7", "06TOKYO438 07OSLO7"),
    "before CLASSIFIED BY without a colon": (
        "REF: TOKYO 438 CLASSIFIED BY DCM JANE ROE, REASON 1.4 (B)",
        "07TOKYO438",
    ),
    "date in figures": ("REF: TOKYO 438 OF 11/30/06", "06TOKYO438"),
    "date in brackets": ("REF: TOKYO 438 (11/30/2006)", "06TOKYO438"),
    "date in words": ("REF: TOKYO 438 DATED NOVEMBER 30, 2006", "06TOKYO438"),
    "date day first": ("REF: TOKYO 438 (30 NOV 06)", "06TOKYO438"),
    "date-time group": ("REF: TOKYO 438 DTG 301200Z NOV 06", "06TOKYO438"),
    "number sign": ("REF: TOKYO #438", "07TOKYO438"),
    "number word": ("REF: TOKYO NO. 438", "07TOKYO438"),
    "colon": ("REF: TOKYO: 438", "07TOKYO438"),
    "embassy before": ("REF: AMEMBASSY TOKYO 438", "07TOKYO438"),
    "secstate": ("REF: SECSTATE 12345", "07STATE12345"),
    "two words": ("REF: LA PAZ 438", "07LAPAZ438"),
    "three words": ("REF: DAR ES SALAAM 438", "07DARESSALAAM438"),
    "four words": ("REF: BANDAR SERI BEGAWAN 12", "07BANDARSERIBEGAWAN12"),
    "article": ("REF: 06 THE HAGUE 9301", "06THEHAGUE9301"),
    "a place that begins as a month does": ("REF: MARSEILLE 438", "07MARSEILLE438"),
    "a place with a month inside": ("REF: RIO DE JANEIRO 1685", "07RIODEJANEIRO1685"),
    "accent of the place": ("REF: N'DJAMENA 12", "07NDJAMENA12"),
    "saint": ("REF: ST. PETERSBURG 12", "07STPETERSBURG12"),
    "mission of the UN": ("REF: USUN NEW YORK 12", "07USUNNEWYORK12"),
    "USUN alone": ("REF: USUN 12", "07USUNNEWYORK12"),
    "two posts, comma": ("REF: TOKYO 438, SEOUL 12", "07TOKYO438 07SEOUL12"),
    "two posts, semicolon": ("REF: TOKYO 438; SEOUL 12", "07TOKYO438 07SEOUL12"),
    "two posts, and": ("REF: TOKYO 438 AND SEOUL 12", "07TOKYO438 07SEOUL12"),
    "two posts, ampersand": ("REF: TOKYO 438 & SEOUL 12", "07TOKYO438 07SEOUL12"),
    "two posts, slash": ("REF: TOKYO 438 / SEOUL 12", "07TOKYO438 07SEOUL12"),
    "two posts, no mark": ("REF: TOKYO 438 SEOUL 12", "07TOKYO438 07SEOUL12"),
    "two posts on two lines": ("REF: TOKYO 438\nSEOUL 12", "07TOKYO438 07SEOUL12"),
    "a year behind and": ("REF: TOKYO 438 AND 06 SEOUL 12", "07TOKYO438 06SEOUL12"),
    "a year behind a remark": ("REF: TOKYO 438 (NOTAL) AND 06 SEOUL 12", "07TOKYO438 06SEOUL12"),
    "a year behind a comma and and": ("REF: TOKYO 438, AND 06SEOUL12", "07TOKYO438 06SEOUL12"),
    "a year behind serials": (
        "REF: TOKYO 438, 439, 06 SEOUL 12",
        "07TOKYO438 07TOKYO439 06SEOUL12",
    ),
    "a year for both serials": ("REF: 06 TOKYO 438 AND 439", "06TOKYO438 06TOKYO439"),
    "two serials, comma": ("REF: TOKYO 438, 439", "07TOKYO438 07TOKYO439"),
    "two serials, and": ("REF: TOKYO 438 AND 439", "07TOKYO438 07TOKYO439"),
    "two serials, ampersand": ("REF: TOKYO 438 & 439", "07TOKYO438 07TOKYO439"),
    "three serials": ("REF: TOKYO 438, 439, AND 440", "07TOKYO438 07TOKYO439 07TOKYO440"),
    "three single digits": ("REF: TOKYO 2, 3 AND 4", "07TOKYO2 07TOKYO3 07TOKYO4"),
    "serials with a year": ("REF: 06 TOKYO 438, 439", "06TOKYO438 06TOKYO439"),
    "serials without a space": ("REF: TOKYO 438,439", "07TOKYO438 07TOKYO439"),
    "serials with slashes": ("REF: SEOUL 4381/4390", "07SEOUL4381 07SEOUL4390"),
    "serials and the next post": (
        "REF: TOKYO 438, 439, SEOUL 12",
        "07TOKYO438 07TOKYO439 07SEOUL12",
    ),
    "letters with stops": ("REF: A. TOKYO 438 B. SEOUL 12", "07TOKYO438 07SEOUL12"),
    "letters on lines": (
        "REF: A. TOKYO 438\n     B. SEOUL 12\n     C. OSLO 7",
        "07TOKYO438 07SEOUL12 07OSLO7",
    ),
    "letters not indented": ("REF: A. TOKYO 438\nB. SEOUL 12", "07TOKYO438 07SEOUL12"),
    "letters in brackets": ("REF: (A) TOKYO 438 (B) SEOUL 12", "07TOKYO438 07SEOUL12"),
    "letters half in brackets": ("REF: A) TOKYO 438 B) SEOUL 12", "07TOKYO438 07SEOUL12"),
    "letters with hyphens": ("REF: A - TOKYO 438\n     B - SEOUL 12", "07TOKYO438 07SEOUL12"),
    "letters in lower case": ("Ref: a. Tokyo 438 b. Seoul 12", "07TOKYO438 07SEOUL12"),
    "letters without spaces": ("REF: A.TOKYO 438 B.SEOUL 12", "07TOKYO438 07SEOUL12"),
    "letters with colons": ("REF: A: TOKYO 438 B: SEOUL 12", "07TOKYO438 07SEOUL12"),
    "letters over blank lines": (
        "REF: A. TOKYO 438\n\nB. SEOUL 12\n\n1. A.",
        "07TOKYO438 07SEOUL12",
    ),
    "letter behind the label": ("REF A: TOKYO 438\nREF B: SEOUL 12", "07TOKYO438 07SEOUL12"),
    "letter in brackets joined to the label": (
        "REF(A): TOKYO 438\nREF(B): SEOUL 12",
        "07TOKYO438 07SEOUL12",
    ),
    "label with a comma": ("SUBJECT: X\nREF, TOKYO 438", "07TOKYO438"),
    "label with a slash": ("SUBJECT: X\nREF/ TOKYO 438", "07TOKYO438"),
    "letters without any mark": ("REF A TOKYO 438\nREF B SEOUL 12", "07TOKYO438 07SEOUL12"),
    "circular": ("REF: STATE CIRCULAR 12345", "07STATE12345"),
    "serial over paragraphs' numbers": (
        "REF: STATE 12345, PARAGRAPH 3 AND\nSTATE 12346, PARAGRAPH 4",
        "07STATE12345 07STATE12346",
    ),
    "label below": ("REF:\nA. TOKYO 438\nB. SEOUL 12", "07TOKYO438 07SEOUL12"),
    "years among letters": (
        "REF: A. 06 TOKYO 438 B. SEOUL 12 C. 05 OSLO 7",
        "06TOKYO438 07SEOUL12 05OSLO7",
    ),
    "notal": ("REF: A. TOKYO 438 (NOTAL), B. SEOUL 12", "07TOKYO438 07SEOUL12"),
    "exdis behind": ("REF: TOKYO 438 (EXDIS)", "07TOKYO438"),
    "and previous": ("REF: TOKYO 438 AND PREVIOUS", "07TOKYO438"),
    "a title behind": ("REF: TOKYO 438: JAPAN ON COD", "07TOKYO438"),
    "a paragraph behind": ("REF: TOKYO 438, PARA 3", "07TOKYO438"),
    "label in the plural": ("REFS: TOKYO 438", "07TOKYO438"),
    "label with an (S)": ("REF(S): TOKYO 438", "07TOKYO438"),
    "label reftel": ("REFTEL: TOKYO 438", "07TOKYO438"),
    "label reference": ("REFERENCE: TOKYO 438", "07TOKYO438"),
    "label misspelt": ("REFRENCE: TOKYO 438", "07TOKYO438"),
    "label transposed": ("RFE: TOKYO 438", "07TOKYO438"),
    "label with a hyphen": ("REF- TOKYO 438", "07TOKYO438"),
    "no colon below the subject": ("TAGS: PREL\nSUBJECT: X\nREF TOKYO 438", "07TOKYO438"),
    "no colon, alone": ("REF TOKYO 438", "07TOKYO438"),
    "label without its last letter": ("SUBJECT: X\nRE: TOKYO 438", "07TOKYO438"),
    "regarding no post": ("SUBJECT: X\nRE: ORDER 5104", ""),
    "letter at the line's end": (
        "REF: (A) TOKYO 438 (B)\n06 OSLO 7\n\n1. A.",
        "07TOKYO438 06OSLO7",
    ),
    "plural label garbled": ("SUBJECT: X\nEFS: TOKYO 438", "07TOKYO438"),
    "label garbled": ("SUBJECT: X\nRDF: TOKYO 438", "07TOKYO438"),
    "no colon below a subject": (
        "SUBJECT: X\nREFTELS TOKYO 438 AND 439",
        "07TOKYO438 07TOKYO439",
    ),
    "over three blank lines": (
        "REF: A. TOKYO 438\n\n\n\n     B. SEOUL 12\n\n1. A.",
        "07TOKYO438 07SEOUL12",
    ),
    "serial on the next line": ("REF: A. THE HAGUE\n137 (B) OSLO 7", "07THEHAGUE137 07OSLO7"),
    "name over two lines": (
        "REF: A) TOKYO 438 B) PORT AU\nPRINCE 380 C) OSLO 7\n\n1. A.",
        "07TOKYO438 07PORTAUPRINCE380 07OSLO7",
    ),
    "twice": ("REF: TOKYO 438\nSUBJECT: X\n\nREF: TOKYO 438\nSUBJECT: X\n\n1. A.", "07TOKYO438"),
    "year at the line's end": ("REF: A. 06\nTOKYO 438 B. SEOUL 12", "06TOKYO438 07SEOUL12"),
    "pilcrows before the letters": (
        "REF: A. TOKYO 438\n\u00b6B. SEOUL 12\n\u00b6C. OSLO 7\n\n\u00b61. A.",
        "07TOKYO438 07SEOUL12 07OSLO7",
    ),
    "lost pilcrows before the letters": (
        "REF: A. TOKYO 438\n1B. SEOUL 12\n1C. OSLO 7\n\n11. (C) A.",
        "07TOKYO438 07SEOUL12 07OSLO7",
    ),
    "page line inside": (
        "REF: A. TOKYO 438\n\nTOKYO 00001716  001.2 OF 002\n\n\nB. SEOUL 12\n\n1. A.",
        "07TOKYO438 07SEOUL12",
    ),
    "a year behind two serials": ("REF: TOKYO 438, 439 (2006)", "06TOKYO438 06TOKYO439"),
    "a year behind three serials": (
        "REF: TOKYO 438, 439 AND 440 (2006)",
        "06TOKYO438 06TOKYO439 06TOKYO440",
    ),
    "a year behind serials with and": ("REF: TOKYO 438 AND 439 OF 2006", "06TOKYO438 06TOKYO439"),
    "a date behind two serials": ("REF: TOKYO 438, 439 OF 11/30/06", "06TOKYO438 06TOKYO439"),
    "a year for both": ("REF: TOKYO 438, 439 (BOTH 2006)", "06TOKYO438 06TOKYO439"),
    "a year of each": ("REF: TOKYO 438 (2005), 439 (2006)", "05TOKYO438 06TOKYO439"),
    "a year of the second post alone": (
        "REF: TOKYO 438, SEOUL 439 (2006)",
        "07TOKYO438 06SEOUL439",
    ),
    "long year between": ("REF: STATE 2006-12345", "06STATE12345"),
    "of another's": ("REF: TOKYO'S 438; PARIS' 12", "07TOKYO438 07PARIS12"),
    "of the department": ("REF: DEPTEL 12345; DEPT 12346", "07STATE12345 07STATE12346"),
    "of yours": ("REF: YOUR 438", ""),
    "before Classified By": (
        "REF: TOKYO 438 Classified By: DCM Jane Roe, reason 1.4 (b)",
        "07TOKYO438",
    ),
    "before a paragraph": ("REF: TOKYO 438 1. (U) IN OSLO 12 WE SAID.", "07TOKYO438"),
    "an e-mail among them": ("REF: A. ROE-DOE E-MAIL OF 04/10/2007 B. SEOUL 12", "07SEOUL12"),
    "a telephone call among them": ("REF: A. TOKYO 438 B. ROE-DOE TELCON 4/10/07", "07TOKYO438"),
    "a press report among them": ("REF: A. KYODO NEWS OF APRIL 10 B. SEOUL 12", "07SEOUL12"),
    "a memo among them": ("REF: A. MEMO OF 10 APRIL 2007 B. SEOUL 12", "07SEOUL12"),
    "an intelligence report": ("REF: A. IIR 6 842 0123 07 B. SEOUL 12", "07SEOUL12"),
    "a two-letter label": (
        "REF: "
        + " ".join(f"{a}. OSLO {n}" for n, a in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 101))
        + " AA. OSLO 127 BB. OSLO 128",
        " ".join(f"07OSLO{n}" for n in range(101, 129)),
    ),
    "above its own serial": ("REF: TOKYO 6543", "06TOKYO6543"),
    "its own serial": ("REF: TOKYO 1715", "07TOKYO1715"),
    "misspelt post": ("REF: BAGDAD 12", "07BAGHDAD12"),
    "tab": ("REF:\tTOKYO\t438", "07TOKYO438"),
    "non-breaking spaces": ("REF:\u00a0TOKYO\u00a0438", "07TOKYO438"),
    "none": ("REF: NONE", ""),
    "not applicable": ("REF: N/A", ""),
    "empty": ("REF:\n\n1. IN TOKYO 438 WE SAID.", ""),
    "reference of a later text": ("SUBJECT: X\n\n1. REF: TOKYO 438.", ""),
}


@pytest.mark.parametrize(("text", "expected"), table(ROWS))
def test_references(text, expected):
    found = searchcable.parse(text, mrn="07TOKYO1716").references
    assert [str(one.mrn) for one in found if one.mrn] == expected.split()


# (text, [(letter, kind, the text as printed)])
OTHERS = {
    "e-mail": ("REF: ROE-DOE E-MAIL 04/10/2007", [(None, "email", "ROE-DOE E-MAIL 04/10/2007")]),
    "email in one word": (
        "REF: ROE/DOE EMAIL OF APRIL 10",
        [(None, "email", "ROE/DOE EMAIL OF APRIL 10")],
    ),
    "telephone": (
        "REF: ROE-DOE PHONECON, APRIL 10",
        [(None, "telcon", "ROE-DOE PHONECON, APRIL 10")],
    ),
    "telcon": ("REF: ROE-DOE TELCON OF APRIL 10", [(None, "telcon", "ROE-DOE TELCON OF APRIL 10")]),
    "telephone call": ("REF: ROE TELEPHONE CALL", [(None, "telcon", "ROE TELEPHONE CALL")]),
    "letter": ("REF: ROE LETTER OF 4/10/74", [(None, "letter", "ROE LETTER OF 4/10/74")]),
    "airgram": ("REF: TOKYO A-236", [(None, "airgram", "TOKYO A-236")]),
    "memcon": ("REF: MEMCON OF AUGUST 2", [(None, "memcon", "MEMCON OF AUGUST 2")]),
    "message": ("REF: USCINCSO 021330Z AUG 74", [(None, "message", "USCINCSO 021330Z AUG 74")]),
    "cable and letter": (
        "REF: (A) OSLO 12, (B) ROE LETTER",
        [("A", "cable", "OSLO 12"), ("B", "letter", "ROE LETTER")],
    ),
    "letter behind a cable": (
        "REF: OSLO 12; ROE LETTER OF 4/10/07; LIMA 13",
        [
            (None, "cable", "OSLO 12"),
            (None, "letter", "ROE LETTER OF 4/10/07"),
            (None, "cable", "LIMA 13"),
        ],
    ),
    "e-mail behind a cable": (
        "REF: OSLO 12, ROE-DOE EMAIL",
        [(None, "cable", "OSLO 12"), (None, "email", "ROE-DOE EMAIL")],
    ),
    "title of a cable": (
        "REF: OSLO 12: LETTER TO THE MINISTER",
        [(None, "cable", "OSLO 12: LETTER TO THE MINISTER")],
    ),
    "diplomatic note": ("REF: DIPNOTE NO. 12", [(None, "note", "DIPNOTE NO. 12")]),
    "double letters": (
        "REF: "
        + " ".join(f"{a}. OSLO {n}" for n, a in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 101))
        + " AA. ROE LETTER",
        [(a, "cable", f"OSLO {n}") for n, a in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 101)]
        + [("AA", "letter", "ROE LETTER")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), table(OTHERS))
def test_what_is_no_cable(text, expected):
    found = searchcable.parse(text, mrn="07TOKYO1716").references
    assert [(one.label, one.kind, one.raw) for one in found] == expected
