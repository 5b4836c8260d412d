"""FM, TO and INFO: who sent a telegram and who got it."""

from __future__ import annotations

import pytest

import searchcable
from tests.formats.tables import table

# (line behind TO, name, route, precedence, number)
ROWS = {
    "whole": (
        "RUEHC/SECSTATE WASHDC IMMEDIATE 2791",
        "SECSTATE WASHDC",
        "RUEHC",
        "IMMEDIATE",
        "2791",
    ),
    "no number": ("RUEHC/SECSTATE WASHDC PRIORITY", "SECSTATE WASHDC", "RUEHC", "PRIORITY", None),
    "no precedence": ("RUEHC/SECSTATE WASHDC 2791", "SECSTATE WASHDC", "RUEHC", None, "2791"),
    "no route": ("SECSTATE WASHDC IMMEDIATE 2791", "SECSTATE WASHDC", None, "IMMEDIATE", "2791"),
    "name alone": ("SECSTATE WASHDC", "SECSTATE WASHDC", None, None, None),
    "one word": ("JCS", "JCS", None, None, None),
    "leading zero": ("RUEHFK/AMCONSUL FUKUOKA 0751", "AMCONSUL FUKUOKA", "RUEHFK", None, "0751"),
    "long route": ("RUEAIIA/CIA WASHDC", "CIA WASHDC", "RUEAIIA", None, None),
    "route and space": ("RUEHC /SECSTATE WASHDC 12", "SECSTATE WASHDC", "RUEHC", None, "12"),
    "space behind the slash": ("RUEHC/ SECSTATE WASHDC 12", "SECSTATE WASHDC", "RUEHC", None, "12"),
    "route with a digit": ("RHMFIS1/HQ USCENTCOM", "HQ USCENTCOM", "RHMFIS1", None, None),
    "flash": ("RUEHC/SECSTATE WASHDC FLASH 1", "SECSTATE WASHDC", "RUEHC", "FLASH", "1"),
    "routine": ("RUEHC/SECSTATE WASHDC ROUTINE", "SECSTATE WASHDC", "RUEHC", "ROUTINE", None),
    "niact": (
        "SECSTATE WASHDC NIACT IMMEDIATE 1851",
        "SECSTATE WASHDC",
        None,
        "NIACT IMMEDIATE",
        "1851",
    ),
    "niact alone": ("SECSTATE WASHDC NIACT 1851", "SECSTATE WASHDC", None, "NIACT", "1851"),
    "abbreviated precedence": (
        "SECSTATE WASHDC IMMED 1851",
        "SECSTATE WASHDC",
        None,
        "IMMEDIATE",
        "1851",
    ),
    "precedence behind the number": (
        "RUEHC/SECSTATE WASHDC 2791 IMMEDIATE",
        "SECSTATE WASHDC",
        "RUEHC",
        "IMMEDIATE",
        "2791",
    ),
    "office symbols": (
        "RHMFISS/CDR USSOUTHCOM MIAMI FL//J2/J5//",
        "CDR USSOUTHCOM MIAMI FL//J2/J5//",
        "RHMFISS",
        None,
        None,
    ),
    "office symbols and precedence": (
        "RHMFISS/CDR USSOUTHCOM MIAMI FL//J2// PRIORITY",
        "CDR USSOUTHCOM MIAMI FL//J2//",
        "RHMFISS",
        "PRIORITY",
        None,
    ),
    "collective": (
        "RUEHZL/EUROPEAN POLITICAL COLLECTIVE",
        "EUROPEAN POLITICAL COLLECTIVE",
        "RUEHZL",
        None,
        None,
    ),
    "collective of the seventies": (
        "ALL AMERICAN REPUBLIC DIPLOMATIC POSTS",
        "ALL AMERICAN REPUBLIC DIPLOMATIC POSTS",
        None,
        None,
        None,
    ),
    "all posts": (
        "RUEHXK/ARAB ISRAELI COLLECTIVE IMMEDIATE",
        "ARAB ISRAELI COLLECTIVE",
        "RUEHXK",
        "IMMEDIATE",
        None,
    ),
    "hyphen": ("RUEHOK/AMCONSUL OSAKA-KOBE 4285", "AMCONSUL OSAKA-KOBE", "RUEHOK", None, "4285"),
    "ampersand": (
        "RUCPDOC/DEPT OF COMMERCE & TRADE",
        "DEPT OF COMMERCE & TRADE",
        "RUCPDOC",
        None,
        None,
    ),
    "apostrophe": (
        "RUEHNJ/AMEMBASSY N'DJAMENA 0012",
        "AMEMBASSY N'DJAMENA",
        "RUEHNJ",
        None,
        "0012",
    ),
    "stop": ("RUEHLN/AMCONSUL ST. PETERSBURG 12", "AMCONSUL ST. PETERSBURG", "RUEHLN", None, "12"),
    "bracket": ("RUEHC/SECSTATE WASHDC (IMMEDIATE)", "SECSTATE WASHDC", "RUEHC", "IMMEDIATE", None),
    "trailing stop": ("RUEHC/SECSTATE WASHDC 2791.", "SECSTATE WASHDC", "RUEHC", None, "2791"),
    "xmt": (
        "RUCNCEN/CENTRAL AMERICAN COLLECTIVE XMT AMEMBASSY LIMA",
        "CENTRAL AMERICAN COLLECTIVE XMT AMEMBASSY LIMA",
        "RUCNCEN",
        None,
        None,
    ),
    "tabs": ("RUEHC/SECSTATE\tWASHDC\t2791", "SECSTATE WASHDC", "RUEHC", None, "2791"),
    "non-breaking spaces": (
        "RUEHC/SECSTATE\u00a0WASHDC\u00a02791",
        "SECSTATE WASHDC",
        "RUEHC",
        None,
        "2791",
    ),
    "lower case": (
        "RUEHC/Secstate Washdc Immediate 2791",
        "Secstate Washdc",
        "RUEHC",
        "IMMEDIATE",
        "2791",
    ),
    "number of six": ("RUEHC/SECSTATE WASHDC 123456", "SECSTATE WASHDC", "RUEHC", None, "123456"),
}


