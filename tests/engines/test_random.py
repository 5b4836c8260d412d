"""Random queries on random cables: each engine finds what `matches` says, or refuses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchcable.errors import QueryError
from searchcable.fields import Row
from searchcable.query import parse_query
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
        b"",
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
