"""The tables of `scripts/bench cluster`, from figures as the JSON has them, and its aims."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from benching.on_cluster import BODIES, READY, SAME, WHOLE
from benching.tables import plain

_AIMS: Final = {READY: 0.8, WHOLE: 0.5}
_SHARD: Final = 30  # GB at most
Run = Mapping[str, Any]
_Table = dict[str, dict[str, Any]]


def report(figures: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of all tables."""
    yield (
        f"OpenSearch {figures['opensearch']}, {figures['nodes']} nodes on the "
        f"{figures['processors']} processors of the feeder; Python {figures['python']}"
    )
    runs = figures["cluster"]
    for run in runs:
        yield ""
        yield from plain(f"{run['cables']:,} cables, best of {run['rounds']}", _ways(run))
    yield ""
    yield from plain("÷ the same documents", _ratios(runs))
    yield ""
    yield from plain(f"ms, of {runs[-1]['cables']:,} cables", _times(runs[-1]))
    yield ""
    yield from plain("computed, with a copy of each shard", _computed(runs[-1]))


def _ways(run: Run) -> _Table:
    """Return what each way took of one number of cables."""
    count, ways = run["cables"], run["ways"]
    same, bodies = ways[SAME], ways[BODIES]
    return {
        name: {
            "cables/s": round(count / one["seconds"]),
            "÷ same": f"{same['seconds'] / one['seconds']:.2f}",
            "÷ bodies": f"{bodies['seconds'] / one['seconds']:.2f}",
            "nodes ms": f"{one['nodes'] / count * 1000:.2f}",
            "python ms": f"{one['python'] / count * 1000:.2f}",
            "both ÷ same": f"{_processors(same) / _processors(one):.2f}",
            "bytes": round(one["bytes"] / count),
        }
        for name, one in ways.items()
    }


def _processors(one: Mapping[str, float]) -> float:
    return one["nodes"] + one["python"]


def _ratios(runs: list[Run]) -> _Table:
    """Return the rate of ours to the baseline's for each number of cables, beside the aims."""
    return {
        name: {
            **{f"{run['cables']:,}": f"{_rate(run, name):.2f}" for run in runs},
            "aim": f"{aim:.2f}",
        }
        for name, aim in _AIMS.items()
    }


def _rate(run: Run, name: str) -> float:
    ways: Mapping[str, Mapping[str, float]] = run["ways"]
    return ways[SAME]["seconds"] / ways[name]["seconds"]


def _times(run: Run) -> _Table:
    """Return how long questions took of one number of cables."""
    return {
        kind: {name: f"{taken[name]:.0f}" for name in ("p50", "p95")}
        for kind, taken in run["queries"].items()
    }


def _computed(run: Run) -> _Table:
    """Return what larger numbers of cables will need, from what one cable was measured to.

    Every shard has one copy, which the nodes index as well.
    """
    count, whole = run["cables"], run["ways"][WHOLE]
    table: _Table = {}
    for cables in (250_000, 3_300_000, 100_000_000):
        times = cables / count
        size = times * whole["bytes"] / 1e9
        table[f"{cables:,}"] = {
            "GB": round(size, 1),
            "GB with copies": round(2 * size, 1),
            f"shards of {_SHARD} GB": max(1, math.ceil(size / _SHARD)),
            "hours of a processor, nodes": round(2 * times * whole["nodes"] / 3600, 1),
            "feeders": round(times * whole["python"] / 3600, 1),
        }
    return table
