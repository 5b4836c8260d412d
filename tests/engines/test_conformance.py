"""What a query finds, on every engine: the table is the promise."""

from __future__ import annotations

import pytest

from searchcable.engines import Found, Reader
from searchcable.query import parse_query
from tests.engines.cables import BOOK_KEEPING, ROWS

A, B, C, D, E = ROWS

PROMISES = [
    # words
    pytest.param("munitions", {A, B, C, D}, id="word-by-its-stem"),
    pytest.param("MUNITION", {A, B, C, D}, id="word-in-any-case-and-number"),
    pytest.param("=munitions", {A, B, C, D}, id="word-as-written"),
    pytest.param("=munition", {B}, id="word-as-written-in-a-subject-alone"),
    pytest.param("=munit", {D}, id="word-as-written-that-is-also-a-stem"),
    pytest.param("treaty", {C, D}, id="word-in-subject-or-text"),
    pytest.param("may", {A}, id="no-stop-words"),
    pytest.param("us", {A, D}, id="dotted-abbreviation"),
    pytest.param("U.S.", {A, D}, id="dotted-abbreviation-in-the-query"),
    pytest.param("cafe", {B}, id="accent-in-the-text"),
    pytest.param("Malmo", {B}, id="umlaut-in-the-text"),
    pytest.param("MALMÖ", {B}, id="umlaut-in-the-query"),
    pytest.param("15000", {B}, id="comma-of-thousands"),
    pytest.param("1.4", {B}, id="decimal-point"),
    pytest.param("nowhere", set(), id="word-of-no-cable"),
    # Boolean
    pytest.param("cluster munitions", {A, B, C, D}, id="words-are-anded"),
    pytest.param("cluster AND envoy", {A}, id="and"),
    pytest.param("envoy OR café", {A, B}, id="or"),
    pytest.param("munitions -cluster", set(), id="minus"),
    pytest.param("munitions NOT tokyo", {A, C, D}, id="not"),
    pytest.param("-munitions", {E}, id="only-a-negation"),
    pytest.param("-nowhere", {A, B, C, D, E}, id="negation-of-nothing"),
    pytest.param("NOT -munitions", {A, B, C, D}, id="double-negation"),
    pytest.param("envoy OR -munitions", {A, E}, id="negation-in-or"),
    pytest.param("envoy OR café treaty", {A}, id="and-binds-tighter-than-or"),
    pytest.param("(envoy OR red) (blue OR year)", {A, C, D, E}, id="groups"),
    pytest.param("-(red blue)", {A, B}, id="negated-group"),
    pytest.param("*", {A, B, C, D, E}, id="everything-but-book-keeping"),
    # phrases
    pytest.param('"cluster munitions"', {A, B}, id="phrase-not-across-paragraphs"),
    pytest.param('"munitions cluster"', set(), id="phrase-in-its-order"),
    pytest.param('"cluster of munit"', {D}, id="phrase-of-stems"),
    pytest.param('"end of the year"', {A}, id="phrase-of-small-words"),
    pytest.param('"cooperation on cluster munitions"', {A}, id="phrase-in-the-subject"),
    pytest.param('"meetings the"', set(), id="phrase-not-across-heading-and-text"),
    pytest.param("U.S.-Japan", {A}, id="hyphen-makes-a-phrase"),
    pytest.param("1.4(B)", {B}, id="parenthesis-in-the-query-groups"),
    pytest.param('"1.4(B)"', {B}, id="parenthesis-in-a-phrase"),
    pytest.param("munitions-maker", {D}, id="hyphenated-word"),
    # proximity
    pytest.param('"red green"~1', {C}, id="near-with-one-between"),
    pytest.param('"green red"~1', {C}, id="near-in-any-order"),
    pytest.param('"red green"~0', set(), id="near-zero-is-a-phrase"),
    pytest.param("red ADJ/1 green", {C}, id="adj-with-one-between"),
    pytest.param("green ADJ/1 red", set(), id="adj-in-its-order"),
    pytest.param("red ADJ/2 blue", {C, D}, id="adj-two-between"),
    pytest.param("blue ADJ/1 red", {E}, id="adj-one-between-other-order"),
    pytest.param('"cluster munitions"~30', {A, B, D}, id="near-not-across-paragraphs"),
    pytest.param('"us us"~2', {D}, id="near-same-word-twice"),
    pytest.param('"us us"~1', set(), id="near-same-word-twice-one-between"),
    pytest.param('"red green blue"~0', set(), id="phrase-of-three-in-order"),
    pytest.param('"green red blue"~1', {C}, id="near-three-words"),
    pytest.param('"one red two blue"~1', {D}, id="near-four-words"),
    pytest.param('-"red green"~1', {A, B, D, E}, id="negated-near"),
    # wildcards and fuzzy
    pytest.param("munition*", {A, B, C, D}, id="prefix-of-the-written-word"),
    pytest.param("munitions*", {A, B, C, D}, id="prefix-that-is-no-prefix-of-the-stem"),
    pytest.param("m*tions", {A, B, C, D}, id="wildcard-inside"),
    pytest.param("*nvoy", {A}, id="wildcard-first"),
    pytest.param("r?d", {C, D, E}, id="one-character"),
    pytest.param("caf?", {B}, id="one-character-accent-folded"),
    pytest.param("subject:munition*", {A, B}, id="wildcard-in-a-field"),
    pytest.param("tresty~1", {C}, id="fuzzy-changed-letter"),
    pytest.param("tokoy~1", {B}, id="fuzzy-swapped-letters"),
    pytest.param("envoi~1", {A}, id="fuzzy-on-written-words"),
    pytest.param("nvoi~2", {A, E}, id="fuzzy-two-edits"),
    pytest.param("nvoi~1", set(), id="fuzzy-too-far"),
    pytest.param("-munition*", {E}, id="negated-wildcard"),
    # fields
    pytest.param("subject:munitions", {A, B}, id="subject"),
    pytest.param('subject:"cluster munitions"', {A}, id="phrase-in-subject"),
    pytest.param("text:japan", {A}, id="text"),
    pytest.param("body:japan", {A}, id="alias"),
    pytest.param("SUBJ:treaty", {C}, id="alias-in-capitals"),
    pytest.param("subject:(treaty OR munition)", {A, B, C}, id="group-in-a-field"),
    pytest.param("subject:(munitions -cooperation)", {B}, id="negation-in-a-field"),
    pytest.param("text:cooperation", set(), id="text-is-not-subject"),
    pytest.param("tags:PARM", {A, C}, id="tag"),
    pytest.param("tag:parm", {A, C}, id="tag-alias-any-case"),
    pytest.param("-tags:PARM", {B, D, E}, id="not-a-tag"),
    pytest.param('tags:"rice, ann"', {C}, id="keyword-with-a-comma"),
    pytest.param('tags:"(RICE,ANN)"', {C}, id="keyword-in-parentheses"),
    pytest.param("tags:P*", {A, C, D}, id="keyword-prefix"),
    pytest.param('tags:"arms control"', {A, C}, id="tags-by-meaning"),
    pytest.param("tags:japan", {A}, id="tag-by-a-word-of-its-meaning"),
    pytest.param("tags:kind=country", {A, B}, id="tags-by-kind"),
    pytest.param("tags:kind=organisation", set(), id="tags-of-a-kind-that-none-has"),
    pytest.param("-tags:kind=subject", {E}, id="no-tags-of-a-kind"),
    pytest.param("tags:PAR", set(), id="keyword-is-whole"),
    pytest.param("tags:(PARM JA)", {A}, id="keywords-anded"),
    pytest.param("tags:*", {A, B, C, D}, id="has-tags"),
    pytest.param("-tags:*", {E}, id="has-no-tags"),
    pytest.param("subject:*", {A, B, C, D}, id="has-a-subject"),
    pytest.param("class:CONFIDENTIAL", {A}, id="classification"),
    pytest.param("class:c", {A}, id="classification-by-letter"),
    pytest.param("class:>=CONFIDENTIAL", {A, C}, id="classification-at-least"),
    pytest.param("class:>C", {C}, id="classification-above"),
    pytest.param("class:<CONFIDENTIAL", {B, D}, id="unknown-classification-is-below-nothing"),
    pytest.param("class:<=TS", {A, B, C, D}, id="unknown-classification-is-never-found"),
    pytest.param("class:U..C", {A, B, D}, id="classification-range"),
    pytest.param("-class:*", {E}, id="unknown-classification"),
    pytest.param("caption:noforn", {C}, id="caption"),
    pytest.param("origin:paris", {C, D}, id="origin"),
    pytest.param('from:"La Paz"', {B}, id="origin-of-two-words"),
    pytest.param('origin:"AMEMBASSY LA PAZ"', {B}, id="origin-with-its-rank"),
    pytest.param("country:jp", {A}, id="country"),
    pytest.param("precedence:immediate", {A}, id="precedence"),
    pytest.param("to:secstate", {A}, id="to"),
    pytest.param("to:RUEHC", {A}, id="to-by-route"),
    pytest.param("to:state", {A}, id="to-by-post"),
    pytest.param('info:"AMEMBASSY SEOUL"', {A}, id="info-phrase"),
    pytest.param('info:"SEOUL AMEMBASSY"', set(), id="info-not-across-addressees"),
    pytest.param("info:seou*", {A}, id="info-wildcard"),
    pytest.param("info:seol~1", {A}, id="info-fuzzy"),
    pytest.param("info:ambassador", set(), id="names-are-not-stemmed"),
    pytest.param("cites:07TOKYO438", {A}, id="cites"),
    pytest.param('ref:"2007 Tokyo 00438"', {A}, id="cites-in-another-spelling"),
    pytest.param('cites:"LA PAZ 39"', {C}, id="cites-without-a-year"),
    pytest.param("marking:U", {A, D}, id="marking"),
    pytest.param("marking:S//NOFORN", {C}, id="marking-in-another-form"),
    pytest.param("marking:S*", {C}, id="marking-prefix"),
    pytest.param("signed:vandermeer", {A}, id="signed"),
    pytest.param("classifier:ambassador", {A}, id="classifier"),
    pytest.param("office:EB", {B}, id="office"),
    pytest.param("drafter:quill", {B}, id="drafter"),
    pytest.param("kind:document", {E}, id="kind"),
    # dates
    pytest.param("date:2007", {A, D}, id="year"),
    pytest.param("date:2007-04", {A}, id="month"),
    pytest.param("date:2007-04-18", {A}, id="day"),
    pytest.param('date:"18 Apr 2007"', {A}, id="day-in-words"),
    pytest.param("date:2007-04-17", set(), id="day-before"),
    pytest.param("date:2007-01..2007-06", {A}, id="range-of-months"),
    pytest.param("date:2007-01..2007-07", {A, D}, id="range-includes-its-last-month"),
    pytest.param("date:1979-12-31..2007-04-18", {A, C}, id="range-of-days-with-both-ends"),
    pytest.param("date:>=2007-07-01", {D}, id="from-midnight"),
    pytest.param("date:>2007-04-18", {D}, id="after-a-day"),
    pytest.param("date:<1974-01-03", set(), id="before-a-day"),
    pytest.param("date:<=1974-01-03", {B}, id="until-a-day"),
    pytest.param("date:..1979", {B, C}, id="open-range"),
    pytest.param("date:1900..2100", {A, B, C, D}, id="a-missing-date-is-in-no-range"),
    pytest.param("-date:*", {E}, id="no-date"),
    # MRNs
    pytest.param("mrn:07TOKYO1716", {A}, id="mrn"),
    pytest.param('mrn:"2007 Tokyo 01716"', {A}, id="mrn-in-another-spelling"),
    pytest.param("mrn:TOKYO1716", {A}, id="mrn-without-a-year"),
    pytest.param("07TOKYO1716", {A}, id="mrn-among-words"),
    pytest.param("TOKYO 1716", {A, B}, id="mrn-or-the-words"),
    pytest.param("07 Tokyo 01716", {A}, id="mrn-of-three-words"),
    pytest.param("PARIS 1974", {C, D}, id="mrn-that-may-be-a-year"),
    pytest.param("la paz 39", {B}, id="mrn-of-two-word-post"),
    pytest.param("-TOKYO1716", {B, C, D, E}, id="negated-mrn"),
    pytest.param("TOKYO 1716 envoy", {A}, id="mrn-and-a-word"),
    pytest.param("mrn:74*", {B}, id="mrn-prefix"),
    # unusual
    pytest.param("tags:PARM -caption:* envoy", set(), id="negated-field-in-and"),
    pytest.param("* -date:2007", {B, C, E}, id="all-but"),
    pytest.param('subject:* AND "red blue"', {C}, id="has-and-phrase"),
]


