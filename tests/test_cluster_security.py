"""A cluster that asks who one is, and shows each reader what their clearance covers."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from opensearchpy import OpenSearch

import searchcable
from searchcable.engines.opensearch.lexicon import LEXICON
from searchcable.engines.opensearch.schema import UNIT
from searchcable.errors import CableNotFound, IndexFault
from searchcable.indexing import Cluster, index_corpus
from tests.telegrams import telegram

ACCESS = "SEARCHCABLE_TEST_OPENSEARCH_SECURE"
"""The variable that names the access.json of a secured cluster, which `scripts/test` sets."""

SECRET_NAMES = ("USER", "PASSWORD", "TOKEN", "CREDENTIALS")


@dataclass(frozen=True)
class Secured:
    url: str
    ca: str
    user: str
    password: str
    credentials: str

    def asks(self, method: str, path: str, body: dict[str, Any]) -> None:
        client = OpenSearch([self.url], http_auth=(self.user, self.password), ca_certs=self.ca)
        client.transport.perform_request(method, f"/_plugins/_security/api/{path}", body=body)


@pytest.fixture(scope="session")
def secured() -> Secured:
    named = os.environ.get(ACCESS)
    if not named:
        pytest.skip(f"no secured cluster: {ACCESS} is not set; scripts/test starts one")
    access = json.loads(Path(named).read_text())
    lines = Path(access["credentials"]).read_text().splitlines()
    said = dict(line.split("=", 1) for line in lines)
    return Secured(**access, **said)


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in SECRET_NAMES:
        monkeypatch.delenv(f"SEARCHCABLE_OPENSEARCH_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def be(monkeypatch: pytest.MonkeyPatch, user: str, password: str) -> None:
    monkeypatch.setenv("SEARCHCABLE_OPENSEARCH_USER", user)
    monkeypatch.setenv("SEARCHCABLE_OPENSEARCH_PASSWORD", password)


def marked(serial: int, level: str, subject: str, words: str) -> str:
    text = telegram(serial, words, subject=subject)
    return text.replace("UNCLAS OSLO", f"{level} OSLO" if level else "OSLO")


CABLES = {
    "1.txt": marked(1, "UNCLAS", "HERRING", "Herring is plentiful."),
    "2.txt": marked(2, "C O N F I D E N T I A L", "COD", "Codfish is scarce."),
    "3.txt": marked(3, "S E C R E T", "WHALES", "Whaling goes on, quietly."),
    "4.txt": marked(4, "", "SALMON", "Salmonids of no known level."),
    "5.txt": marked(5, "UNCLAS", "TROUT", "Trout, and a good deal more of it than there was."),
    "copy/5.txt": marked(5, "S E C R E T", "TROUT", "Trout."),
}
SEEN = {"06OSLO1", "06OSLO2"}


@pytest.fixture(scope="module")
def name(secured: Secured, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An index of the cables, made by the administrator."""
    folder = tmp_path_factory.mktemp("secured")
    for path, text in CABLES.items():
        (folder / "corpus" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "corpus" / path).write_text(text)
    name = f"secured-{secrets.token_hex(6)}"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SEARCHCABLE_OPENSEARCH_CREDENTIALS", secured.credentials)
        report = index_corpus(
            "corpus", name, cluster=Cluster(secured.url, replicas=0, ca=secured.ca)
        )
        assert report.cables == 5
    return str(folder / name)


@pytest.fixture
def reader(secured: Secured, name: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a reader whose role is the recipe's."""
    recipe = Path(__file__).parents[1] / "docs" / "cluster.md"
    match = re.search(r"```json\n(.*?)```", recipe.read_text(), re.DOTALL)
    assert match is not None
    role, password = f"cleared-{secrets.token_hex(4)}", secrets.token_urlsafe(18)
    secured.asks("PUT", f"roles/{role}", json.loads(match[1]))
    secured.asks("PUT", "internalusers/reader", {"password": password})
    secured.asks("PUT", f"rolesmapping/{role}", {"users": ["reader"]})
    shutil.copytree(name, "mine")
    be(monkeypatch, "reader", password)
    return Path("mine")


def test_a_reader_finds_counts_and_fetches_what_their_clearance_covers(reader: Path) -> None:
    with searchcable.open(reader) as index:
        assert {hit.cable.id for hit in index.search("*")} == SEEN
        assert len(index) == index.count("tags:PREL") == 2
        assert index.count("whaling OR salmonids OR trout") == 0
        assert index.count("whal*") == index.count("mrn:06OSLO3") == 0
        assert index.facet("*", "class") == {"CONFIDENTIAL": 1, "UNCLASSIFIED": 1}
        assert index.stats().sources >= 0
        assert index.get("06OSLO2").subject == "COD"


@pytest.mark.parametrize("mrn", ["06OSLO3", "06OSLO4", "06OSLO5", "OSLO3"])
def test_what_is_above_is_not_there_nor_suggested(reader: Path, mrn: str) -> None:
    with searchcable.open(reader) as index:
        with pytest.raises(CableNotFound) as caught:
            index.get(mrn)
        assert set(caught.value.suggestions) <= SEEN


def test_a_reader_does_not_see_what_files_were_read(reader: Path) -> None:
    with searchcable.open(reader) as index:
        assert list(index._reader.stored("source")) == []
        assert {id for id, _ in index._reader.stored("cable")} == SEEN


def test_words_of_what_is_above_are_not_in_the_lexicon(reader: Path) -> None:
    with searchcable.open(reader) as index:
        rows = index._reader._lexicon_rows({"term": {UNIT: LEXICON}})
        words = {word for _, some in rows for word in some}
    assert {"herring", "codfish"} <= words
    assert not words & {"whaling", "salmonids", "trout"}


def test_a_reader_writes_nothing(reader: Path) -> None:
    cable = searchcable.parse(telegram(9, "Eels."))
    with searchcable.open(reader) as index, pytest.raises(IndexFault, match="may not do that"):
        index.add([cable])


def test_a_certificate_that_does_not_verify(
    secured: Secured, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, secured.user, secured.password)
    Path("a.txt").write_text(CABLES["1.txt"])
    with pytest.raises(IndexFault, match=r"certificate does not verify; .* --ca"):
        index_corpus("a.txt", "index", cluster=Cluster(secured.url))


@pytest.mark.parametrize("password", ["wrong", None], ids=["wrong", "none"])
def test_a_wrong_password(
    secured: Secured, monkeypatch: pytest.MonkeyPatch, password: str | None
) -> None:
    if password:
        be(monkeypatch, secured.user, password)
    Path("a.txt").write_text(CABLES["1.txt"])
    with pytest.raises(IndexFault, match="user or password is wrong, or missing"):
        index_corpus("a.txt", "index", cluster=Cluster(secured.url, ca=secured.ca))


def test_the_environment_names_the_user_and_nothing_keeps_it(
    secured: Secured, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, secured.user, secured.password)
    Path("a.txt").write_text(CABLES["1.txt"])
    name = f"secured-{secrets.token_hex(6)}"
    cluster = Cluster(secured.url, replicas=0, ca=secured.ca)
    assert index_corpus("a.txt", name, cluster=cluster).cables == 1
    files = [path for path in Path(name).rglob("*") if path.is_file()]
    assert files
    assert all(secured.password.encode() not in path.read_bytes() for path in files)
