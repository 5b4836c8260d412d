"""An index on an OpenSearch cluster, as its users meet it."""

from __future__ import annotations

import json
import os
import re
from functools import partial
from pathlib import Path

import pytest

import searchcable
from searchcable.cable import Cable
from searchcable.engines.opensearch.connecting import Place, client, credentials, place
from searchcable.engines.opensearch.engine import publish, settle
from searchcable.engines.opensearch.schema import VERSION, index_body
from searchcable.errors import IndexCorrupt, IndexFault, IndexOutdated
from searchcable.formats import read_file
from searchcable.indexing import Cluster, index_corpus
from searchcable.store import create
from tests.engines.conftest import new_place
from tests.telegrams import telegram, write_telegrams

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


def test_a_cluster_that_moved_is_named_again(corpus: Path) -> None:
    there = new_place("moved")
    name = there.alias.removeprefix("searchcable-")
    index_corpus(corpus, name, cluster=Cluster(there.urls[0], shards=2, replicas=0))
    place_file = Path(name, "engine", "cluster.json")
    again = Cluster(f"{there.urls[0]},http://127.0.0.1:9")
    assert index_corpus(corpus, name, cluster=again).cables == 30
    now = Place.read(place_file.parent)
    assert (now.urls, now.shards) == ((there.urls[0], "http://127.0.0.1:9"), 2)
    with searchcable.open(name) as index:
        assert index.verify() == ()


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


def read(path: Path) -> Cable:
    return next(iter(read_file(path, path.as_posix()).cables))


def fill(cluster: Cluster, folder: str, name: str) -> None:
    index_corpus(folder, Path(f"of-{folder}") / name, cluster=cluster)


def test_two_feeders_of_one_cable_end_with_one(corpus: Path) -> None:
    """Both know of no version beforehand, and both versions are kept."""
    there = new_place("feeders")
    name = there.alias.removeprefix("searchcable-")
    cluster = Cluster(there.urls[0], replicas=0)
    telegram = min(corpus.iterdir()).read_text()
    for folder, subject in (("left", "FISH"), ("right", "FISH AND MORE FISH")):
        Path(folder).mkdir()
        Path(folder, "a.txt").write_text(telegram.replace("FISH", subject))
        create(Path(f"of-{folder}") / name, "opensearch", settle=partial(settle, there)).close()
    with (
        searchcable.open(Path("of-left") / name) as left,
        searchcable.open(Path("of-right") / name) as right,
        left.writing() as one,
        right.writing() as other,
    ):
        for session, folder in ((one, "left"), (other, "right")):
            session.put(read(Path(folder, "a.txt")))
        assert one.commit()
        assert other.commit()
        assert (one.added, other.added) == ({"06OSLO1"}, set())
        assert other.replaced == {"06OSLO1"}
    fill(cluster, "left", name)
    with searchcable.open(Path("of-right") / name) as index:
        assert len(index) == 1
        assert {version.subject for version in index.versions("06OSLO1")} == {
            "FISH",
            "FISH AND MORE FISH",
        }


def test_a_row_that_was_changed_meanwhile_is_merged_not_replaced(corpus: Path) -> None:
    """A session that read a row, and another that adds a version before it commits."""
    there = new_place("meanwhile")
    there.write(Path.cwd())
    name = there.alias.removeprefix("searchcable-")
    cluster = Cluster(there.urls[0], replicas=0)
    index_corpus(corpus, Path("one") / name, cluster=cluster)
    cable = read(min(corpus.iterdir()))
    with searchcable.open(Path("one") / name) as index, index.writing() as session:
        session.drop(["06OSLO1"], cable.sources[0].path, {})
        Path("other").mkdir()
        Path("other", "b.txt").write_text(cable.text)
        index_corpus("other", Path("two") / name, cluster=cluster)
        session.commit()
    with searchcable.open(Path("one") / name) as index:
        assert "other/b.txt" in {source.path for source in index.get("06OSLO1").sources}
        assert len(index) == 30


def test_a_refused_row_is_a_defect_that_says_why(corpus: Path) -> None:
    there = new_place("refused")
    name = there.alias.removeprefix("searchcable-")
    body = index_body(1, 0)
    body["mappings"]["properties"]["subject"] = {"type": "integer"}
    body["aliases"] = {there.alias: {}}
    client(there).indices.create(index=f"{there.alias}-v{VERSION}", body=body)
    bad = min(corpus.iterdir())
    for path in corpus.iterdir():
        if path != bad:
            path.unlink()
    report = index_corpus(corpus, name, cluster=Cluster(there.urls[0]))
    assert report.defects["row-refused"] == 1
    with searchcable.open(name) as index:
        cable = index.get("06OSLO1")
        assert cable.subject == "FISH"
        (defect,) = [d for d in cable.defects if d.code == "row-refused"]
        assert "failed to parse field [subject]" in defect.message
        assert index.count("mrn:06OSLO1") == index.count("defect:row-refused") == 1