def names(found: list[Found]) -> set[str]:
    by_id = {row.id: name for name, row in ROWS.items()}
    return {by_id[one.id] for one in found}


@pytest.mark.parametrize(("text", "expected"), PROMISES)
def test_engine_finds(filled: Reader, text: str, expected: set[str]) -> None:
    node = parse_query(text).node
    found = filled.search(node, offset=0, limit=100, sort="relevance")
    assert names(found) == expected
    assert filled.count(node) == len(expected)
    assert expected == {name for name, row in ROWS.items() if node.matches(row)}
    assert not node.matches(BOOK_KEEPING)


ORDERS = [
    pytest.param("TOKYO 1716", "relevance", A, id="named-cable-first"),
    pytest.param("cluster TOKYO 1716 OR munitions", "relevance", A, id="named-cable-first-in-or"),
    pytest.param("PARIS 1974", "relevance", D, id="year-like-serial-keeps-the-words-order"),
    pytest.param("treaty", "relevance", C, id="subject-is-worth-more"),
    pytest.param("*", "newest", D, id="newest"),
    pytest.param("*", "oldest", B, id="oldest"),
]


@pytest.mark.parametrize(("text", "sort", "first"), ORDERS)
def test_engine_ranks(filled: Reader, text: str, sort: str, first: str) -> None:
    found = filled.search(parse_query(text).node, offset=0, limit=1, sort=sort)  # type: ignore[arg-type]
    assert names(found) == {first}


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("text", ["*", "munitions", "red OR munitions"])
def test_pages_join_to_the_whole(filled: Reader, text: str, sort: str) -> None:
    node = parse_query(text).node
    whole = filled.search(node, offset=0, limit=1000, sort=sort)  # type: ignore[arg-type]
    pages = [filled.search(node, offset=at, limit=1, sort=sort) for at in range(7)]  # type: ignore[arg-type]
    assert [one for page in pages for one in page] == whole


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_no_date_comes_last(filled: Reader, sort: str) -> None:
    found = filled.search(parse_query("*").node, offset=4, limit=9, sort=sort)  # type: ignore[arg-type]
    assert names(found) == {E}


