"""Adding, replacing, deleting and committing, on every engine."""

from __future__ import annotations

import dataclasses

import pytest

from searchcable.engines import MAX_EXPANSION, Engine
from searchcable.errors import QueryLimitError
from searchcable.fields import Row
from searchcable.query import parse_query
from tests.engines.cables import ALPHA, ROWS, row

A, B = ROWS["alpha"], ROWS["bravo"]
CHANGED = row(dataclasses.replace(ALPHA, subject="Something else", tags=("XX",)))


def found(engine: Engine, text: str) -> set[str]:
    reader = engine.reader()
    try:
        hits = reader.search(parse_query(text).node, offset=0, limit=100, sort="relevance")
        return {hit.id for hit in hits}
    finally:
        reader.close()


def test_nothing_is_seen_before_commit(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.add(map(engine.entry, [A]))
        assert found(engine, "*") == set()
        writer.commit()
        assert found(engine, "*") == {A.id}


def test_what_was_not_committed_is_dropped(engine: Engine) -> None:
    def fail_after_a_commit() -> None:
        with engine.writer() as writer:
            writer.add(map(engine.entry, [A]))
            writer.commit()
            writer.add(map(engine.entry, [B]))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_a_commit()
    with engine.writer() as writer:
        writer.commit()
    assert found(engine, "*") == {A.id}


@pytest.mark.parametrize("commit_between", [False, True], ids=["one-batch", "two-commits"])
def test_the_same_id_replaces(engine: Engine, commit_between: bool) -> None:
    with engine.writer() as writer:
        writer.add(map(engine.entry, [A, B]))
        for _ in range(commit_between):
            writer.commit()
        writer.add(map(engine.entry, [CHANGED]))
        writer.commit()
    assert found(engine, "*") == {A.id, B.id}
    assert found(engine, "tags:MOPS") == set()
    assert found(engine, "tags:XX") == {A.id}


@pytest.mark.parametrize("commit_between", [False, True], ids=["one-batch", "two-commits"])
def test_delete(engine: Engine, commit_between: bool) -> None:
    with engine.writer() as writer:
        writer.add(map(engine.entry, [A, B]))
        for _ in range(commit_between):
            writer.commit()
        writer.delete([A.id, "nothing"])
        writer.commit()
        writer.delete([A.id])
        writer.commit()
    assert found(engine, "*") == {B.id}


def test_delete_and_add_again(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.add(map(engine.entry, [A]))
        writer.commit()
        writer.delete([A.id])
        writer.add(map(engine.entry, [CHANGED]))
        writer.commit()
    assert found(engine, "tags:XX") == {A.id}
    assert found(engine, "tags:MOPS") == set()


def test_a_reader_keeps_its_snapshot(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.add(map(engine.entry, [A]))
        writer.commit()
        reader = engine.reader()
        writer.delete([A.id])
        writer.add(map(engine.entry, [B]))
        writer.commit()
    assert set(reader.ids("cable")) == {A.id}
    assert reader.get(A.id) == A.stored
    reader.close()
    assert found(engine, "*") == {B.id}


def test_an_empty_index_answers(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.commit()
    assert found(engine, "* OR munitions OR -tags:x OR mun* OR date:2007") == set()


WORDS = [
    " ".join(f"{a}{i}" for i in range(MAX_EXPANSION // 2 + n)) for a, n in (("xa", 0), ("xb", 1))
]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        pytest.param("xa*", False, id="within"),
        pytest.param("x*", True, id="one-too-many-over-two-fields"),
        pytest.param("subject:x*", False, id="one-field-within"),
        pytest.param("x*0", False, id="few-of-many"),
        pytest.param("nowhere x*", True, id="beside-a-word-of-no-cable"),
    ],
)
def test_wildcards_have_a_limit(engine: Engine, text: str, refused: bool) -> None:
    values = {"text": (WORDS[0],), "subject": (WORDS[1],)}
    with engine.writer() as writer:
        writer.add([engine.entry(Row("a", "cable", values, b""))])
        writer.commit()
    reader = engine.reader()
    node = parse_query(text).node
    try:
        outcome = reader.count(node)
    except QueryLimitError as error:
        outcome = str(MAX_EXPANSION // 1000) in str(error) and -1
    assert (outcome == -1) is refused
    reader.close()