def test_an_index_of_another_mapping_is_built_anew_beside_it(corpus: Path) -> None:
    there = new_place("rebuild")
    name = there.alias.removeprefix("searchcable-")
    cluster = Cluster(there.urls[0], replicas=0)
    index_corpus(corpus, name, cluster=cluster)
    asked = client(there)
    (old,) = asked.indices.get_alias(name=there.alias)
    asked.indices.put_mapping(index=old, body={"_meta": {"version": 0}})
    with pytest.raises(IndexOutdated, match="another mapping than version"):
        searchcable.open(name)
    report = index_corpus(corpus, name, force=True)
    assert (report.added, report.cables) == (30, 30)
    (new,) = asked.indices.get_alias(name=there.alias)
    assert new != old
    assert not asked.indices.exists(index=old)
    with searchcable.open(name) as index:
        assert index.count("fish") == 30


def test_publishing_twice_drops_nothing_that_serves(corpus: Path) -> None:
    """As when the folder of a rebuild was copied."""
    there = new_place("twice")
    settle(there, corpus)
    (old,) = client(there).indices.get_alias(name=there.alias)
    settle(there, corpus, rebuild=True, anyway=True)
    building = Place.read(corpus)
    publish(corpus)
    building.write(corpus)
    publish(corpus)
    assert list(client(there).indices.get_alias(name=there.alias)) == [building.building] != [old]


def test_an_index_that_is_gone_is_not_taken_for_an_empty_one(corpus: Path) -> None:
    there = new_place("gone")
    name = there.alias.removeprefix("searchcable-")
    index_corpus(corpus, name, cluster=Cluster(there.urls[0], replicas=0))
    opened = searchcable.open(name)
    client(there).indices.delete(index=f"{there.alias}-v{VERSION}")
    gone = "is not there any more; run searchcable index with --force"
    with pytest.raises(IndexFault, match=gone):
        searchcable.open(name)
    with pytest.raises(IndexFault, match=gone):
        opened.count("herring")
    with pytest.raises(IndexFault, match=gone):
        index_corpus(corpus, name)
    opened.close()
    assert index_corpus(corpus, name, force=True).cables == 30


def test_rows_go_nowhere_when_the_index_is_dropped_meanwhile(corpus: Path) -> None:
    """The cluster would make an index of its own, with a mapping that it guesses."""
    there = new_place("dropped")
    name = there.alias.removeprefix("searchcable-")
    index_corpus(corpus, name, cluster=Cluster(there.urls[0], replicas=0))

    def write_and_drop() -> None:
        with searchcable.open(name) as index, index.writing() as session:
            session.put(searchcable.parse(telegram(99, "Eels.")))
            client(there).indices.delete(index=f"{there.alias}-v{VERSION}")
            session.commit()

    with pytest.raises(IndexFault, match="is not there any more"):
        write_and_drop()
    assert not client(there).indices.exists(index=there.alias)


def test_stats_tell_health_shards_and_size(corpus: Path) -> None:
    there = new_place("stats")
    name = there.alias.removeprefix("searchcable-")
    report = index_corpus(corpus, name, cluster=Cluster(there.urls[0], shards=2, replicas=0))
    folder = sum(path.stat().st_size for path in Path(name).rglob("*") if path.is_file())
    with searchcable.open(name) as index:
        stats = index.stats()
    status = stats.status
    assert report.size_bytes
    assert report.size_bytes > 2 * folder
    assert stats.size_bytes
    assert stats.size_bytes > 2 * folder
    assert status["cluster"].startswith(("green, ", "yellow, "))
    assert status["shards"] == "2, and 0 copies of them"
    assert re.fullmatch(r"[\d.,]+ kB, [\d.,]+ kB with copies", status["on the cluster"])


def test_two_parts_feed_one_index(corpus: Path) -> None:
    there = new_place("parts")
    name = there.alias.removeprefix("searchcable-")
    cluster = Cluster(there.urls[0], replicas=0)
    for part in ("1/2", "2/2", "1/2"):
        index_corpus(corpus, Path(f"m{part[0]}") / name, cluster=cluster, part=part)
    with searchcable.open(Path("m1") / name) as index:
        assert len(index) == 30
