"""The engine for more than one machine: an OpenSearch cluster, https://opensearch.org/.

Its rows are in an index of the cluster behind an alias; the engine's folder says only where
that is. Others may write to it at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Final

from opensearchpy.exceptions import AuthorizationException, RequestError

from searchcable.engines.opensearch import documents
from searchcable.engines.opensearch.connecting import (
    PLACE,
    Place,
    check_version,
    client,
    failures_reported,
    place,
)
from searchcable.engines.opensearch.reading import OpenSearchReader, Seen
from searchcable.engines.opensearch.rebuilding import begin_rebuild, outdated, publish
from searchcable.engines.opensearch.schema import VERSION, index_body
from searchcable.engines.opensearch.writing import OpenSearchWriter
from searchcable.errors import IndexOutdated

__all__ = [
    "ENGINE", "PLACE", "OpenSearchEngine", "Place", "place", "publish", "settle",
]  # fmt: skip

_SHARDS_UP: Final = 60  # seconds to wait for a new index


class OpenSearchEngine:
    """An alias of a cluster, which stands for an index of the mapping's version."""

    name: ClassVar[str] = "opensearch"
    changes_between_commits: ClassVar[bool] = False
    shared: ClassVar[bool] = True
    entry = staticmethod(documents.entry)

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = Place.read(path)
        self._client = client(self._place)
        self._seen: Seen | None = None  # only what the session of a writer asks for

    def reader(self) -> OpenSearchReader:
        """Open a snapshot.

        Raises IndexFault, which says why, where the cluster does not answer or the index is gone.
        """
        self._place = Place.read(self._path)
        with failures_reported(self._place):
            check_version(self._client)
            self._check_mapping()
            return OpenSearchReader(self._client, self._place, self._seen)

    @contextmanager
    def writer(self) -> Iterator[OpenSearchWriter]:
        """Open the writer; what was not committed is dropped."""
        self.make()
        self._seen = {}
        writer = OpenSearchWriter(self._client, self._place, self._seen)
        try:
            yield writer
        finally:
            writer.close()
            self._seen = None

    def size(self) -> int | None:
        """Return the bytes of the primary shards, if this user may know."""
        with failures_reported(self._place):
            try:
                told = self._client.indices.stats(index=self._place.index, metric="store")
            except AuthorizationException:
                return None
        return int(told["_all"]["primaries"]["store"]["size_in_bytes"])

    def status(self) -> Mapping[str, str]:
        """Return health, nodes, shards and size of the index, as far as this user may know them."""
        with failures_reported(self._place):
            try:
                health = self._client.cluster.health(index=self._place.index)
                told = self._client.indices.stats(index=self._place.index, metric="store,docs")
            except AuthorizationException:
                return {"cluster": "this user may not ask for its health"}
        sizes = told["_all"]["primaries"]["store"], told["_all"]["total"]["store"]
        primaries, total = (one["size_in_bytes"] for one in sizes)
        shards = health["active_primary_shards"]
        missing = health["unassigned_shards"]
        return {
            "cluster": f"{health['status']}, {health['number_of_nodes']} nodes, "
            f"{', '.join(self._place.urls)}",
            "shards": f"{shards}, and {health['active_shards'] - shards} copies of them"
            + (f"; {missing} have no node" if missing else ""),
            "on the cluster": f"{_readable(primaries)}, {_readable(total)} with copies",
        }

    def make(self) -> None:
        """Make the index and its alias at once where there is none; another may just have.

        Raises IndexFault as `reader` does.
        """
        with failures_reported(self._place):
            check_version(self._client)
            if self._client.indices.exists(index=self._place.index):
                self._check_mapping()
            else:
                self._make_anew()

    def _check_mapping(self) -> None:
        if found := outdated(self._client, self._place):
            raise IndexOutdated(
                f"{found} on the cluster has another mapping than version {VERSION}, which "
                "this program writes; searchcable index PATH --force builds it anew beside the "
                "old one, which serves until the new one is whole"
            )

    def _make_anew(self) -> None:
        index = self._place.index
        body = index_body(self._place.shards, self._place.replicas)
        if self._place.building is None:
            body["aliases"] = {index: {}}
            index = f"{index}-v{VERSION}"
        try:
            self._client.indices.create(index=index, body=body)
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        self._client.cluster.health(
            index=index, wait_for_status="yellow", request_timeout=_SHARDS_UP
        )


def settle(place: Place, folder: Path, *, rebuild: bool = False, anyway: bool = False) -> None:
    """Have a new engine in `folder` use an index of a cluster, made where there is none.

    With `rebuild` an outdated index is built anew beside the old one, and so is any with `anyway`.
    Raises IndexFault where the cluster does not answer.
    """
    place.write(folder)
    if rebuild:
        begin_rebuild(folder, anyway=anyway)
    OpenSearchEngine(folder).make()


def _readable(size: float) -> str:
    """Return a number of bytes as people read it.

    >>> _readable(979_955_709)
    '980.0 MB'
    """
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:,.1f} {unit}" if unit != "bytes" else f"{size:,} bytes"
        size /= 1000
    return f"{size:,.1f} TB"


ENGINE = OpenSearchEngine
