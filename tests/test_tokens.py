"""Words, as every engine sees them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchcable.tokens import (
    MAX_TOKEN,
    may_hold,
    places,
    root,
    spaced,
    spaced_each,
    spans,
    stem,
    words,
)

WORDS = [
    pytest.param("U.S.-Japan", ["us", "japan"], id="dotted-abbreviation-and-hyphen"),
    pytest.param("1.4(B)", ["1.4", "b"], id="decimal-and-parenthesis"),
    pytest.param("AA/S", ["aa", "s"], id="slash"),
    pytest.param("$15,000", ["15000"], id="thousands"),
    pytest.param("1,234,567.89", ["1234567.89"], id="millions"),
    pytest.param("1,2,3", ["1", "2", "3"], id="a-list-of-numbers"),
    pytest.param("12,34", ["12", "34"], id="no-thousands"),
    pytest.param("Japan's Japan’s", ["japan", "japan"], id="possessive"),
    pytest.param("JAPAN'S", ["japan"], id="possessive-in-capitals"),
    pytest.param("OʼNeillʼs ʼ O’Neill’s é", ["oneill", "oneill", "e"], id="other-apostrophes"),
    pytest.param("O'Neill O’NEILL", ["oneill", "oneill"], id="apostrophe"),
    pytest.param("Qur'an", ["quran"], id="apostrophe-for-hamza"),
    pytest.param("04/18/2016", ["04", "18", "2016"], id="date"),
    pytest.param("AT&T", ["at", "t"], id="ampersand"),
    pytest.param("M-48", ["m", "48"], id="hyphen-and-number"),
    pytest.param("WELL-\nCONNECTED", ["well", "connected"], id="hyphen-at-the-end-of-a-line"),
    pytest.param("J.Thomas", ["j", "thomas"], id="initial-glued-to-a-name"),
    pytest.param("year.The", ["year", "the"], id="sentence-glued-to-the-next"),
    pytest.param("e.g. U.S.A.", ["eg", "usa"], id="abbreviations"),
    pytest.param("end of 2007.", ["end", "of", "2007"], id="number-at-the-end"),
    pytest.param("Malmö café", ["malmo", "cafe"], id="accents"),
    pytest.param("cafe\u0301", ["cafe"], id="accent-that-combines"),
    pytest.param("Ma\u0301laga's", ["malaga"], id="accent-that-combines-inside-a-word"),
    pytest.param("Straße", ["strasse"], id="sharp-s"),
    pytest.param("ﬁne", ["fine"], id="ligature"),
    pytest.param("F16 3rd", ["f16", "3rd"], id="letters-and-digits"),
    pytest.param("snake_case", ["snake", "case"], id="underscore"),
    pytest.param("¶3. (C)", ["3", "c"], id="pilcrow"),
    pytest.param("Москва", ["москва"], id="cyrillic"),
    pytest.param("-- ** ,.", [], id="no-word"),
    pytest.param("ʼ ʼʼ a'ʼ", ["a"], id="letters-that-are-apostrophes-alone"),
    pytest.param("a" * (MAX_TOKEN + 5), ["a" * MAX_TOKEN, "a" * 5], id="too-long-is-cut-not-lost"),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("munitions", "munit", id="plural"),
        pytest.param("cooperation", "cooper", id="noun"),
        pytest.param("us", "us", id="short"),
        pytest.param("15000", "15000", id="number"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


@given(st.text())
def test_spans_are_the_words_with_their_places(text: str) -> None:
    placed = list(spans(text))
    assert [word for word, _, _ in placed] == words(text)
    assert all(0 <= start < end <= len(text) for _, start, end in placed)


@given(st.text())
def test_a_word_read_again_is_itself(text: str) -> None:
    assert [words(word) for word in words(text)] == [[word] for word in words(text)]


@given(st.lists(st.sampled_from([1, 7, 60, 99, 100, 101, 108, 230]), max_size=9))
@example([60, 108, 1])
def test_a_long_word_is_cut_wherever_it_stands(sizes: list[int]) -> None:
    cut = [min(MAX_TOKEN, size - at) for size in sizes for at in range(0, size, MAX_TOKEN)]
    assert list(map(len, words(" ".join("a" * size for size in sizes)))) == cut


@given(st.text(alphabet="Aa.,'1 é-"), st.text(alphabet="Aa.,'1 é-"))
def test_a_space_parts_words(one: str, other: str) -> None:
    assert words(f"{one} {other}") == words(one) + words(other)


texts = st.text(st.sampled_from("AaBb.,'’ 1é\u0301½-_\n"), max_size=60)


@given(texts, st.data())
def test_places_are_those_of_spans(text: str, data: st.DataObject) -> None:
    placed = list(spans(text))
    numbers = data.draw(st.sets(st.sampled_from(range(len(placed))))) if placed else set()
    expected = [placed[number][1:] for number in numbers]
    assert places(text, len(placed), numbers) == expected


cut = st.sampled_from([10 * "0123456789", 25 * "a1b2", 60 * "b'a", 120 * "b"])


@given(st.lists(st.one_of(texts, cut, st.just("a\x1fb"))))
@example(["Oslo.", "", "U.S."])
@example(["a" * 101, "b.c"])
@example(["a\x1f.b", "c"])
@example(["“Oslo”", "é", "a  b"])
def test_texts_are_parted_together_as_each_by_itself(some: list[str]) -> None:
    assert spaced_each(some) == tuple(map(spaced, some))


@given(st.lists(st.one_of(texts, cut), max_size=4).map("".join), st.data())
def test_spans_of_tokens_that_begin_alike_are_among_those_of_all(
    text: str, data: st.DataObject
) -> None:
    placed = list(spans(text))
    words = [word for word, _, _ in placed] or ["a.1"]
    beginning = data.draw(st.sampled_from(words))[: data.draw(st.integers(0, 3))]
    expected = [one for one in placed if one[0].startswith(beginning)]
    assert list(spans(text, beginning)) == expected


@given(texts, st.integers(0, 3), st.integers(1, 9))
def test_a_text_may_hold_what_its_words_have_in_them(text: str, start: int, end: int) -> None:
    assert all(may_hold(text, word[start:end]) for word in words(text))


HELD = [
    pytest.param("The U.S.", "us", True, id="over-points"),
    pytest.param("O'Neill", "neil", True, id="within-a-word"),
    pytest.param("1.4(B)", "1.4", True, id="a-decimal"),
    pytest.param("Tokyo", "oslo", False, id="not-there"),
    pytest.param("Málaga", "oslo", True, id="not-sure-beyond-ascii"),
]


@pytest.mark.parametrize(("text", "part", "expected"), HELD)
def test_may_hold(text: str, part: str, expected: bool) -> None:
    assert may_hold(text, part) is expected


SUFFIXES = """s es ies ied ed eed ing ingly edly y tional enci anci abli entli izer ization ational
ation ator alism aliti alli fulness ousli iveness iviti biliti bility bli logi ogist fulli lessli li
icate iciti ical ful ness ative alize al ance ence er ic able ible ant ement ment ent ism ate iti
ous ive ize ion e l ll""".split()  # noqa: SIM905


@given(st.text("aeiouybdglnrstxz", max_size=6), st.lists(st.sampled_from(SUFFIXES), max_size=3))
@example("skie", ["s"])
@example("dy", ["ing"])
@example("possi", ["bility"])
@example("m", ["y", "ing", "s"])
@example("", ["ies"])
def test_a_word_begins_with_the_root_of_its_stem(begin: str, suffixes: list[str]) -> None:
    word = begin + "".join(suffixes)
    assert word.startswith(root(stem(word)))


@pytest.mark.parametrize(
    ("of", "expected"), [("the", "th"), ("vie", "v"), ("ie", "i"), ("i", "i"), ("us", "us")]
)
def test_a_root_is_short_where_it_must_be_and_never_empty(of: str, expected: str) -> None:
    assert root(of) == expected
