"""The engine for more than one machine: an OpenSearch cluster."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Final

from opensearchpy import OpenSearch, RequestError
from opensearchpy.helpers import streaming_bulk

from searchcable.engines.opensearch.reading import OpenSearchReader
from searchcable.engines.opensearch.schema import VERSION, document, index_body
from searchcable.fields import Row

PLACE: Final = "cluster.json"


def connect(path: Path, urls: str, alias: str, *, shards: int = 1, replicas: int = 0) -> None:
    """Write down in the engine's folder where its rows are: never a password."""
    place = {"urls": urls, "alias": alias, "shards": shards, "replicas": replicas}
    (path / PLACE).write_text(json.dumps(place))


class OpenSearchEngine:
    """An alias of a cluster, which stands for an index of the mapping's version."""

    name: ClassVar[str] = "opensearch"
    changes_between_commits: ClassVar[bool] = False

    def __init__(self, path: Path) -> None:
        self._place = json.loads((path / PLACE).read_text())
        self._client = OpenSearch(self._place["urls"].split(","), timeout=60)
        self._alias = self._place["alias"]

    def reader(self) -> OpenSearchReader:
        """Open a snapshot."""
        self._make()
        return OpenSearchReader(self._client, self._alias)

    @contextmanager
    def writer(self) -> Iterator[OpenSearchWriter]:
        """Open the writer; what was not committed is dropped."""
        self._make()
        yield OpenSearchWriter(self._client, self._alias)

    def _make(self) -> None:
        """Make the index and its alias at once where there is none; another may just have."""
        if self._client.indices.exists_alias(name=self._alias):
            return
        body = index_body(self._place["shards"], self._place["replicas"])
        try:
            named = {**body, "aliases": {self._alias: {}}}
            self._client.indices.create(index=f"{self._alias}-v{VERSION}", body=named)
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise


class OpenSearchWriter:
    """Holds changes back until the commit, which sends them in bulk and makes them visible."""

    def __init__(self, client: OpenSearch, alias: str) -> None:
        self._client = client
        self._alias = alias
        self._pending: dict[str, Row | None] = {}

    def add(self, rows: Iterable[Row]) -> None:
        """Index rows, replacing those with the same id."""
        self._pending.update((row.id, row) for row in rows)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove rows by id."""
        self._pending.update(dict.fromkeys(ids))

    def commit(self) -> None:
        """Send everything, retrying what the cluster had no room for, and make it visible."""
        for sent, answer in streaming_bulk(
            self._client, map(self._action, self._pending), max_retries=8, raise_on_error=False
        ):
            result: dict[str, Any] = next(iter(answer.values()))
            if not sent and result["status"] != 404:
                raise RuntimeError(f"{result['_id']}: {result['error']}")
        self._pending.clear()
        self._client.indices.refresh(index=self._alias)

    def _action(self, id: str) -> dict[str, Any]:
        row = self._pending[id]
        action = {"_index": self._alias, "_id": id}
        if row is None:
            return {**action, "_op_type": "delete"}
        return {**action, "_op_type": "index", "_source": document(row)}


ENGINE = OpenSearchEngine
