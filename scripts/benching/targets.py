"""What was promised, and whether the figures keep it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from benching.contenders import FTS5, OURS, OURS_ON_WHOOSH, TANTIVY, WHOOSH
from benching.questions import Kind
from searchcable.indexing.choosing import LARGE

Run = Mapping[str, Any]
_GIB: Final = 1 << 30


class Outcome(NamedTuple):
    """A target, for some number of cables: what was measured, and whether that keeps it."""

    target: str
    cables: str
    measured: str
    met: bool


def outcomes(figures: Mapping[str, Any]) -> list[Outcome]:
    """Return every target that the figures have something on."""
    found = [one for run in figures["runs"] for check in _CHECKS for one in check(run)]
    return [*found, *_flat(figures["runs"]), *_rows(figures.get("whoosh"))]


def _indexing(run: Run) -> Iterator[Outcome]:
    ours, bare = run["indexing"][OURS], run["indexing"][TANTIVY]
    ratio = ours["seconds"] / bare["seconds"]
    processor = ours["processor"] / bare["processor"]
    measured = f"{ratio:.1f} by the clock, {processor:.1f} of processors"
    yield _outcome("indexing at most 3 times bare tantivy's time", run, measured, ratio <= 3)
    memory = ours["memory"] / _GIB
    yield _outcome("at most 2 GiB of memory", run, f"{memory:.2f} GiB", memory <= 2)


def _queries(run: Run) -> Iterator[Outcome]:
    slower = _excess(run, OURS, TANTIVY, lambda theirs: 1.5 * theirs + 1)
    yield _worst("p50 of each kind at most 1.5 times bare tantivy's + 1 ms", run, slower)
    yield _worst("p50 of each kind at most FTS5's + 2 ms", run,
                 _excess(run, OURS, FTS5, lambda theirs: theirs + 2))  # fmt: skip
    if OURS_ON_WHOOSH in run["indexing"]:
        yield _worst("engine whoosh: p50 of each kind at most stock Whoosh's + 2 ms", run,
                     _excess(run, OURS_ON_WHOOSH, WHOOSH, lambda theirs: theirs + 2))  # fmt: skip


def _latency(run: Run) -> Iterator[Outcome]:
    page = run["queries"][Kind.PAGE][OURS]["p50"]
    yield _outcome("first page with snippets, p50, in 20 ms", run, f"{page:.1f} ms", page <= 20)
    kind, most = max(
        ((kind, by_name[OURS]["p95"]) for kind, by_name in run["queries"].items()),
        key=lambda pair: pair[1],
    )
    measured = f"{most:.1f} ms ({kind})"
    yield _outcome("p95 of the slowest kind in 250 ms", run, measured, most <= 250)
    cold = run["cold ms"]
    yield _outcome("a query from the shell in 250 ms", run, f"{cold:.0f} ms", cold <= 250)


def _whoosh(run: Run) -> Iterator[Outcome]:
    """Whether nobody waits for the engine whoosh, which is for 64 MiB at most."""
    if OURS_ON_WHOOSH in run["indexing"] and run["csv bytes"] <= LARGE:
        seconds = run["indexing"][OURS_ON_WHOOSH]["processor"]
        target = "engine whoosh: indexing in two minutes of processors"
        yield _outcome(target, run, f"{seconds:.0f} s", seconds <= 120)
        slow = {
            kind: by_name[OURS_ON_WHOOSH]["p50"] - 100 for kind, by_name in run["queries"].items()
        }
        yield _worst("engine whoosh: p50 of each kind in 100 ms", run, slow)


_CHECKS: Final[tuple[Callable[[Run], Iterator[Outcome]], ...]] = (
    _indexing, _queries, _latency, _whoosh,
)  # fmt: skip


def _flat(runs: list[Run]) -> Iterator[Outcome]:
    """Whether a cable costs the same in the largest number as in the smallest, give a quarter."""
    if len(runs) < 2:
        return
    few, *_, many = sorted(runs, key=lambda run: int(run["cables"]))
    costs = [run["indexing"][OURS]["processor"] / run["cables"] * 1000 for run in (few, many)]
    measured = f"{costs[0]:.2f} to {costs[1]:.2f} ms of processors"
    cables = f"{few['cables']:,} to {many['cables']:,}"
    target = "indexing costs the same a cable, within a quarter"
    yield Outcome(target, cables, measured, costs[1] <= 1.25 * costs[0])


def _rows(compared: Mapping[str, Any] | None) -> Iterator[Outcome]:
    if compared:
        ratio = compared["indexing"]["all fields"]["ratio"]
        target = "engine whoosh: all fields from rows at least 1.5 times as fast as stock's text"
        yield Outcome(target, f"{compared['cables']:,}", f"{ratio:.1f}", ratio >= 1.5)


def _excess(
    run: Run, ours: str, theirs: str, allowed: Callable[[float], float]
) -> dict[str, float]:
    """Return for each kind that both answer how many ms ours are above what is allowed."""
    return {
        kind: by_name[ours]["p50"] - allowed(by_name[theirs]["p50"])
        for kind, by_name in run["queries"].items()
        if ours in by_name and theirs in by_name
    }


def _worst(target: str, run: Run, excess: Mapping[str, float]) -> Outcome:
    over = {kind: ms for kind, ms in excess.items() if ms > 0}
    if not over:
        return _outcome(target, run, f"all {len(excess)} kinds", True)
    named = ", ".join(f"{kind} +{ms:.1f}" for kind, ms in sorted(over.items(), key=lambda p: -p[1]))
    return _outcome(target, run, f"over, in ms: {named}", False)


def _outcome(target: str, run: Run, measured: str, met: bool) -> Outcome:
    return Outcome(target, f"{run['cables']:,}", measured, met)
