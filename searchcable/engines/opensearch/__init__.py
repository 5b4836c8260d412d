"""The engine for more than one machine: an OpenSearch cluster, https://opensearch.org/.

Its rows are in an index of the cluster behind an alias; the engine's folder says only where
that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Final

from opensearchpy import OpenSearch, RequestError
from opensearchpy.helpers import streaming_bulk

from searchcable.engines.opensearch.connecting import (
    Place,
    check_version,
    client,
    failures_reported,
    place,
)
from searchcable.engines.opensearch.reading import OpenSearchReader
from searchcable.engines.opensearch.schema import VERSION, document, index_body
from searchcable.errors import IndexFault, IndexOutdated
from searchcable.fields import Row

__all__ = ["ENGINE", "OpenSearchEngine", "place"]

_RETRIES: Final = 10
"""How often rows that the cluster had no room for are sent again, after 1, 2, 4 … 60 seconds."""

_GONE: Final = 404


class OpenSearchEngine:
    """An alias of a cluster, which stands for an index of the mapping's version."""

    name: ClassVar[str] = "opensearch"
    changes_between_commits: ClassVar[bool] = False

    def __init__(self, path: Path) -> None:
        self._place = Place.read(path)
        self._client = client(self._place)

    def reader(self) -> OpenSearchReader:
        """Open a snapshot. Raises IndexFault, which says why, where the cluster does not answer."""
        with failures_reported(self._place):
            self._make()
            return OpenSearchReader(self._client, self._place)

    @contextmanager
    def writer(self) -> Iterator[OpenSearchWriter]:
        """Open the writer; what was not committed is dropped."""
        with failures_reported(self._place):
            self._make()
        yield OpenSearchWriter(self._client, self._place)

    def _make(self) -> None:
        """Make the index and its alias at once where there is none; another may just have."""
        check_version(self._client)
        alias = self._place.alias
        if self._client.indices.exists_alias(name=alias):
            self._check_mapping()
            return
        body = index_body(self._place.shards, self._place.replicas)
        try:
            named = {**body, "aliases": {alias: {}}}
            self._client.indices.create(index=f"{alias}-v{VERSION}", body=named)
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        self._client.cluster.health(index=alias, wait_for_status="yellow", request_timeout=60)

    def _check_mapping(self) -> None:
        found = self._client.indices.get_mapping(index=self._place.alias)
        for index, said in found.items():
            version = said["mappings"].get("_meta", {}).get("version")
            if version != VERSION:
                raise IndexOutdated(
                    f"{index} on the cluster has a mapping of version {version}, and this program "
                    f"writes version {VERSION}; index into another name with -i"
                )


class OpenSearchWriter:
    """Holds changes back until the commit, which sends them in bulk and makes them visible."""

    def __init__(self, client: OpenSearch, place: Place) -> None:
        self._client = client
        self._place = place
        self._pending: dict[str, Row | None] = {}

    def add(self, rows: Iterable[Row]) -> None:
        """Index rows, replacing those with the same id."""
        self._pending.update((row.id, row) for row in rows)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove rows by id."""
        self._pending.update(dict.fromkeys(ids))

    def commit(self) -> None:
        """Send everything, and again what the cluster had no room for, and make it visible.

        Sending twice counts once, for the id of a row is its `_id` there. Raises IndexFault where
        the cluster refuses a row.
        """
        with failures_reported(self._place):
            for sent, answer in streaming_bulk(
                self._client,
                map(self._action, self._pending),
                max_retries=_RETRIES,
                initial_backoff=1,
                max_backoff=60,
                raise_on_error=False,
            ):
                result: dict[str, Any] = next(iter(answer.values()))
                if not sent and result.get("status") != _GONE:
                    raise IndexFault(f"the cluster refuses {result['_id']}: {result.get('error')}")
            self._pending.clear()
            self._client.indices.refresh(index=self._place.alias)

    def _action(self, id: str) -> dict[str, Any]:
        row = self._pending[id]
        action = {"_index": self._place.alias, "_id": id}
        if row is None:
            return {**action, "_op_type": "delete"}
        return {**action, "_op_type": "index", "_source": document(row)}


ENGINE = OpenSearchEngine