FACETS = [
    pytest.param("*", "tags", {"PARM": 2, "MOPS": 1, "JA": 1, "BEXP": 1, "BL": 1, "PREL": 1,
                               "RICE, ANN": 1}, id="tags"),
    pytest.param("tags:PARM", "origin", {"TOKYO": 1, "PARIS": 1}, id="origin-of-some"),
    pytest.param("*", "date", {"2007": 2, "1974": 1, "1979": 1}, id="years"),
    pytest.param("nowhere", "tags", {}, id="of-nothing"),
    pytest.param("*", "class", {"CONFIDENTIAL": 1, "UNCLASSIFIED": 1, "SECRET": 1,
                                "LIMITED OFFICIAL USE": 1}, id="class"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "field", "expected"), FACETS)
def test_engine_counts(filled: Reader, text: str, field: str, expected: dict[str, int]) -> None:
    assert dict(filled.facet(parse_query(text).node, field)) == expected


def test_stored_bytes_come_back(filled: Reader) -> None:
    assert {name: filled.get(row.id) for name, row in ROWS.items()} == {
        name: row.stored for name, row in ROWS.items()
    }
    assert filled.get("07NOWHERE1") is None
    assert set(filled.ids("cable")) == {row.id for row in ROWS.values()}
    assert dict(filled.stored("source")) == {BOOK_KEEPING.id: BOOK_KEEPING.stored}
