"""Whoosh's short cuts find what the meaning says: over many rows, and among many words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchcable.engines import Reader, open_engine
from searchcable.engines.whoosh.lexicon import Lexicon
from searchcable.engines.whoosh.postings import BLOCK
from searchcable.fields import Row, find_field
from searchcable.query import parse_query
from searchcable.query.nodes import Fuzzy, Pattern

TEXT = find_field("text")
assert TEXT is not None

words = st.text("abcé", max_size=14)


@given(st.sets(words, max_size=40), words.filter(bool), st.integers(1, 2))
def test_fuzzy_words_are_those_that_the_node_accepts(
    lexicon: set[str], word: str, edits: int
) -> None:
    near = {word, word[1:], word[:-1], word[::-1], f"x{word}", f"{word}x", word[1:2] + word[:1]}
    swapped = {word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in range(len(word))}
    known = sorted(lexicon | near | swapped)
    node = Fuzzy((TEXT,), word, edits)
    assert sorted(Lexicon(known).accepted(node)) == [w for w in known if node.accepts(w)]


@given(st.sets(words, max_size=40), st.text("ab*?", min_size=1, max_size=6))
def test_wildcards_are_those_that_the_node_accepts(lexicon: set[str], pattern: str) -> None:
    known = sorted(lexicon)
    node = Pattern((TEXT,), pattern)
    assert list(Lexicon(known).accepted(node)) == [w for w in known if node.accepts(w)]


ROWS = 3 * BLOCK
VOCABULARY = ["the", "of", "red", "blue", "treaty", "envoy", "rice", "port", "ship", "north"]


def many_rows() -> list[Row]:
    """Return rows with words of which some are nearly everywhere and others in a few."""
    chance = random.Random(7)
    shares = [1 / (rank + 1) ** 2 for rank in range(len(VOCABULARY))]

    def text(length: int) -> str:
        return " ".join(chance.choices(VOCABULARY, shares, k=chance.randint(0, length)))

    return [
        Row(
            f"row{number:05}",
            "cable",
            {"text": (text(30), text(9)), "subject": (text(3),), "tags": (f"T{number % 5}",)},
            b"",
        )
        for number in range(ROWS)
    ]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, Reader]]:
    """The same rows in the engine and in memory; of each hundred some were deleted or replaced."""
    rows = many_rows()
    again = [Row(row.id, "cable", {"text": ("north",)}, b"") for row in rows[::97]]
    readers = []
    for name in ("whoosh", "memory"):
        engine = open_engine(name, tmp_path_factory.mktemp(name))
        for some in (rows, again):
            with engine.writer() as writer:
                writer.add(map(engine.entry, some))
                writer.delete(row.id for row in rows[::89])
                writer.commit()
        readers.append(engine.reader())
    yield readers[0], readers[1]
    for reader in readers:
        reader.close()


A, B, C = "the", "of", "north"
QUERIES = [
    *(f'"{a} {b}"' for a in VOCABULARY for b in VOCABULARY),
    *(f'"{a} {b}"~{n}' for a, b in ((A, B), (A, C), (C, B), (C, C)) for n in (0, 1, 7, 30)),
    *(f'"{A} {B} {C}"~{n}' for n in (0, 3, 20)),
    f'"{A} {A} {A} {A}"', f'"{C} {A} {B}"', f'"{A} {B} {A} {B}"~2',
    *(f'("{A} {b}" OR {b} tags:T1) -"{b} {A}"' for b in VOCABULARY),
    *(f"{a} {b} -{c}" for a, b, c in zip(VOCABULARY, VOCABULARY[1:], VOCABULARY[2:], strict=False)),
    f"-({A} OR {C})", f"={C} OR subject:{C}", "nort~1 tags:T2", "*or* -tags:T*",
]  # fmt: skip


@pytest.mark.parametrize("text", QUERIES)
def test_many_rows_are_found_as_in_memory(pair: tuple[Reader, Reader], text: str) -> None:
    node = parse_query(text).node
    found, expected = ({f.id for f in reader.search(node, offset=0, limit=ROWS, sort="oldest")}
                       for reader in pair)  # fmt: skip
    assert found == expected
    assert pair[0].count(node) == len(expected)


def test_the_queries_find_few_rows_and_many(pair: tuple[Reader, Reader]) -> None:
    counts = sorted(pair[1].count(parse_query(text).node) for text in QUERIES)
    assert counts[0] < 5 < ROWS / 2 < counts[-1]


PAGED = ["the", '"of the"', "tags:T3", "the OR north", "-tags:T3"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("text", PAGED)
def test_pages_join_to_the_whole(pair: tuple[Reader, Reader], text: str, sort: str) -> None:
    node = parse_query(text).node
    whole = pair[0].search(node, offset=0, limit=ROWS, sort=sort)
    assert len(whole) == pair[1].count(node)
    starts = range(0, len(whole) + 50, 50)
    pages = (pair[0].search(node, offset=at, limit=50, sort=sort) for at in starts)
    assert list(chain.from_iterable(pages)) == whole
