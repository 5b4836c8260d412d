"""An index on an OpenSearch cluster, as its users meet it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import searchcable
from searchcable.engines.opensearch.connecting import Place, credentials, place
from searchcable.errors import IndexCorrupt, IndexFault
from searchcable.indexing import Cluster, index_corpus
from tests.engines.conftest import new_place
from tests.telegrams import write_telegrams

SECRET = {"user": "ann", "password": "pass=word", "token": "t"}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_telegrams(Path("corpus"), 30)
    return Path("corpus")


def test_a_corpus_on_a_cluster(corpus: Path) -> None:
    there = new_place("corpus")
    name = there.alias.removeprefix("searchcable-")
    cluster = Cluster(",".join(there.urls), shards=2, replicas=0)
    assert index_corpus(corpus, name, cluster=cluster).added == 30
    with searchcable.open(name) as index:
        assert index.meta.engine == "opensearch"
        assert index.count("fish") == len(index) == 30
        assert index.get("06OSLO7").subject == "FISH"
        assert index.facet("*", "tags") == {"PREL": 30}
        assert index.verify() == ()
    min(corpus.iterdir()).unlink()
    report = index_corpus(corpus, name, prune=True, confirm=lambda gone: True)
    assert (report.removed, report.cables) == (1, 29)


def test_a_second_folder_sees_the_same_index(corpus: Path) -> None:
    there = new_place("shared")
    name = there.alias.removeprefix("searchcable-")
    cluster = Cluster(there.urls[0], replicas=0)
    index_corpus(corpus, Path("one") / name, cluster=cluster)
    report = index_corpus(corpus, Path("two") / name, cluster=cluster)
    assert (report.added, report.cables) == (0, 30)


def test_where_no_cluster_answers(corpus: Path) -> None:
    with pytest.raises(
        IndexFault, match=r"no cluster answers at http://127\.0\.0\.1:9; is it running"
    ):
        index_corpus(corpus, "index", cluster=Cluster("http://127.0.0.1:9"))


def test_the_engine_needs_an_url(corpus: Path) -> None:
    with pytest.raises(IndexFault, match="needs --url"):
        index_corpus(corpus, "index", engine="opensearch")


URLS = [
    pytest.param("https://a:9200, http://b/", ("https://a:9200", "http://b"), id="two"),
    pytest.param("http://127.0.0.1:9250", ("http://127.0.0.1:9250",), id="one"),
]


@pytest.mark.parametrize(("text", "urls"), URLS)
def test_urls(text: str, urls: tuple[str, ...]) -> None:
    assert place(text, "My Index").urls == urls


NO_URLS = [
    pytest.param("localhost:9200", "is no URL", id="no-scheme"),
    pytest.param("https://ann:secret@host", "keeps no secret", id="password"),
    pytest.param("", "needs --url", id="nothing"),
    pytest.param("https://host/path", "is no URL", id="path"),
]


@pytest.mark.parametrize(("text", "why"), NO_URLS)
def test_what_is_no_url(text: str, why: str) -> None:
    with pytest.raises(IndexFault, match=why):
        place(text, "x")


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        pytest.param("default", "searchcable-default", id="plain"),
        pytest.param("My Index!", "searchcable-my-index", id="odd"),
        pytest.param("…", "searchcable-default", id="nothing-left"),
    ],
)
def test_aliases(name: str, alias: str) -> None:
    assert place("http://a", name).alias == alias


def test_credentials(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("user = ann\npassword=pass=word\n\ntoken=t\n")
    named = {"SEARCHCABLE_OPENSEARCH_CREDENTIALS": str(file)}
    assert credentials(named) == SECRET
    said = {f"SEARCHCABLE_OPENSEARCH_{key.upper()}": value for key, value in SECRET.items()}
    assert credentials(said) == SECRET
    assert credentials({}) == {}
    with pytest.raises(IndexFault, match="do not read"):
        credentials({"SEARCHCABLE_OPENSEARCH_CREDENTIALS": str(tmp_path / "none")})


def test_a_place_is_remembered_without_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in SECRET.items():
        monkeypatch.setitem(os.environ, f"SEARCHCABLE_OPENSEARCH_{key.upper()}", value)
    there = place("https://a", "x", shards=3, replicas=2, ca="ca.pem")
    there.write(tmp_path)
    assert Place.read(tmp_path) == there
    assert "pass=word" not in (tmp_path / "cluster.json").read_text()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("{", id="no-json"),
        pytest.param("[]", id="no-object"),
        pytest.param(json.dumps({"urls": []}), id="no-alias"),
        pytest.param(
            json.dumps(
                {"urls": ["file:///etc"], "alias": "a", "shards": 1, "replicas": 0, "ca": None}
            ),
            id="no-url",
        ),
    ],
)
def test_a_damaged_place_is_told(tmp_path: Path, data: str) -> None:
    (tmp_path / "cluster.json").write_text(data)
    with pytest.raises(IndexCorrupt, match="does not say where the cluster is"):
        Place.read(tmp_path)
