"""Random queries on random cables: each engine finds what `matches` says, or refuses."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchcable.engines import Reader, Sort
from searchcable.errors import QueryError
from searchcable.fields import Row
from searchcable.query import parse_query
from tests.engines.cables import kept
from tests.engines.conftest import new_engine

WORDS = ["red", "reds", "blue", "blues", "green", "run", "runs", "running", "us", "1974", "treaty"]
TAGS = ["PARM", "PREL", "JA", "RICE, ANN"]
LEVELS = ["UNCLASSIFIED", "FOR OFFICIAL USE ONLY", "CONFIDENTIAL", "SECRET"]

values = st.lists(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), max_size=3).map(tuple)
dates = st.integers(0, 4000).map(
    lambda day: ((datetime(1973, 1, 1) + timedelta(days=day)).isoformat(timespec="minutes"),)
)
rows = st.builds(
    lambda number, text, subject, to, tags, level, date: Row(
        f"74POST{number}", "cable",
        {"text": text, "subject": subject, "to": to, "tags": tags, "class": level, "date": date,
         "mrn": (f"74POST{number}", f"POST{number}")},
        kept({"text": text, "subject": subject, "to": to}),
    ),
    st.integers(1, 12), values, values.map(lambda v: v[:1]), values,
    st.lists(st.sampled_from(TAGS), max_size=3, unique=True).map(tuple),
    st.lists(st.sampled_from(LEVELS), max_size=1).map(tuple), dates | st.just(()),
)  # fmt: skip

word = st.sampled_from(WORDS)
leaf = st.one_of(
    word,
    word.map("={}".format),
    word.map("to:{}".format),
    word.map("subject:{}".format),
    word.map(lambda w: w[:2] + "*"),
    word.map(lambda w: w[0] + "?" + w[2:] + "*"),
    word.map(lambda w: f"to:*{w[-2:]}"),
    st.tuples(word, st.integers(0, 2)).map(lambda p: f"{p[0][:-1]}~{p[1]}"),
    st.lists(word, min_size=2, max_size=3).map(lambda w: f'"{" ".join(w)}"'),
    st.tuples(st.lists(word, min_size=2, max_size=4), st.integers(0, 6)).map(
        lambda p: f'"{" ".join(p[0])}"~{p[1]}'
    ),
    st.tuples(word, st.integers(0, 4), word).map(lambda p: f"{p[0]} ADJ/{p[1]} {p[2]}"),
    st.sampled_from(TAGS).map('tags:"{}"'.format),
    st.sampled_from(["tags:P*", "tags:*", "subject:*", "to:*", "class:*", "date:*", "*"]),
    st.sampled_from(["class:>=C", "class:<S", "class:U..C", "class:SBU"]),
    st.sampled_from(["date:1974", "date:>=1975-06", "date:<1979-02-03", "date:1973-12..1974-02-10",
                     "date:1976-02-28..1976-03-01", "date:..1980", "date:>1983-11"]),
    st.integers(1, 13).map("74POST{}".format),
)  # fmt: skip
queries = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join).map("({})".format),
        inner.map("-({})".format),
    ),
    max_leaves=6,
)


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    batches=st.lists(st.lists(rows, max_size=6), min_size=1, max_size=3),
    texts=st.lists(queries, min_size=8, max_size=8),
)
def test_engine_finds_what_matches(
    engine_name: str,
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[list[Row]],
    texts: list[str],
) -> None:
    engine = new_engine(engine_name, tmp_path_factory.mktemp("random"))
    there: dict[str, Row] = {}
    with engine.writer() as writer:
        for batch in batches:
            writer.add(map(engine.entry, batch))
            writer.commit()
            there |= {row.id: row for row in batch}
    reader = engine.reader()
    for text in texts:
        try:
            node = parse_query(text).node
        except QueryError:
            continue
        found = reader.search(node, offset=0, limit=100, sort="relevance")
        expected = {row.id for row in there.values() if node.matches(row)}
        assert {one.id for one in found} == expected, text
        assert reader.count(node) == len(expected) == len(found), text
    reader.close()


def some_rows(count: int) -> list[Row]:
    """Return rows by chance, the same ones each time."""
    chance = random.Random(6)

    def text(most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(0, most)))

    return [
        Row(
            f"74POST{number}", "cable",
            {**words, "tags": tuple(chance.sample(TAGS, chance.randint(0, 3))),
             "class": tuple(chance.sample(LEVELS, chance.randint(0, 1))),
             "date": (f"19{chance.randint(73, 83)}-{chance.randint(1, 12):02}-04T00:30",),
             "mrn": (f"74POST{number}", f"POST{number}")},
            kept(words),
        )
        for number in range(1, count + 1)
        for words in [
            {"text": (text(30), text(7)), "subject": (text(5),), "to": (text(2), text(1))}
        ]
    ]  # fmt: skip


@dataclass(frozen=True, repr=False)
class Both:
    """An engine and the memory engine; without a `repr`, which would have all rows in it."""

    engine: Reader
    memory: Reader


@pytest.fixture(scope="module")
def both(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """An engine, on a cluster of several shards, and the memory engine, with the same rows."""
    readers = []
    for name in (engine_name, "memory"):
        engine = new_engine(name, tmp_path_factory.mktemp("both"), shards=3)
        with engine.writer() as writer:
            writer.add(map(engine.entry, some_rows(120)))
            writer.commit()
        readers.append(engine.reader())
    yield Both(*readers)
    for reader in readers:
        reader.close()


@settings(max_examples=500, deadline=None)
@given(text=queries, sort=st.sampled_from(["newest", "oldest"]))
def test_engine_answers_as_memory_does(both: Both, text: str, sort: Sort) -> None:
    try:
        node = parse_query(text).node
    except QueryError:
        return
    engine, memory = both.engine, both.memory
    found, expected = (
        [one.id for one in reader.search(node, offset=3, limit=50, sort=sort)]
        for reader in (engine, memory)
    )
    assert found == expected
    assert engine.count(node) == memory.count(node)
    assert engine.facet(node, "tags") == memory.facet(node, "tags")