@pytest.mark.parametrize(("line", "name", "route", "precedence", "mcn"), table(ROWS))
@pytest.mark.parametrize("label", ["to", "info"])
def test_addressee(label, line, name, route, precedence, mcn):
    cable = searchcable.parse(
        f"O 180903Z APR 07\nFM AMEMBASSY TOKYO\n{label.upper()} {line}\nUNCLAS TOKYO 12\n\n1. A."
    )
    assert [(a.name, a.route, a.precedence, a.mcn) for a in getattr(cable, label)] == [
        (name, route, precedence, mcn)
    ]
    assert [p.text for p in cable.paragraphs] == ["A."]


# (lines below FM, names behind TO, names behind INFO)
LISTS = {
    "one each": (
        "TO RUEHC/SECSTATE WASHDC 1\nINFO RUEHNY/AMEMBASSY OSLO 2",
        "SECSTATE WASHDC",
        "AMEMBASSY OSLO",
    ),
    "several": (
        "TO RUEHC/SECSTATE WASHDC 1\nRUEHUL/AMEMBASSY SEOUL\n"
        "INFO RUEHNY/AMEMBASSY OSLO\nRUEHLI/AMEMBASSY LIMA",
        "SECSTATE WASHDC|AMEMBASSY SEOUL",
        "AMEMBASSY OSLO|AMEMBASSY LIMA",
    ),
    "without routes": (
        "TO SECSTATE WASHDC 1\nAMEMBASSY SEOUL\nINFO AMEMBASSY OSLO\nUSMISSION NATO",
        "SECSTATE WASHDC|AMEMBASSY SEOUL",
        "AMEMBASSY OSLO|USMISSION NATO",
    ),
    "indented": (
        "TO SECSTATE WASHDC 1\n   AMEMBASSY SEOUL\nINFO AMEMBASSY OSLO",
        "SECSTATE WASHDC|AMEMBASSY SEOUL",
        "AMEMBASSY OSLO",
    ),
    "colons": ("TO: SECSTATE WASHDC 1\nINFO: AMEMBASSY OSLO", "SECSTATE WASHDC", "AMEMBASSY OSLO"),
    "labels alone": (
        "TO\nSECSTATE WASHDC 1\nINFO\nAMEMBASSY OSLO",
        "SECSTATE WASHDC",
        "AMEMBASSY OSLO",
    ),
    "blank lines between": (
        "TO RUEHC/SECSTATE WASHDC 1\n\nINFO RUEHNY/AMEMBASSY OSLO 2\n\nRUEHLI/AMEMBASSY LIMA",
        "SECSTATE WASHDC",
        "AMEMBASSY OSLO|AMEMBASSY LIMA",
    ),
    "no info": ("TO RUEHC/SECSTATE WASHDC 1", "SECSTATE WASHDC", ""),
    "info twice": (
        "TO SECSTATE WASHDC 1\nINFO AMEMBASSY OSLO\nINFO AMEMBASSY LIMA",
        "SECSTATE WASHDC",
        "AMEMBASSY OSLO|AMEMBASSY LIMA",
    ),
    "excluded": (
        "TO ALL DIPLOMATIC POSTS\nXMT AMEMBASSY OSLO\nAMEMBASSY LIMA",
        "ALL DIPLOMATIC POSTS",
        "",
    ),
    "excluded, then info": (
        "TO ALL DIPLOMATIC POSTS\nXMT AMEMBASSY OSLO\nINFO AMEMBASSY LIMA",
        "ALL DIPLOMATIC POSTS",
        "AMEMBASSY LIMA",
    ),
    "lower-case labels": (
        "to ruehc/secstate washdc 1\ninfo ruehny/amembassy oslo",
        "secstate washdc",
        "amembassy oslo",
    ),
}


