"""The engine of a new index: by name, or by the size of the corpus."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import searchcable
from searchcable.errors import IndexFault
from searchcable.indexing import choosing, index_corpus
from searchcable.store import manifest
from tests.telegrams import write_telegrams


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_telegrams(tmp_path / "corpus", 5)
    return Path("corpus")


NEW = [
    # (engine asked for, whether the corpus is large, the engine of the index, what is told)
    pytest.param("auto", False, "whoosh", [], id="small"),
    pytest.param("auto", True, "tantivy", ["engine tantivy, for 0 MiB; --engine names another"],
                 id="large"),
    pytest.param("whoosh", True, "whoosh", [], id="named-whoosh"),
    pytest.param("tantivy", False, "tantivy", [], id="named-tantivy"),
]  # fmt: skip


@pytest.mark.parametrize(("engine", "large", "chosen", "notes"), NEW)
def test_a_new_index(corpus, monkeypatch, engine, large, chosen, notes) -> None:
    monkeypatch.setattr(choosing, "LARGE", 1 if large else 1_000_000)
    told: list[str] = []
    report = index_corpus(corpus, "index", engine=engine, notes=told.append)
    assert (report.cables, told) == (5, notes)
    with searchcable.open("index") as index:
        assert index.engine_name == chosen
        assert [hit.mrn for hit in index.search("number3")] == ["06OSLO3"]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_index_keeps_its_engine(corpus: Path, engine: str) -> None:
    index_corpus(corpus, "index", engine=engine)
    told: list[str] = []
    assert index_corpus(corpus, "index", notes=told.append).unchanged == 5
    assert told == []
    with searchcable.open("index") as index:
        assert index.engine_name == engine


def test_an_index_that_has_outgrown_whoosh_is_offered_another(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_corpus(corpus, "index", engine="whoosh")
    monkeypatch.setattr(choosing, "LARGE", 1)
    told: list[str] = []
    index_corpus(corpus, "index", notes=told.append)
    (note,) = told
    command = note.split(": ", 1)[1]
    assert command == "searchcable index corpus --index index --force --engine tantivy"
    index_corpus(corpus, "index", engine="tantivy", force=True)
    with searchcable.open("index") as index:
        assert (index.engine_name, len(index)) == ("tantivy", 5)


def test_another_engine_is_refused_without_force(corpus: Path) -> None:
    index_corpus(corpus, "index", engine="whoosh")
    with pytest.raises(IndexFault, match="--force --engine tantivy"):
        index_corpus(corpus, "index", engine="tantivy")


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_kill_before_the_manifest_is_sealed(
    corpus: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where all rows were removed, so that no new file tells that a commit was made."""
    index_corpus(corpus, "index", engine=engine)
    for path in corpus.iterdir():
        os.unlink(path)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(manifest, "seal", killed)
        with pytest.raises(KeyboardInterrupt):
            index_corpus(corpus, "index", prune=True, confirm=lambda gone: True)
    with searchcable.open("index") as index:
        assert len(index) == 0
    write_telegrams(corpus, 2)
    assert index_corpus(corpus, "index").cables == 2
    assert not Path("index", manifest.PENDING).exists()
    with searchcable.open("index") as index:
        assert index.verify() == ()
