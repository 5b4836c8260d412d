"""Where the rows of an index are: in its folder, or on a cluster, which the folder names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from searchcable.engines import engine_module
from searchcable.store.manifest import ENGINE_FOLDER, resealed
from searchcable.store.meta import META


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where a new index of the engine opensearch shall be, and how it is made there.

    `url` is one or several, parted by commas. `shards` part the rows, each has `replicas` copies
    more; `ca` is a file of certificates to trust.
    """

    url: str
    shards: int = 1
    replicas: int = 1
    ca: str | None = None


def settling(
    engine: str, cluster: Cluster | None, path: Path, *, force: bool
) -> Callable[[Path], None]:
    """Return what writes down where a new index's cluster is, if its engine has one.

    An index that is replaced stays on its cluster, where the old one serves until then. For one
    that is there, it is noted where its cluster answers now, if `cluster` has it elsewhere.
    """
    if engine != "opensearch":
        return lambda folder: None
    opensearch = engine_module("opensearch")
    if cluster is not None:
        _move(path, cluster)
    was = path / ENGINE_FOLDER
    replaced = (was / opensearch.PLACE).exists()
    if cluster is None and replaced:
        place = opensearch.Place.read(was)
    else:
        of = cluster or Cluster("")
        place = opensearch.place(
            of.url, path.name, shards=of.shards, replicas=of.replicas, ca=of.ca
        )

    return partial(opensearch.settle, place, rebuild=force, anyway=replaced)


def _move(path: Path, cluster: Cluster) -> None:
    """Note where the cluster of an index answers now, if that is elsewhere than it was."""
    opensearch = engine_module("opensearch")
    folder = path / ENGINE_FOLDER
    if (path / META).exists() and (folder / opensearch.PLACE).exists():
        known = opensearch.Place.read(folder)
        moved = known.moved(cluster.url, cluster.ca)
        if moved != known:
            with resealed(path):
                moved.write(folder)


def publish(engine: str, path: Path) -> None:
    """Let an index on a cluster that was built anew answer in the place of the old one."""
    if engine == "opensearch":
        with resealed(path):
            engine_module(engine).publish(path / ENGINE_FOLDER)