@pytest.mark.parametrize(("lines", "to", "info"), table(LISTS))
def test_lists(lines, to, info):
    cable = searchcable.parse(
        f"O 180903Z APR 07\nFM AMEMBASSY TOKYO\n{lines}\nUNCLAS TOKYO 12\n\n1. A."
    )
    assert "|".join(a.name for a in cable.to) == to
    assert "|".join(a.name for a in cable.info) == info
    assert [p.text for p in cable.paragraphs] == ["A."]


# (a text that begins at its addressees, names after TO, after INFO)
FRAGMENTS = {
    "routes": (
        "TO RUEHC/SECSTATE WASHDC 1\nINFO RUEHNY/AMEMBASSY OSLO",
        "SECSTATE WASHDC",
        "AMEMBASSY OSLO",
    ),
    "no routes": (
        "TO SECSTATE WASHDC NIACT IMMEDIATE 1\nINFO AMEMBASSY OSLO",
        "SECSTATE WASHDC",
        "AMEMBASSY OSLO",
    ),
    "colons": (
        "TO: SECSTATE WASHDC\nINFO: USMISSION USNATO",
        "SECSTATE WASHDC",
        "USMISSION USNATO",
    ),
    "restyled": (
        "To RUEHC/Secstate Washdc 1\nInfo Amembassy Oslo",
        "Secstate Washdc",
        "Amembassy Oslo",
    ),
    "info alone": ("INFO RUEHNY/AMEMBASSY OSLO 2\nRUEHLI/NSC", "", "AMEMBASSY OSLO|NSC"),
    "begun within": (
        "SECSTATE WASHDC PRIORITY 1234\nINFO AMEMBASSY OSLO\nUNCLAS LIMA 12\nSUBJECT: X",
        "",
        "AMEMBASSY OSLO",
    ),
    "posts of a region": (
        "TO EASTERN EUROPEAN POSTS COLLECTIVE",
        "EASTERN EUROPEAN POSTS COLLECTIVE",
        "",
    ),
    "on one line": (
        "TO RUEHC/SECSTATE WASHDC 1 INFO RUEHNY/AMEMBASSY OSLO 2",
        "SECSTATE WASHDC",
        "AMEMBASSY OSLO",
    ),
    "behind the sender": (
        "FM AMEMBASSY LIMA TO SECSTATE WASHDC 1 INFO AMEMBASSY OSLO",
        "SECSTATE WASHDC",
        "AMEMBASSY OSLO",
    ),
    "two routes on one line": (
        "TO RUEHC/SECSTATE WASHDC 1 RUEHNY/AMEMBASSY OSLO 2",
        "SECSTATE WASHDC|AMEMBASSY OSLO",
        "",
    ),
    "a sentence": ("To us it seemed new.", "", ""),
    "a sentence of capitals": ("TO ADD TO THIS, HE LEFT.", "", ""),
}


@pytest.mark.parametrize(("text", "to", "info"), table(FRAGMENTS))
def test_fragments(text, to, info):
    cable = searchcable.parse(text)
    assert "|".join(a.name for a in cable.to) == to
    assert "|".join(a.name for a in cable.info) == info


