"""What goes wrong with a cluster: each with a message that says what to do, and nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

import searchcable
from searchcable.engines.opensearch import connecting, reading
from searchcable.engines.opensearch.connecting import Place, client
from searchcable.engines.opensearch.schema import VERSION
from searchcable.errors import IndexFault
from searchcable.indexing import Cluster, Progress, index_corpus
from tests.engines.conftest import new_place
from tests.telegrams import write_telegrams

SCRIPT = Path(__file__).parents[1] / "scripts" / "opensearch"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_telegrams(Path("corpus"), 30)
    return Path("corpus")


def named(there: Place) -> str:
    return there.alias.removeprefix("searchcable-")


def test_a_disk_that_is_nearly_full(corpus: Path) -> None:
    there = new_place("full")
    index_corpus(corpus, named(there), cluster=Cluster(there.urls[0], replicas=0))
    asked = client(there)
    block = "index.blocks.read_only_allow_delete"
    asked.indices.put_settings(index=there.alias, body={block: True})
    write_telegrams(corpus, 40)
    with pytest.raises(IndexFault, match=r"disk is nearly full; .* take the index's .* block off"):
        index_corpus(corpus, named(there))
    with searchcable.open(named(there)) as index:
        assert len(index) == 30
    asked.indices.put_settings(index=there.alias, body={block: None})
    assert index_corpus(corpus, named(there)).cables == 40


class Server(BaseHTTPRequestHandler):
    """Says what it is, and which authorization it was sent."""

    told: ClassVar[dict[str, object]] = {}
    authorization: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        self.authorization.append(self.headers["Authorization"])
        body = json.dumps(self.told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Callable[[dict[str, object]], str]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def start(told: dict[str, object]) -> str:
        Server.told, Server.authorization = told, []
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    server.shutdown()
    server.server_close()


SERVERS = [
    pytest.param({"distribution": "opensearch", "number": "1.3.20"}, "opensearch 1.3.20", id="old"),
    pytest.param({"number": "7.10.2"}, "another kind 7.10.2", id="elasticsearch"),
]


@pytest.mark.parametrize(("version", "told"), SERVERS)
def test_a_server_that_will_not_do(
    corpus: Path, serve: Callable[[dict[str, object]], str],
    version: dict[str, object], told: str,
) -> None:  # fmt: skip
    url = serve({"version": version})
    with pytest.raises(IndexFault, match=f"the server is {told}; OpenSearch 2.4 or later"):
        index_corpus(corpus, "index", cluster=Cluster(url))


def test_a_token_is_sent(
    corpus: Path, serve: Callable[[dict[str, object]], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHCABLE_OPENSEARCH_TOKEN", "abc")
    url = serve({"version": {"number": "1"}})
    with pytest.raises(IndexFault):
        index_corpus(corpus, "index", cluster=Cluster(url))
    assert Server.authorization == ["Bearer abc"]


@pytest.fixture
def kill() -> Iterator[Callable[[], None]]:
    """What kills the second node of three; it is brought back at the end."""
    urls = os.environ.get("SEARCHCABLE_TEST_OPENSEARCH", "").split(",")
    told = script("status").stdout
    if len(urls) < 3 or not all(url in told for url in urls):
        pytest.skip("no three nodes that scripts/opensearch started; scripts/test starts them")
    yield lambda: script("kill-node", "2", check=True) and None
    bring_back()


def bring_back() -> None:
    """Have the second node run again, and wait until all is as it was."""
    if "node 2: " in script("status").stdout and "not running" in script("status").stdout:
        script("start-node", "2", check=True)
    urls = os.environ["SEARCHCABLE_TEST_OPENSEARCH"].split(",")
    client(Place(tuple(urls), "any")).cluster.health(
        params={"wait_for_nodes": "3", "wait_for_status": "green"}, request_timeout=90
    )


def script(*arguments: str, check: bool = False) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=check, timeout=150)


def test_a_red_cluster(
    corpus: Path, kill: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shard is lost with the one node that had it, and comes back with it."""
    monkeypatch.setattr(connecting, "WAITS", (0.1,))
    there = new_place("red")
    cluster = Cluster(",".join(there.urls), shards=3, replicas=0)
    index_corpus(corpus, named(there), cluster=cluster)
    kill()
    with pytest.raises(IndexFault, match="the cluster is red or overloaded; see its health"):
        searchcable.open(named(there))
    write_telegrams(corpus, 40)
    with pytest.raises(IndexFault, match="the cluster is red or overloaded; see its health"):
        index_corpus(corpus, named(there))
    bring_back()
    with searchcable.open(named(there)) as opened:
        assert len(opened) == opened.count("herring") == 30
    assert index_corpus(corpus, named(there)).cables == 40


def test_a_node_is_killed_while_rows_are_sent(corpus: Path, kill: Callable[[], None]) -> None:
    write_telegrams(corpus, 1500)
    there = new_place("killed")
    cluster = Cluster(",".join(there.urls), shards=3, replicas=1)
    killed: list[int] = []

    def progress(now: Progress) -> None:
        if now.committed and not killed:
            killed.append(now.committed)
            kill()

    report = index_corpus(corpus, named(there), cluster=cluster, commit_rows=100, progress=progress)
    assert killed
    assert killed[0] < 1500
    assert (report.added, report.cables, report.skipped) == (1500, 1500, {})
    with searchcable.open(named(there)) as index:
        assert {hit.id for hit in index.search("herring")} == {
            f"06OSLO{number}" for number in range(1, 1501)
        }


def test_a_node_is_killed_while_hits_are_paged_through(
    corpus: Path, kill: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_telegrams(corpus, 300)
    monkeypatch.setattr(reading, "PAGE", 50)
    there = new_place("paged")
    cluster = Cluster(",".join(there.urls), shards=3, replicas=1)
    index_corpus(corpus, named(there), cluster=cluster)
    client(there).cluster.health(
        index=there.alias, params={"wait_for_status": "green"}, request_timeout=60
    )
    with searchcable.open(named(there)) as index:
        rows = index._reader.stored("cable")
        ids = [next(rows)[0] for _ in range(60)]
        kill()
        ids += [id for id, _ in rows]
    assert len(ids) == len(set(ids)) == 300


def test_a_snapshot_brings_an_index_back(corpus: Path) -> None:
    there = new_place("saved")
    index_corpus(corpus, named(there), cluster=Cluster(there.urls[0], replicas=0))
    asked = client(there)
    repository = f"r{named(there)}"
    folder = {"type": "fs", "settings": {"location": repository}}
    asked.snapshot.create_repository(repository=repository, body=folder)
    whole = {"wait_for_completion": "true"}
    asked.snapshot.create(
        repository=repository, snapshot="monday", params=whole, body={"indices": f"{there.alias}*"}
    )
    write_telegrams(corpus, 40)
    index_corpus(corpus, named(there))
    asked.indices.delete(index=f"{there.alias}-v{VERSION}")
    asked.snapshot.restore(repository=repository, snapshot="monday", params=whole)
    asked.cluster.health(index=there.alias, wait_for_status="green", request_timeout=60)
    with searchcable.open(named(there)) as index:
        assert index.count("herring") == index.count("herr*") == 30
    assert index_corpus(corpus, named(there)).cables == 40
    asked.snapshot.delete_repository(repository=repository)
