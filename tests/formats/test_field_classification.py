"""The classification line: level, captions, section; and the line above a body without a header."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

C, S, U, TS = "CONFIDENTIAL", "SECRET", "UNCLASSIFIED", "TOP SECRET"
LOU, FOUO = "LIMITED OFFICIAL USE", "FOR OFFICIAL USE ONLY"
# (line, level, captions)
ROWS = {
    "spaced": ("C O N F I D E N T I A L OSLO 000012", C, ""),
    "joined": ("CONFIDENTIAL OSLO 000012", C, ""),
    "spaced by two": ("C  O  N  F  I  D  E  N  T  I  A  L  OSLO 000012", C, ""),
    "lower case": ("c o n f i d e n t i a l oslo 000012", C, ""),
    "restyled": ("C o n f i d e n t i a l Oslo 000012", C, ""),
    "secret": ("S E C R E T OSLO 000012", S, ""),
    "secret restyled": ("S e c r e t Oslo 000012", S, ""),
    "unclas": ("UNCLAS OSLO 000012", U, ""),
    "unclas spaced": ("U N C L A S OSLO 000012", U, ""),
    "unclassified": ("UNCLASSIFIED OSLO 000012", U, ""),
    "unclas restyled": ("Unclas Oslo 000012", U, ""),
    "top secret": ("T O P S E C R E T OSLO 000012", TS, ""),
    "limited official use": ("LIMITED OFFICIAL USE OSLO 0012", LOU, ""),
    "limited official use spaced": ("L I M I T E D O F F I C I A L U S E OSLO 0012", LOU, ""),
    "limited off use": ("LIMITED OFF USE OSLO 0012", LOU, ""),
    "section": ("C O N F I D E N T I A L SECTION 01 OF 02 OSLO 000012", C, ""),
    "section behind": ("C O N F I D E N T I A L OSLO 000012 SECTION 01 OF 02", C, ""),
    "noforn": ("S E C R E T NOFORN OSLO 000012", S, "NOFORN"),
    "noforn behind": ("S E C R E T OSLO 000012 NOFORN", S, "NOFORN"),
    "noforn behind slashes": ("S E C R E T//NOFORN OSLO 000012", S, "NOFORN"),
    "noforn and section": ("S E C R E T SECTION 01 OF 03 OSLO 000012 NOFORN", S, "NOFORN"),
    "noforn apart": ("C O N F I D E N T I A L OSLO 000012 NO FORN", C, "NOFORN"),
    "sensitive": ("UNCLAS SENSITIVE OSLO 000012", U, "SENSITIVE"),
    "sensitive behind": ("UNCLAS OSLO 000012 SENSITIVE", U, "SENSITIVE"),
    "sipdis behind": ("C O N F I D E N T I A L OSLO 000012 SIPDIS", C, "SIPDIS"),
    "two behind": ("S E C R E T OSLO 000012 NOFORN SIPDIS", S, "NOFORN SIPDIS"),
    "two behind with slashes": ("S E C R E T OSLO 000012 NOFORN//SIPDIS", S, "NOFORN SIPDIS"),
    "exdis": ("C O N F I D E N T I A L OSLO 0012 EXDIS", C, "EXDIS"),
    "nodis": ("S E C R E T OSLO 0012 NODIS", S, "NODIS"),
    "limdis": ("CONFIDENTIAL OSLO 0012 LIMDIS", C, "LIMDIS"),
    "stadis": ("C O N F I D E N T I A L STATE 12345 STADIS", C, "STADIS"),
    "efto": ("UNCLAS E F T O OSLO 0012", U, "EFTO"),
    "efto joined": ("UNCLAS EFTO OSLO 0012", U, "EFTO"),
    "fouo": ("UNCLAS FOUO OSLO 0012", FOUO, "FOUO"),
    "dissent": ("C O N F I D E N T I A L OSLO 000012 DISSENT CHANNEL", C, "DISSENT CHANNEL"),
    "serial of the section": ("UNCLAS OSLO 0012/1", U, ""),
    "serial glued": ("UNCLAS OSLO0012", U, ""),
    "trailing spaces": ("S E C R E T OSLO 000012   ", S, ""),
    "tabs": ("S E C R E T\tOSLO\t000012", S, ""),
    "non-breaking spaces": ("S\u00a0E\u00a0C\u00a0R\u00a0E\u00a0T\u00a0OSLO\u00a0000012", S, ""),
    "garbled": ("C O N F I D E N T A L OSLO 000012", C, ""),
    "garbled by a star": ("C O N F I D E N * I A L OSLO 000012", C, ""),
    "garbled, a letter more": ("C O N F I D E N T T I A L OSLO 000012", C, ""),
    "two letters joined": ("C O N F I D E N TI A L OSLO 000012", C, ""),
    "corrected copy spaced": ("S E C R E T OSLO 000012 C O R R E C T E D  C O P Y", S, ""),
    "no serial": ("C O N F I D E N T I A L", C, ""),
    "for another reader": ("UNCLAS OSLO 000012 STATE FOR EUR/NE", U, ""),
    "corrected copy": ("C O N F I D E N T I A L OSLO 000012 CORRECTED COPY", C, ""),
    "none": ("E.O. 12958: N/A", None, ""),
}
HEAD = "P 180903Z APR 07\nFM AMEMBASSY OSLO\nTO RUEHC/SECSTATE WASHDC 1\n"


@pytest.mark.parametrize(("line", "level", "captions"), table(ROWS))
def test_below_a_header(line, level, captions):
    cable = searchcable.parse(f"{HEAD}{line}\n\nTAGS: PREL\nSUBJECT: X\n\n1. A.")
    found = cable.classification and str(cable.classification)
    assert (found, " ".join(cable.captions)) == (level, captions)
    assert cable.to[0].name == "SECSTATE WASHDC"


# (the text, level)
FRAGMENTS = {
    "alone": ("C O N F I D E N T I A L", C),
    "line alone": ("S E C R E T STATE 002634", S),
    "above the labels": ("UNCLAS OSLO 000012\nTAGS: PREL", U),
    "below a caption": ("SIPDIS\nS E C R E T OSLO 000012\nTAGS: PREL", S),
    "above a header": ("SECRET\n\n" + HEAD + "S E C R E T OSLO 000012", S),
    "above a header, with a caption": ("SECRET//NOFORN\n\n" + HEAD, S),
    "sections disagree": (
        f"{HEAD}S E C R E T SECTION 01 OF 02 OSLO 000012\nSUBJECT: X\n1. A.\nNNNN\n"
        f"{HEAD}C O N F I D E N T I A L SECTION 02 OF 02 OSLO 000012\n2. B.",
        S,
    ),
    "misspelt": ("CONFIDENTAIL OSLO 000012\nTAGS: PREL", C),
    "misspelt secret": ("SECERT OSLO 000012\nTAGS: PREL", S),
    "misspelt unclas": ("UNCALS OSLO 000012\nTAGS: PREL", U),
    "with a double s": ("UNCLASS OSLO 000012\nTAGS: PREL", U),
    "misspelt before a word that is no post": ("SECERT NUMBER 000012\nTAGS: PREL", None),
    "spaced by two, alone": ("S  E  C  R  E  T  OSLO  000012\nTAGS: PREL", S),
    "over two lines": ("S E C R E T SECTION 01 OF 02 USUN NEW\nYORK 000012\nTAGS: PREL", S),
    "serial on the next line": ("C O N F I D E N T I A L OSLO\n000012\nTAGS: PREL", C),
    "glued to the E.O. line": ("S E C R E T OSLO 000012E.O. 12958: N/A\nTAGS: PREL", S),
    "labelled": ("Classification: SECRET//NOFORN", S),
    "twice": ("S E C R E T OSLO 000012\n\nS E C R E T OSLO 000012\n\nTAGS: PREL", S),
    "a word of the subject": ("SUBJECT: SECRET TALKS", None),
    "a sentence": ("SECRET TALKS WERE HELD IN OSLO.", None),
    "a paragraph": ("1. CONFIDENTIAL SOURCES SAY SO.", None),
    "a portion marking": ("1. (S) Text.", None),
    "absent": ("TAGS: PREL", None),
    "the security line": ("ZNY SSSSS ZZH\n" + HEAD, S),
    "the security line of the unclassified": ("ZNR UUUUU ZZH\n" + HEAD, U),
}


@pytest.mark.parametrize(("text", "level"), table(FRAGMENTS))
def test_fragments(text, level):
    found = searchcable.parse(text).classification
    assert (found and str(found)) == level