# (FM line, post as printed, place code, country)
SENDERS = {
    "embassy": ("FM AMEMBASSY TOKYO", "AMEMBASSY TOKYO", "TOKYO", "JP"),
    "two words": ("FM AMEMBASSY LA PAZ", "AMEMBASSY LA PAZ", "LAPAZ", "BO"),
    "article": ("FM AMEMBASSY THE HAGUE", "AMEMBASSY THE HAGUE", "THEHAGUE", "NL"),
    "four words": (
        "FM AMEMBASSY BANDAR SERI BEGAWAN",
        "AMEMBASSY BANDAR SERI BEGAWAN",
        "BANDARSERIBEGAWAN",
        "BN",
    ),
    "consulate": ("FM AMCONSUL NAPLES", "AMCONSUL NAPLES", "NAPLES", "IT"),
    "consulate general": ("FM AMCONSULATE NAPLES", "AMCONSULATE NAPLES", "NAPLES", "IT"),
    "congen": ("FM AMCONGEN MUNICH", "AMCONGEN MUNICH", "MUNICH", "DE"),
    "department": ("FM SECSTATE WASHDC", "SECSTATE WASHDC", "STATE", "US"),
    "department with a number": ("FM SECSTATE WASHDC 1234", "SECSTATE WASHDC 1234", "STATE", "US"),
    "mission": ("FM USMISSION USUN NEW YORK", "USMISSION USUN NEW YORK", "USUNNEWYORK", "US"),
    "mission to nato": ("FM USMISSION USNATO", "USMISSION USNATO", "USNATO", "BE"),
    "mission geneva": ("FM USMISSION GENEVA", "USMISSION GENEVA", "GENEVA", "CH"),
    "institute": ("FM AIT TAIPEI", "AIT TAIPEI", "AITTAIPEI", "TW"),
    "interests section": ("FM USINT HAVANA", "USINT HAVANA", "HAVANA", "CU"),
    "liaison office": ("FM USLO PEKING", "USLO PEKING", "BEIJING", "CN"),
    "hyphen": ("FM AMCONSUL OSAKA-KOBE", "AMCONSUL OSAKA-KOBE", "OSAKAKOBE", "JP"),
    "stop": ("FM AMCONSUL ST. PETERSBURG", "AMCONSUL ST. PETERSBURG", "STPETERSBURG", "RU"),
    "misspelt rank": ("FM AMEMBASY TOKYO", "AMEMBASY TOKYO", "TOKYO", "JP"),
    "misspelt post": ("FM AMEMBASSY BAGDAD", "AMEMBASSY BAGDAD", "BAGHDAD", "IQ"),
    "route": ("FM RUEHKO/AMEMBASSY TOKYO", "AMEMBASSY TOKYO", "TOKYO", "JP"),
    "colon": ("FM: AMEMBASSY TOKYO", "AMEMBASSY TOKYO", "TOKYO", "JP"),
    "from in full": ("FROM AMEMBASSY TOKYO", "AMEMBASSY TOKYO", "TOKYO", "JP"),
    "spaces": ("FM   AMEMBASSY   TOKYO  ", "AMEMBASSY TOKYO", "TOKYO", "JP"),
    "tab": ("FM\tAMEMBASSY TOKYO", "AMEMBASSY TOKYO", "TOKYO", "JP"),
    "lower case": ("fm amembassy tokyo", "amembassy tokyo", "TOKYO", "JP"),
    "restyled": ("FM Amembassy Tokyo", "Amembassy Tokyo", "TOKYO", "JP"),
    "indented": ("   FM AMEMBASSY TOKYO", "AMEMBASSY TOKYO", "TOKYO", "JP"),
    "unknown": ("FM USDEL SECRETARY", "USDEL SECRETARY", "USDELSECRETARY", None),
    "military": (
        "FM CDR USSOUTHCOM MIAMI FL//J2//",
        "CDR USSOUTHCOM MIAMI FL//J2//",
        "CDRUSSOUTHCOMMIAMIFLJ",
        None,
    ),
    "precedence behind": (
        "FM AMEMBASSY TOKYO IMMEDIATE",
        "AMEMBASSY TOKYO IMMEDIATE",
        "TOKYO",
        "JP",
    ),
}


@pytest.mark.parametrize(("line", "post", "code", "country"), table(SENDERS))
def test_sender(line, post, code, country):
    cable = searchcable.parse(f"O 180903Z APR 07\n{line}\nTO RUEHC/SECSTATE WASHDC 1\n")
    assert (cable.origin.post, cable.origin.place_code, cable.origin.country) == (
        post,
        code,
        country,
    )
    assert (len(cable.to), cable.paragraphs) == (1, ())


def test_a_header_on_one_line():
    cable = searchcable.parse(
        "VZCZCXRO8961 OO RUEHFK RUEHKS DE RUEHKO #1716/01 1080903 ZNY CCCCC ZZH O 180903Z APR 07 "
        "FM AMEMBASSY TOKYO TO RUEHC/SECSTATE WASHDC IMMEDIATE 2791 INFO RUEHNY/AMEMBASSY OSLO 12 "
        "RUEHUL/AMEMBASSY SEOUL C O N F I D E N T I A L TOKYO 001716 SIPDIS TAGS: PREL SUBJECT: X "
        "1. (C) A."
    )
    assert [a.name for a in cable.to + cable.info] == [
        "SECSTATE WASHDC",
        "AMEMBASSY OSLO",
        "AMEMBASSY SEOUL",
    ]
    assert (str(cable.mrn), cable.precedence, cable.captions) == (
        "07TOKYO1716",
        "IMMEDIATE",
        ("SIPDIS",),
    )
    assert (cable.tags, cable.subject, [p.text for p in cable.paragraphs]) == (
        ("PREL",),
        "X",
        ["A."],
    )
