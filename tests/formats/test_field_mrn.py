"""MRNs in every spelling that people use, and the MRN that a telegram's text gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchcable
from searchcable.mrn import Mrn
from searchcable.vocabulary import find_post, other_names, posts
from tests.formats.tables import table

ROWS = {
    "canonical": ("07TOKYO1716", "07TOKYO1716"),
    "a post that ends as the word for number does": ("07SANMARINO12", "07SANMARINO12"),
    "leading zeros": ("07TOKYO001716", "07TOKYO1716"),
    "four-digit year": ("2007TOKYO1716", "07TOKYO1716"),
    "PlusD": ("2007TOKYO01716_a", "07TOKYO1716"),
    "PlusD b2": ("1974LAPAZ00173_b2", "74LAPAZ173"),
    "PlusD d": ("1979LAPAZ08493_d", "79LAPAZ8493"),
    "spaces": ("07 TOKYO 1716", "07TOKYO1716"),
    "spaces around": ("  07TOKYO1716  ", "07TOKYO1716"),
    "tab": ("07\tTOKYO\t1716", "07TOKYO1716"),
    "non-breaking spaces": ("07\u00a0TOKYO\u00a01716", "07TOKYO1716"),
    "hyphens": ("07-TOKYO-1716", "07TOKYO1716"),
    "underscores": ("07_TOKYO_1716", "07TOKYO1716"),
    "slashes": ("07/TOKYO/1716", "07TOKYO1716"),
    "lower case": ("07tokyo1716", "07TOKYO1716"),
    "capitalised": ("07 Tokyo 001716", "07TOKYO1716"),
    "apostrophe": ("'07 TOKYO 1716", "07TOKYO1716"),
    "typographic apostrophe": ("\u201907 Tokyo 1716", "07TOKYO1716"),
    "year in brackets": ("(07) TOKYO 1716", "07TOKYO1716"),
    "year behind": ("Tokyo 1716 (2007)", "07TOKYO1716"),
    "short year behind": ("TOKYO 1716 (07)", "07TOKYO1716"),
    "short year with apostrophe": ("Tokyo 1716 ('07)", "07TOKYO1716"),
    "year behind a comma": ("Tokyo 1716, 2007", "07TOKYO1716"),
    "year behind of": ("Tokyo 1716 of 2007", "07TOKYO1716"),
    "year in square brackets": ("Tokyo 1716 [2007]", "07TOKYO1716"),
    "year behind a space": ("TOKYO 1716 2007", "07TOKYO1716"),
    "year as a suffix": ("TOKYO 1716-07", "07TOKYO1716"),
    "year behind a slash": ("TOKYO 1716/07", "07TOKYO1716"),
    "year between": ("TOKYO 07 1716", "07TOKYO1716"),
    "year between with a hyphen": ("TOKYO 07-1716", "07TOKYO1716"),
    "long year between": ("TOKYO 2007-1716", "07TOKYO1716"),
    "number sign": ("07 TOKYO #1716", "07TOKYO1716"),
    "number word": ("07 TOKYO No. 1716", "07TOKYO1716"),
    "section suffix": ("07TOKYO1716/01", "07TOKYO1716"),
    "section in words": ("07TOKYO1716 SECTION 01 OF 02", "07TOKYO1716"),
    "page line": ("07TOKYO00001716 001.2 OF 002", None),
    "page line with seven digits": ("07TOKYO0001716 001.2 OF 002", "07TOKYO1716"),
    "file name": ("07TOKYO1716.html", "07TOKYO1716"),
    "text file": ("07TOKYO1716.txt", "07TOKYO1716"),
    "full stop": ("07TOKYO1716.", "07TOKYO1716"),
    "brackets": ("[07TOKYO1716]", "07TOKYO1716"),
    "label": ("MRN: 07 TOKYO 1716", "07TOKYO1716"),
    "cable": ("cable 07TOKYO1716", "07TOKYO1716"),
    "quoted": ('"07TOKYO1716"', "07TOKYO1716"),
    "rank": ("07 AMEMBASSY TOKYO 1716", "07TOKYO1716"),
    "American Embassy": ("American Embassy Tokyo 1716 (2007)", "07TOKYO1716"),
    "U.S. Embassy": ("U.S. Embassy Tokyo 1716 (2007)", "07TOKYO1716"),
    "commas": ("TOKYO, 07, 1716", "07TOKYO1716"),
    "full stops between": ("07.TOKYO.1716", "07TOKYO1716"),
    "dashes": ("07\u2013TOKYO\u20131716", "07TOKYO1716"),
    "thousands": ("07 TOKYO 1,716", "07TOKYO1716"),
    "word before the serial": ("Tokyo cable 1716, 2007", "07TOKYO1716"),
    "telegram before the serial": ("Tokyo telegram no. 1716 (2007)", "07TOKYO1716"),
    "date in words": ("Tokyo 1716 of April 18, 2007", "07TOKYO1716"),
    "date in brackets": ("TOKYO 1716 (18 Apr 07)", "07TOKYO1716"),
    "date in figures": ("TOKYO 1716 dated 4/18/07", "07TOKYO1716"),
    "date as ISO": ("Tokyo 1716 (2007-04-18)", "07TOKYO1716"),
    "date-time group": ("TOKYO 1716 DTD 180903Z APR 07", "07TOKYO1716"),
    "address of a page": ("https://example.org/cables/07TOKYO1716_a.html", "07TOKYO1716"),
    "path of a file": ("/cable/2007/04/07TOKYO1716.html", "07TOKYO1716"),
    "typographic quotes": ("\u201c07TOKYO1716\u201d", "07TOKYO1716"),
    "Markdown link": ("[07TOKYO1716](#)", "07TOKYO1716"),
    "Markdown bold": ("**07TOKYO1716**", "07TOKYO1716"),
    "angle brackets": ("<07TOKYO1716>", "07TOKYO1716"),
    "no width": ("07TOKYO1716\u200b", "07TOKYO1716"),
    "remark behind": ("07 TOKYO 1716 (NOTAL)", "07TOKYO1716"),
    "marking behind": ("07TOKYO1716 (C)", "07TOKYO1716"),
    "year between with a slash": ("TOKYO 2007/1716", "07TOKYO1716"),
    "eight digits": ("07 TOKYO 12345678", None),
    "a date": ("2007-04-18", None),
    "rank and mixed case": ("Embassy Tokyo 1716 (2007)", "07TOKYO1716"),
    "two words": ("07 LA PAZ 1716", "07LAPAZ1716"),
    "two words joined": ("74LAPAZ173", "74LAPAZ173"),
    "hyphen in the post": ("07 OSAKA-KOBE 12", "07OSAKAKOBE12"),
    "article": ("07 THE HAGUE 9301", "07THEHAGUE9301"),
    "four words": ("07 BANDAR SERI BEGAWAN 12", "07BANDARSERIBEGAWAN12"),
    "apostrophe in the post": ("06 N'DJAMENA 12", "06NDJAMENA12"),
    "stop in the post": ("06 ST. PETERSBURG 12", "06STPETERSBURG12"),
    "accent": ("06 BOGOT\u00c1 12", "06BOGOTA12"),
    "accent in lower case": ("06 S\u00e3o Paulo 12", "06SAOPAULO12"),
    "secstate": ("06 SECSTATE 123", "06STATE123"),
    "secstate washdc": ("06 SECSTATE WASHDC 123", "06STATE123"),
    "USUN": ("06USUN12", "06USUNNEWYORK12"),
    "UNVIE": ("09UNVIE123", "09UNVIEVIENNA123"),
    "USNATO Brussels": ("08 USNATO BRUSSELS 12", "08USNATO12"),
    "Mexico City": ("08 Mexico City 12", "08MEXICO12"),
    "Hague alone": ("08 HAGUE 12", "08THEHAGUE12"),
    "misspelt Baghdad": ("07BAGDAD12", "07BAGHDAD12"),
    "misspelt Reykjavik": ("07REYJKAVIK12", "07REYKJAVIK12"),
    "misspelt Damascus": ("06DAMASCCUS4435", "06DAMASCUS4435"),
    "doubled post": ("07TOKYOTOKYO1716", "07TOKYO1716"),
    "former name Peking": ("74PEKING12", "74BEIJING12"),
    "former name Bombay": ("74 Bombay 12", "74MUMBAI12"),
    "former name Dacca": ("1974DACCA00012", "74DHAKA12"),
    "other spelling Jidda": ("74JIDDA12", "74JEDDAH12"),
    "own code Kiev": ("06KIEV12", "06KIEV12"),
    "own code Kyiv": ("06KYIV12", "06KYIV12"),
    "cut by NARA": ("1974NEW DE00012", "74NEWDELHI12"),
    "cut by NARA without space": ("1974NEWDE00012", "74NEWDELHI12"),
    "cut in a word": ("1974STOCKH00012", "74STOCKHOLM12"),
    "cut Buenos": ("1974BUENOS00012", "74BUENOSAIRES12"),
    "unknown post": ("79SECTO12", "79SECTO12"),
    "unknown post of two words": ("79 SANTA CRUZ 12", "79SANTACRUZ12"),
    "oldest": ("66BUENOSAIRES2481", "66BUENOSAIRES2481"),
    "year 00": ("00HARARE12", "00HARARE12"),
    "no year": ("TOKYO 1716", None),
    "no post": ("07 1716", None),
    "no serial": ("07TOKYO", None),
    "serial zero": ("07TOKYO0000", None),
    "a sentence": ("see 07TOKYO1716 for more", None),
    "empty": ("", None),
}


def _read(text):
    try:
        return str(Mrn.parse(text))
    except ValueError:
        return None


@pytest.mark.parametrize(("text", "expected"), table(ROWS))
def test_mrn(text, expected):
    assert _read(text) == expected


@given(st.sampled_from(sorted(posts())), st.integers(1, 9_999_999), st.integers(1946, 2045))
def test_the_canonical_form_reads_as_itself(post, serial, year):
    mrn = Mrn(year, find_post(post).code, serial)
    assert Mrn.parse(str(mrn)) == mrn


@given(st.text(max_size=200))
def test_any_text_is_an_mrn_or_refused(text):
    assert _read(text) is None or Mrn.parse(text).post


def test_other_names_lead_to_posts():
    assert set(other_names().values()) <= set(posts())
    assert {find_post(name).code for name in other_names()} == set(other_names().values())


HEAD = "P 180903Z APR 07\nFM AMEMBASSY {post}\nTO RUEHC/SECSTATE WASHDC 1\n{line}\n\nSUBJECT: X"
# (post after FM, classification line, MRN)
TEXTS = {
    "spaced": ("TOKYO", "C O N F I D E N T I A L TOKYO 001716", "07TOKYO1716"),
    "joined": ("TOKYO", "CONFIDENTIAL TOKYO 1716", "07TOKYO1716"),
    "serial glued": ("TOKYO", "UNCLAS TOKYO001716", "07TOKYO1716"),
    "section": ("TOKYO", "S E C R E T SECTION 01 OF 03 TOKYO 001716", "07TOKYO1716"),
    "section behind": ("TOKYO", "UNCLAS TOKYO 001716 SECTION 01 OF 03", "07TOKYO1716"),
    "sections counted in words": ("TOKYO", "UNCLAS SECTION ONE OF TWO TOKYO 1716", "07TOKYO1716"),
    "two words": ("LA PAZ", "UNCLAS LA PAZ 000815", "07LAPAZ815"),
    "article": ("THE HAGUE", "UNCLAS THE HAGUE 009301", "07THEHAGUE9301"),
    "article missing": ("THE HAGUE", "UNCLAS HAGUE 009301", "07THEHAGUE9301"),
    "misspelt after FM": ("BAGDAD", "UNCLAS BAGHDAD 000012", "07BAGHDAD12"),
    "misspelt on the line": ("BAGHDAD", "UNCLAS BAGDAD 000012", "07BAGHDAD12"),
    "noforn between": ("TOKYO", "S E C R E T NOFORN TOKYO 001716", "07TOKYO1716"),
    "noforn behind": ("TOKYO", "S E C R E T TOKYO 001716 NOFORN", "07TOKYO1716"),
    "sensitive": ("TOKYO", "UNCLAS SENSITIVE TOKYO 001716", "07TOKYO1716"),
    "section of the serial": ("TOKYO", "CONFIDENTIAL TOKYO 1716/1", "07TOKYO1716"),
    "corrected copy": (
        "TOKYO",
        "C O N F I D E N T I A L TOKYO 001716 C O R R E C T E D COPY",
        "07TOKYO1716",
    ),
    "lower case": ("TOKYO", "c o n f i d e n t i a l tokyo 001716", "07TOKYO1716"),
    "apostrophe": ("NDJAMENA", "UNCLAS N'DJAMENA 000012", "07NDJAMENA12"),
    "no post": ("TOKYO", "C O N F I D E N T I A L", None),
}


@pytest.mark.parametrize(("post", "line", "expected"), table(TEXTS))
def test_the_mrn_of_a_text(post, line, expected):
    mrn = searchcable.parse(HEAD.format(post=post, line=line)).mrn
    assert (mrn and str(mrn)) == expected
