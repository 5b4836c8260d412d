"""No text is lost: each line of NARA's telegrams is read somewhere, or belongs to its page."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchcable

# What stands on a page or in a header and is no part of what a cable says.
FRAME = re.compile(
    r"""\s*(?: PAGE\s | (?:ACTION|ORIGIN|INFO|COPY)\s+[A-Z/]+-\d | [A-Z/]+-\d\d\b | N{3,4}\s*$
      | /?\d[\d\s/-]*[A-Z]?[\d\s/]*$ | .*\d{6}Z\ /\d\d$ | .*\ MESSAGE\ \d | [-=*_\s]+$ | -{6,}
      | (?:[ZOPR]\s)+\d{6}\s?Z | FM\s | TO\s | INFO[:\s] | XMT\s | AMEMBB | USCINCSO\ J2
      | (?:LIMITED\ OFFICIAL\ USE|UNCLASSIFIED|CONFIDENTIAL|SECRET)\s*$
      | .*(?:\*\*\*\ Current|Current\ Classification|Message\ Text)
      | .*(?:Declassified/Released|EO\ Systematic)
      | <<\ END | C\ O\ R\ R\ E\ C | CONFID\* | UNCLS | \(\ ISO | .*ACTING$
      | (?:E\.?[OM]|TA[GO]S?\b|REF|SUBJ).*
      | (?:C\ O\ N\ F|UNCLAS|S\ E\ C\ R|LIMITED\ OFF|CONFIDENTIAL).*
    )""",
    re.VERBOSE,
)


# Numbers, markings and letters, which are read but not kept in the texts behind them.
_MARKS = re.compile(r"^\s*\d{1,3}\s?[.)]+\s*(?:\([A-Z/]{1,5}\))?|\(?\b[A-Z][.)](?=\s|\d)")


def _letters(text):
    return re.sub(r"[\W_]+", "", text)


def _strings(value):
    match value:
        case dict():
            return [s for item in value.values() for s in _strings(item)]
        case list():
            return [s for item in value for s in _strings(item)]
        case str():
            return [value]
    return []


def _unread(text):
    """The lines of `text` whose letters stand nowhere in what was read of it."""
    cable = searchcable.parse(text)
    values = cable.to_dict()
    values.pop("text")
    known = _letters(" ".join(_strings(values)))
    text = re.sub(
        r"DRAFTED BY.*?\n +-{6,}", "", text.split("Message Attributes")[0], flags=re.DOTALL
    )
    lines = (line.rstrip().removesuffix(cable.signed_by or "-") for line in text.split("\n"))
    return [line for line in lines if not FRAME.match(line) and not _is_known(line, known)]


def _is_known(line, known):
    """Whether the letters of `line` are known, as they stand or parted at its marks."""
    parts = map(_letters, _MARKS.split(line))
    return _letters(line) in known or all(part in known for part in parts)


@pytest.fixture(scope="module")
def telegrams(shared):
    with (shared / "nara" / "telegrams.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.mark.parametrize("form", ["aad_text", "pdf_text"])
def test_no_line_of_a_telegram_is_lost(telegrams, form):
    lost = {row["doc_number"]: lines for row in telegrams if (lines := _unread(row[form]))}
    assert lost == {}


@pytest.mark.parametrize("form", ["aad_text", "pdf_text"])
def test_no_page_of_a_telegram_is_body(telegrams, form):
    page = re.compile(r"^(?:PAGE \d\d |UNCLASSIFIED$|NNN$|ACTION [A-Z]+-\d\d)", re.MULTILINE)
    stray = {
        row["doc_number"]: [p.text for p in cable.paragraphs if page.search(p.text)]
        for row in telegrams
        for cable in [searchcable.parse(row[form])]
    }
    assert {number: texts for number, texts in stray.items() if texts} == {}


HOSTILE = {
    "tags": "TAGS: ",
    "tags on lines": "TAGS: PREL,\n",
    "digits": "1234567890",
    "numbers": "1 2 3 4 ",
    "spaces": " ",
    "tabs": "\t",
    "line ends": "\n",
    "blank lines with spaces": " \n",
    "sections": "SECTION 01 OF 02 ",
    "sections on lines": "S E C R E T SECTION 01 OF 02 OSLO 0012\n",
    "markings": "(C) ",
    "markings on lines": "(C)\n",
    "paragraphs": "1. (C) \n",
    "paragraphs on one line": "1. (C) ",
    "pilcrows": "\u00b61. ",
    "subjects": "SUBJECT: ",
    "subjects on lines": "SUBJECT: X\n",
    "references": "REF: A. OSLO 12 ",
    "references on lines": "REF: A. OSLO 12\n",
    "letters": "A. B. C. ",
    "years and e-mails": "OSLO 1, 2 (2006), ROE EMAIL; ",
    "garbled labels": "TAOS: AA\n",
    "captions joined": "SIPDIS",
    "underlined lines": "AB\n--\n",
    "times": "2006-01-12 11:30\n",
    "titles": "EUR/NE DEPUTY ",
    "classified by": "Classified By: ",
    "orders": "E.O. 12958: DECL: 04/18/2016 ",
    "brackets": "(",
    "square brackets": "[",
    "links": "[A](",
    "words": "OSLO ",
    "capitals": "A",
    "spaced capitals": "S E C R E T ",
    "apostrophes": "'",
    "hyphens": "-",
    "hyphens with spaces": "- ",
    "slashes": "/",
    "dots": ".",
    "groups": "O 180903Z APR 07 ",
    "groups on lines": "O 180903Z APR 07\nFM AMEMBASSY OSLO\n",
    "senders": "FM AMEMBASSY OSLO\n",
    "addressees": "TO RUEHC/SECSTATE WASHDC\n",
    "identifiers": "VZCZCXYZ0012\n",
    "page lines": "OSLO 00000012  001.2 OF 002\n",
    "page lines of the seventies": "PAGE 02  OSLO 00012  032026Z\n",
    "offices": "ACTION ARA-20\n",
    "end marks": "NNNN\n",
    "redactions": "X",
    "summaries": "SUMMARY: END SUMMARY. ",
    "attributes": "Message Attributes\nA: b\n",
    "NUL": "\x00",
    "non-breaking spaces": "\u00a0",
}
HEADS = {
    "bare": "",
    "header": "O 180903Z APR 07\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\nSECRET OSLO 12\nTAGS: A\n",
    "subject": "SUBJECT: ",
    "reference": "REF: ",
    "Classified By": "Classified By: ",
    "body": "SUBJECT: X\n\n1. (C) Text. ",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=[name.replace(" ", "-") for name in HEADS])
@pytest.mark.parametrize(
    "piece", HOSTILE.values(), ids=[name.replace(" ", "-") for name in HOSTILE]
)
def test_a_hostile_megabyte_takes_less_than_two_seconds(head, piece):
    text = (head + piece * 1_000_000)[:1_000_000]
    start = time.process_time()
    assert searchcable.parse(text, mrn="07OSLO12").text == text
    assert time.process_time() - start < 2


@pytest.mark.parametrize("piece", [" ", "\t", "A ", "1 "], ids=["spaces", "tabs", "A", "1"])
@pytest.mark.parametrize("tail", ["12", "12\n", ":\n", "\n1. (C) X"], ids=repr)
@pytest.mark.parametrize(
    "above", ["S E C R E T\n", "SECRET SECTION 01 OF\n", "TAGS: A\n", "REF: OSLO\n"], ids=repr
)
def test_a_long_line_is_no_end_of_the_line_above(above, piece, tail):
    text = above + (piece * 100_000)[:100_000] + tail
    start = time.process_time()
    assert searchcable.parse(text, mrn="07OSLO12").text == text
    assert time.process_time() - start < 2


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*HOSTILE.values(), *HEADS.values()]),
            st.text(max_size=8),
        ),
        max_size=60,
    )
)
def test_any_mixture_is_parsed(pieces):
    text = "".join(pieces)
    assert searchcable.parse(text).text == text
