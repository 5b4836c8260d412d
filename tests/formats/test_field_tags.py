"""TAGS as typists, transmission and converters left them."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

ROWS = {
    "spaces": ("TAGS: PREL PGOV KNNP IR", "PREL PGOV KNNP IR"),
    "commas": ("TAGS: PREL, PGOV, KNNP, IR", "PREL PGOV KNNP IR"),
    "commas without spaces": ("TAGS: PREL,PGOV,KNNP,IR", "PREL PGOV KNNP IR"),
    "commas before and behind a space": ("TAGS: PREL , PGOV ,KNNP, IR", "PREL PGOV KNNP IR"),
    "comma at the end": ("TAGS: PREL, PGOV, IR,", "PREL PGOV IR"),
    "two commas": ("TAGS: PREL,, PGOV", "PREL PGOV"),
    "semicolons": ("TAGS: PREL; PGOV; IR", "PREL PGOV IR"),
    "slashes": ("TAGS: PREL / PGOV / IR", "PREL PGOV IR"),
    "hyphens between": ("TAGS: PREL - PGOV - IR", "PREL PGOV IR"),
    "full stops between": ("TAGS: PREL. PGOV. IR", "PREL PGOV IR"),
    "full stop at the end": ("TAGS: PREL, PGOV, IR.", "PREL PGOV IR"),
    "tabs": ("TAGS:\tPREL\tPGOV\tIR", "PREL PGOV IR"),
    "non-breaking spaces": ("TAGS:\u00a0PREL,\u00a0PGOV,\u00a0IR", "PREL PGOV IR"),
    "carriage returns": ("TAGS: PREL, PGOV\r\nSUBJECT: X\r\n", "PREL PGOV"),
    "spaces at the end": ("TAGS: PREL, PGOV   \nSUBJECT: X", "PREL PGOV"),
    "indented": ("    TAGS: PREL, PGOV", "PREL PGOV"),
    "space before the colon": ("TAGS : PREL, PGOV", "PREL PGOV"),
    "two colons": ("TAGS:: PREL, PGOV", "PREL PGOV"),
    "no space behind the colon": ("TAGS:PREL, PGOV", "PREL PGOV"),
    "no colon": ("TAGS PREL, PGOV", "PREL PGOV"),
    "no colon nor space": ("TAGS  OVIP", "OVIP"),
    "semicolon for the colon": ("TAGS; PREL, PGOV", "PREL PGOV"),
    "comma for the colon": ("TAGS, PREL, PGOV", "PREL PGOV"),
    "full stop for the colon": ("TAGS. PREL, PGOV", "PREL PGOV"),
    "hyphen for the colon": ("TAGS- PREL, PGOV", "PREL PGOV"),
    "singular": ("TAG: PREL, PGOV", "PREL PGOV"),
    "lower case label": ("tags: PREL, PGOV", "PREL PGOV"),
    "capitalised label": ("Tags: PREL, PGOV", "PREL PGOV"),
    "lower case as printed": ("Tags: prel, pgov", "prel pgov"),
    "transposed label": ("TASG: PREL, PGOV", "PREL PGOV"),
    "doubled letter in the label": ("TAGGS: PREL, PGOV", "PREL PGOV"),
    "doubled s": ("TAGSS: PREL, PGOV", "PREL PGOV"),
    "spaced label": ("T A G S: PREL, PGOV", "PREL PGOV"),
    "label with a marking": ("(U) TAGS: PREL, PGOV", "PREL PGOV"),
    "behind the E.O. line": (
        "E.O. 12958: DECL: 04/18/2016 TAGS: PREL, PGOV\nSUBJECT: X",
        "PREL PGOV",
    ),
    "glued to the date": ("E.O. 12958: DECL: 04/18/2016TAGS: PREL, PGOV", "PREL PGOV"),
    "glued to N/A": ("E.O. 12958: N/ATAGS: PREL, PGOV", "PREL PGOV"),
    "behind a caption": ("SIPDIS TAGS: PREL, PGOV", "PREL PGOV"),
    "before the subject": ("TAGS: PREL, PGOV SUBJECT: THE SEA", "PREL PGOV"),
    "glued to the subject": ("TAGS: PREL, PGOVSUBJECT: THE SEA", "PREL PGOV"),
    "before the E.O. line": ("TAGS: PREL, PGOV E.O. 12958: N/A", "PREL PGOV"),
    "before the reference": ("TAGS: PREL, PGOV REF: OSLO 12", "PREL PGOV"),
    "before Classified By": ("TAGS: PREL, PGOV CLASSIFIED BY: JOHN DOE", "PREL PGOV"),
    "all on one line": (
        "E.O. 12958: N/A TAGS: PREL, PGOV SUBJECT: FISH REF: OSLO 12 1. (U) TEXT.",
        "PREL PGOV",
    ),
    "over two lines after a comma": (
        "TAGS: PREL, PGOV,\nKNNP, IR\nSUBJECT: X",
        "PREL PGOV KNNP IR",
    ),
    "over two lines before a comma": (
        "TAGS: PREL, PGOV\n, KNNP, IR\nSUBJECT: X",
        "PREL PGOV KNNP IR",
    ),
    "over two lines, indented": (
        "TAGS: PREL, PGOV\n      KNNP, IR\nSUBJECT: X",
        "PREL PGOV KNNP IR",
    ),
    "over three lines": ("TAGS: PREL PGOV\nKNNP\nIR RS\nSUBJECT: X", "PREL PGOV KNNP IR RS"),
    "below the label": ("TAGS:\nPREL, PGOV\nSUBJECT: X", "PREL PGOV"),
    "a blank line below the label": ("TAGS:\n\nPREL, PGOV\n\nSUBJECT: X", "PREL PGOV"),
    "over a blank line after a comma": (
        "TAGS: PREL, PGOV,\n\nKNNP, IR\n\nSUBJECT: X",
        "PREL PGOV KNNP IR",
    ),
    "over a page line": (
        "TAGS: PREL, PGOV,\nOSLO 00001716  001.2 OF 002\nKNNP, IR\nSUBJECT: X",
        "PREL PGOV KNNP IR",
    ),
    "parted in the middle": ("TAGS: PREL, PGOV, K-\nNNP, IR\nSUBJECT: X", "PREL PGOV KNNP IR"),
    "person in brackets": ("TAGS: OVIP (ROE, JANE), PREL", "OVIP|(ROE, JANE)|PREL"),
    "person glued to the tag": ("TAGS: OVIP(ROE, JANE), PREL", "OVIP|(ROE, JANE)|PREL"),
    "person of one name": ("TAGS: OVIP (ROE) PREL", "OVIP|(ROE)|PREL"),
    "person with an initial": ("TAGS: OVIP (ROE, JANE B.), NO", "OVIP|(ROE, JANE B.)|NO"),
    "person over lines": ("TAGS: OVIP (ROE,\nJANE), PREL\nSUBJECT: X", "OVIP|(ROE, JANE)|PREL"),
    "two persons": ("TAGS: OVIP (ROE, JANE) (DOE, JOHN), NO", "OVIP|(ROE, JANE)|(DOE, JOHN)|NO"),
    "person in square brackets": ("TAGS: OVIP [ROE, JANE], PREL", "OVIP|[ROE, JANE]|PREL"),
    "person without an end": ("TAGS: PREL, OVIP (ROE, JANE\nSUBJECT: X", "PREL|OVIP|(ROE, JANE"),
    "spaces inside the brackets": ("TAGS: OVIP ( ROE, JANE ), PREL", "OVIP|( ROE, JANE )|PREL"),
    "links of a converter": ("TAGS: [PREL](#), [PGOV](/tag/PGOV_0.html)", "PREL PGOV"),
    "twice as printed": ("TAGS: PREL, PGOV, PREL", "PREL PGOV PREL"),
    "digits": ("TAGS: G8, PREL, XA1", "G8 PREL XA1"),
    "organisation with a hyphen": ("TAGS: PREL, AU-1, EU", "PREL AU-1 EU"),
    "five letters": ("TAGS: ASEAN, LAFTA, PREL", "ASEAN LAFTA PREL"),
    "long names": ("TAGS: UNESCO, MERCOSUR, PREL", "UNESCO MERCOSUR PREL"),
    "caption among them": ("TAGS: PREL, PGOV SIPDIS\nSUBJECT: X", "PREL PGOV"),
    "caption below": ("TAGS: PREL, PGOV\nSIPDIS\nSUBJECT: X", "PREL PGOV"),
    "a line for others below": ("TAGS: EAGR, BL\nLIMA FOR AGATT\nSUBJECT: X", "EAGR BL"),
    "subject below without label": (
        "TAGS: EAGR, BL\nWHEAT IMPORTS OF 1974 GROW\n\n1. A.",
        "EAGR BL",
    ),
    "paragraph below": ("TAGS: EAGR, BL\n1. WHEAT.", "EAGR BL"),
    "pilcrow below": ("TAGS: EAGR, BL\n\u00b61. (U) Wheat.", "EAGR BL"),
    "none": ("TAGS: N/A\nSUBJECT: X", ""),
    "the word none": ("TAGS: NONE\nSUBJECT: X", ""),
    "empty": ("TAGS:\nSUBJECT: X", ""),
    "absent": ("SUBJECT: X\n\n1. A.", ""),
    "word of the body": ("1. THE TAGS: RED AND BLUE.", ""),
    "joined by slashes": ("TAGS: PREL/PGOV/IZ", "PREL PGOV IZ"),
    "joined by full stops": ("TAGS: PREL.PGOV.IZ", "PREL PGOV IZ"),
    "joined by hyphens": ("TAGS: PREL-PGOV-IZ", "PREL PGOV IZ"),
    "bars": ("TAGS: PREL | PGOV | IZ", "PREL PGOV IZ"),
    "ampersand": ("TAGS: PREL & PGOV", "PREL PGOV"),
    "the word and": ("TAGS: PREL, PGOV AND IZ", "PREL PGOV IZ"),
    "quotation marks": ("TAGS: 'PREL', \"PGOV\"", "PREL PGOV"),
    "over three blank lines after a comma": (
        "TAGS: PREL,\n\n\n\nPGOV\n\nSUBJECT: X",
        "PREL PGOV",
    ),
    "label without its first letter": ("AGS: PREL, PGOV\nSUBJECT: X", "PREL PGOV"),
    "label with a wrong letter": ("TAOS: PREL, PGOV\nSUBJECT: X", "PREL PGOV"),
    "label with a space": ("T AGS: PREL, PGOV\nSUBJECT: X", "PREL PGOV"),
    "equals sign for the colon": ("TAGS= PREL, PGOV", "PREL PGOV"),
    "word near the label": ("BAGS: They were lost.\n\n1. A.", ""),
    "fused": ("TAGS: PRELPGOV, KNNP", "PREL PGOV KNNP"),
    "all fused": ("TAGS: ETRDEINVECONPREL", "ETRD EINV ECON PREL"),
    "fused with a country": ("TAGS: PREL, KNNPIR", "PREL KNNP IR"),
    "country fused to the next": ("TAGS: USPREL, PGOV", "US PREL PGOV"),
}


@pytest.mark.parametrize(("text", "expected"), table(ROWS))
def test_tags(text, expected):
    found = searchcable.parse(text).tags
    assert found == tuple(filter(None, expected.split("|" if "|" in expected else " ")))


def test_a_caption_among_the_tags_is_a_caption():
    assert searchcable.parse("TAGS: PREL, PGOV SIPDIS\nSUBJECT: X").captions == ("SIPDIS",)
