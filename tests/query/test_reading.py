"""How queries are read: `explain` beside each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.errors import QueryError
from searchcable.fields import FIELDS
from searchcable.query import parse_query

BOTH = "subject or text"

READINGS = [
    pytest.param("treaty", f"{BOTH}: treati…", id="word"),
    pytest.param("=treaty", f"{BOTH}: =treaty", id="word-as-written"),
    pytest.param("a b", f"all of\n  {BOTH}: a…\n  {BOTH}: b…", id="words"),
    pytest.param("a AND b", f"all of\n  {BOTH}: a…\n  {BOTH}: b…", id="and"),
    pytest.param("a OR b OR c", f"any of\n  {BOTH}: a…\n  {BOTH}: b…\n  {BOTH}: c…", id="or"),
    pytest.param(
        "a or b", f"all of\n  {BOTH}: a…\n  {BOTH}: or…\n  {BOTH}: b…", id="lower-case-or"
    ),
    pytest.param(
        "a OR b c",
        f"any of\n  {BOTH}: a…\n  all of\n    {BOTH}: b…\n    {BOTH}: c…",
        id="and-first",
    ),
    pytest.param("-a", f"not\n  {BOTH}: a…", id="minus"),
    pytest.param("NOT a", f"not\n  {BOTH}: a…", id="not"),
    pytest.param("--a", f"{BOTH}: a…", id="two-dashes-are-a-dash"),
    pytest.param("a-b", f"{BOTH}: the phrase a… b…", id="hyphen"),
    pytest.param("((a))", f"{BOTH}: a…", id="groups-dissolve"),
    pytest.param('"a b"', f"{BOTH}: the phrase a… b…", id="phrase"),
    pytest.param("“a b”", f"{BOTH}: the phrase a… b…", id="typographic-quotation-marks"),
    pytest.param('"a"', f"{BOTH}: a…", id="phrase-of-one-word"),
    pytest.param(
        '"a b"~5', f"{BOTH}: a… b… in any order, at most 5 other words between", id="near"
    ),
    pytest.param(
        "a ADJ/3 b", f"{BOTH}: a… b… in this order, at most 3 other words between", id="adj"
    ),
    pytest.param("munition*", f"{BOTH}: what is written like munition*", id="prefix"),
    pytest.param("Jap*n", f"{BOTH}: what is written like jap*n", id="wildcard-folds-case"),
    pytest.param("O'N*", f"{BOTH}: what is written like on*", id="wildcard-folds-apostrophes"),
    pytest.param("tokoy~1", f"{BOTH}: what is written tokoy, give or take 1 letters", id="fuzzy"),
    pytest.param("tokoy~", f"{BOTH}: what is written tokoy, give or take 2 letters", id="fuzzy-2"),
    pytest.param("*", "every cable", id="everything"),
    pytest.param("tags:parm", "tags: PARM", id="keyword"),
    pytest.param("Tags:PARM", "tags: PARM", id="field-in-any-case"),
    pytest.param("tags:(a OR b)", "any of\n  tags: A\n  tags: B", id="group-in-a-field"),
    pytest.param(
        "subject:a b", f"all of\n  subject: a…\n  {BOTH}: b…", id="a-field-ends-at-a-space"
    ),
    pytest.param("tags:*", "tags: any value", id="any-value"),
    pytest.param("class:sbu", "class: FOR OFFICIAL USE ONLY", id="level-by-another-name"),
    pytest.param("class:>=S", "any of\n  class: SECRET\n  class: TOP SECRET", id="levels-from"),
    pytest.param("class:<U", "not\n  every cable", id="below-the-lowest-is-nothing"),
    pytest.param("date:2007", "date: from 2007-01-01 before 2008-01-01", id="year"),
    pytest.param("date:2007-12", "date: from 2007-12-01 before 2008-01-01", id="december"),
    pytest.param("date:04/18/2007", "date: from 2007-04-18 before 2007-04-19", id="american-date"),
    pytest.param('date:"April 18, 2007"', "date: from 2007-04-18 before 2007-04-19", id="in-words"),
    pytest.param("date:18APR2007", "date: from 2007-04-18 before 2007-04-19", id="as-in-a-dtg"),
    pytest.param('date:"Apr 2007"', "date: from 2007-04-01 before 2007-05-01", id="month-in-words"),
    pytest.param('date:>="18 Apr 2007"', "date: from 2007-04-18", id="quoted-bound"),
    pytest.param("date:>2007-02-28", "date: from 2007-03-01", id="after"),
    pytest.param("date:<2007", "date: before 2007-01-01", id="before"),
    pytest.param("date:2006..2007-06", "date: from 2006-01-01 before 2007-07-01", id="range"),
    pytest.param("mrn:2007TOKYO01716_a", "mrn: 07TOKYO1716", id="plusd-spelling"),
    pytest.param("12:30", f"{BOTH}: the phrase 12… 30…", id="a-colon-after-a-number"),
    pytest.param("a & b", f"all of\n  {BOTH}: a…\n  {BOTH}: b…", id="a-sign-alone-is-left-out"),
    pytest.param("* a", f"{BOTH}: a…", id="everything-and-a-word"),
]


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_reads_as(text: str, expected: str) -> None:
    assert parse_query(text).explain() == expected


MRNS = [
    pytest.param("07TOKYO1716", "07TOKYO1716", id="canonical"),
    pytest.param("07tokyo1716", "07TOKYO1716", id="lower-case"),
    pytest.param("07 Tokyo 01716", "07TOKYO1716", id="three-words"),
    pytest.param("2007 TOKYO 1716", "07TOKYO1716", id="four-digit-year"),
    pytest.param("2007TOKYO01716", "07TOKYO1716", id="nara"),
    pytest.param("2007TOKYO01716_a", "07TOKYO1716", id="plusd"),
    pytest.param("Tokyo 1716 (2007)", "07TOKYO1716", id="year-in-parentheses"),
    pytest.param("TOKYO 1716", "TOKYO1716", id="no-year"),
    pytest.param("TOKYO 001716", "TOKYO1716", id="no-year-leading-zeros"),
    pytest.param("TOKYO1716", "TOKYO1716", id="no-year-one-word"),
    pytest.param("la paz 0039", "LAPAZ39", id="post-of-two-words"),
    pytest.param("74 La Paz 39", "74LAPAZ39", id="twentieth-century"),
    pytest.param("ho chi minh city 12", "HOCHIMINHCITY12", id="post-of-four-words"),
    pytest.param("USUN New York 12", "USUNNEWYORK12", id="mission"),
    pytest.param("AMEMBASSY Tokyo 12", "TOKYO12", id="with-its-rank"),
    pytest.param("07NOWHERE12", "07NOWHERE12", id="unknown-post-with-year-in-one-word"),
]


@pytest.mark.parametrize(("text", "mrn"), MRNS)
def test_reads_an_mrn(text: str, mrn: str) -> None:
    query = parse_query(text)
    lines = query.explain().splitlines()
    assert lines[:2] == ["any of, that cable first", f"  mrn: {mrn}"]
    assert query.notes[0].startswith(f"read {text!r} as mrn:{mrn}")


NOT_MRNS = [
    pytest.param("article 12", id="no-post"),
    pytest.param("nowhere 12", id="unknown-post-in-two-words"),
    pytest.param('"TOKYO 1716"', id="quoted"),
    pytest.param("text:TOKYO1716", id="in-a-field"),
    pytest.param("TOKYO 0", id="serial-zero"),
    pytest.param("F16", id="letters-and-digits"),
    pytest.param("tokyo -1716", id="negated-serial"),
    pytest.param("tokyo AND 1716", id="an-operator-between"),
]


@pytest.mark.parametrize("text", NOT_MRNS)
def test_reads_no_mrn(text: str) -> None:
    assert "mrn" not in parse_query(text).explain()


def test_a_serial_like_a_year_says_so() -> None:
    query = parse_query("PARIS 1974")
    assert query.explain().startswith("any of, in the order of relevance\n  mrn: PARIS1974")
    assert "may be a year" in query.notes[0]


ERRORS = [
    pytest.param("", "nothing to search for", "", id="empty"),
    pytest.param("   ", "nothing to search for", "", id="spaces"),
    pytest.param("&", "nothing to search for in '&'", "^", id="only-a-sign"),
    pytest.param("treaty tgas:PARM", "'tgas'; did you mean 'tags'?", "       ^^^^", id="field"),
    pytest.param("x:y", "no field 'x'; there are text, subject", "^", id="field-like-none"),
    pytest.param("tags: PARM", "no value after tags:", "^^^^^", id="space-after-colon"),
    pytest.param("tags:", "no value after tags:", "^^^^^", id="no-value"),
    pytest.param('a "b c', "not closed", "  ^", id="quotation-mark"),
    pytest.param("(a b", "not closed", "^", id="parenthesis-open"),
    pytest.param("a b)", "closes nothing", "   ^", id="parenthesis-close"),
    pytest.param("a ()", "nothing in these", "  ^^", id="parentheses-empty"),
    pytest.param("a OR", "OR needs something after", "  ^^", id="or-at-the-end"),
    pytest.param("OR a", "OR needs something before", "^^", id="or-at-the-start"),
    pytest.param("a AND OR b", "AND needs something after", "  ^^^", id="and-or"),
    pytest.param("a NOT", "NOT needs something after", "  ^^^", id="not-at-the-end"),
    pytest.param("(a OR) b", "OR needs something after", "   ^^", id="or-before-parenthesis"),
    pytest.param("a NEAR/3 b", 'write "two words"~3', "  ^^^^^^", id="near-operator"),
    pytest.param("a ADJ/3", "ADJ needs something after", "  ^^^^^", id="adj-at-the-end"),
    pytest.param("date:soon", "no date: 'soon'", "     ^^^^", id="date"),
    pytest.param("date:2007-02-30", "no such day", "     ^^^^^^^^^^", id="day-of-no-calendar"),
    pytest.param("date:2008..2007", "ends before it begins", "     ^^^^^^^^^^", id="backwards"),
    pytest.param("class:HIGH", "no classification", "      ^^^^", id="classification"),
    pytest.param("mrn:x", "no MRN", "    ^", id="mrn"),
    pytest.param("marking:XYZ", "no portion marking", "        ^^^", id="marking"),
    pytest.param("tags:A,B", "write tags:(A B) for both", "     ^^^", id="comma"),
    pytest.param("subject:>a", "ranges are for date and class", "        ^^", id="range-of-words"),
    pytest.param("tags:PARM~1", "~ is for words", "     ^^^^^^", id="fuzzy-keyword"),
]  # fmt: skip

REFUSALS = [
    pytest.param("a~3", "at most 2 letters", "^^^", id="fuzzy"),
    pytest.param('"a b"~31', "at most 30 other words", "^^^^^^^^", id="near"),
    pytest.param("a ADJ/31 b", "at most 30 other words", "  ^^^^^^", id="adj"),
    pytest.param('"a b c d e"~3', "at most 4 words", "^^^^^^^^^^^^^", id="near-five-words"),
    pytest.param("a ADJ/1 b ADJ/1 c", "two words, not more", "          ^^^^^", id="adj-chain"),
    pytest.param("a ADJ/1 (b c)", "two plain words", "  ^^^^^", id="adj-group"),
    pytest.param('"a b* c"', "no wildcards", "^^^^^^^^", id="wildcard-in-a-phrase"),
    pytest.param("??", "at least one letter", "^^", id="only-wildcards"),
    pytest.param("a-b*", "stands in one word", "^^^^", id="wildcard-in-two-words"),
    pytest.param("=a*", "neither = nor ~", "^^^", id="wildcard-as-written"),
    pytest.param('="a b"', "not with a phrase", "^^^^^^", id="phrase-as-written"),
    pytest.param("a-b~1", "go with one word", "^^^^^", id="fuzzy-two-words"),
    pytest.param("(" * 21 + "a" + ")" * 21, "at most 20 deep", "                    ^", id="depth"),
    pytest.param("-" + "(-" * 20 + "a" + ")" * 20, "at most 20 deep", "", id="depth-of-negations"),
    pytest.param("a " * 257, "at most 256 words", "", id="clauses"),
    pytest.param("a" * 2001, "at most 2,000 characters; this one has 2,001", "", id="length"),
]


@pytest.mark.parametrize(("text", "message", "carets"), ERRORS + REFUSALS)
def test_an_error_shows_its_place(text: str, message: str, carets: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    shown = str(caught.value)
    assert message in shown
    assert shown.splitlines()[-1].startswith(f"    {carets}" if carets else "")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_example_reads(field: object) -> None:
    parse_query(field.example)  # type: ignore[attr-defined]


HOSTILE = [
    pytest.param("(" * 2000, id="parentheses"),
    pytest.param("[a TO " * 300, id="brackets"),
    pytest.param("a" * 2000, id="one-long-word"),
    pytest.param('"' * 2000, id="quotation-marks"),
    pytest.param("-" * 2000, id="dashes"),
    pytest.param("- " * 1000, id="dashes-apart"),
    pytest.param("NOT " * 500, id="nots"),
    pytest.param("a* " * 600, id="wildcards"),
    pytest.param("*a" * 1000, id="one-pattern"),
    pytest.param("a OR " * 400, id="ors"),
    pytest.param("07 " * 600, id="numbers"),
    pytest.param("new york " * 200, id="posts"),
    pytest.param("~" * 2000, id="tildes"),
    pytest.param("\x00\x1b[31m\ud800", id="control-characters"),
    pytest.param("tags:" * 400, id="fields"),
    pytest.param("a." * 1000, id="abbreviation"),
    pytest.param("date:" + "9" * 1990, id="digits"),
    pytest.param("a~" + "9" * 1990, id="edits"),
]


def answer(text: str) -> str:
    """Return how a query reads, or the message with which it is refused."""
    try:
        return parse_query(text).explain()
    except QueryError as error:
        return str(error)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_queries_are_read_or_refused(text: str) -> None:
    lines = answer(text).splitlines()
    assert lines
    assert all(line.isprintable() for line in lines)


alphabet = st.sampled_from([*'ab()"~*?:=<>-. 1', "AND ", "OR ", "NOT ", "ADJ/2 ", "tags:", "date:",
                            "class:", "07TOKYO1 ", "mrn:", "..", "“", "é", "\n"])  # fmt: skip


@given(st.lists(alphabet, max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert answer(text)
    assert answer(text) == answer(text)
