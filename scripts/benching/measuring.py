"""Measure one number of cables: indexing, questions, a cold start, adding a hundred more."""

from __future__ import annotations

import math
import platform
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from os import cpu_count
from pathlib import Path
from typing import Any, Final

from benching import processes
from benching.cables import make_csv, read_csv
from benching.contenders import BASELINES, FTS5, OURS, OURS_ON_WHOOSH, SLOW, open_index
from benching.questions import SAMPLE, Kind, Question, pick

_ENGINES: Final = {OURS: "tantivy", OURS_ON_WHOOSH: "whoosh"}
_CLI: Final = ("-m", "searchcable.cli")
_ADDED: Final = 100
_FEW: Final = 10_000
"""Cables up to which FTS5 indexes in every round; no target needs that of more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured, and where the files are."""

    folder: Path
    whoosh_up_to: int = 5_000
    repeats: int = 3
    each: int = 20
    tell: Callable[[str], None] = print


def setting() -> dict[str, Any]:
    """Return what figures depend on beside the code."""
    packages = ("tantivy", "Whoosh", "PyStemmer")
    return {
        "python": platform.python_version(),
        "processors": cpu_count(),
        "packages": {name: version(name) for name in packages},
    }


def measure(count: int, plan: Plan) -> dict[str, Any]:
    """Return the figures for so many cables."""
    file = plan.folder / f"{count}.csv"
    plan.tell(f"generating {count:,} cables")
    make_csv(file, count)
    more = plan.folder / "more.csv"
    make_csv(more, min(_ADDED, count), years="2002")
    names = [OURS, *BASELINES, OURS_ON_WHOOSH]
    names = [name for name in names if name not in SLOW or count <= plan.whoosh_up_to]
    homes = {name: plan.folder / f"{count}-{name.replace(' ', '-')}" for name in names}
    bodies = [record.body for record in read_csv(file)]
    step = max(1, len(bodies) // SAMPLE)
    questions = pick(bodies[::step], plan.each)
    size = sum(len(body.encode()) for body in bodies)
    del bodies
    indexing = _index_all(file, homes, plan, count)
    return {
        "cables": count,
        "csv bytes": file.stat().st_size,
        "body bytes": size,
        "indexing": indexing,
        "queries": ask_all(questions, homes, plan),
        "cold ms": _cold(homes[OURS], questions, plan),
        "adding s": {name: round(_index(name, more, home)[0], 3) for name, home in homes.items()},
    }


def _index_all(
    file: Path, homes: Mapping[str, Path], plan: Plan, count: int
) -> dict[str, dict[str, Any]]:
    """Index with each in turn, round by round; of the seconds of all rounds the median counts.

    The speed of a shared machine changes within minutes, and both sides of a ratio see it so.
    """
    once = SLOW if count <= _FEW else (*SLOW, FTS5)
    rounds: dict[str, list[tuple[float, float, int]]] = {}
    for round_ in range(plan.repeats):
        for name, home in homes.items():
            if round_ and name in once:
                continue
            shutil.rmtree(home, ignore_errors=True)
            ran = _index(name, file, home)
            plan.tell(f"  {name} indexed {count:,} in {ran[0]:.1f} s")
            rounds.setdefault(name, []).append(ran)
    return {name: _summed(ran, homes[name]) for name, ran in rounds.items()}


def _summed(rounds: list[tuple[float, float, int]], home: Path) -> dict[str, Any]:
    """Return what is told of some rounds of indexing."""
    seconds, processor, memory = zip(*rounds, strict=True)
    return {
        "seconds": round(statistics.median(seconds), 3),
        "processor": round(statistics.median(processor), 3),
        "rounds": [round(one, 3) for one in seconds],
        "memory": max(memory),
        "disk": sum(one.stat().st_size for one in home.rglob("*") if one.is_file()),
    }


def _index(name: str, file: Path, home: Path) -> tuple[float, float, int]:
    """Index a file; return seconds by the clock and of processors, and bytes of memory at most."""
    if name in _ENGINES:
        engine = () if home.exists() else ("--engine", _ENGINES[name])
        ran = processes.run([*_CLI, "index", str(file), "-i", str(home), *engine])
        return ran.seconds, ran.processor, ran.memory
    ran = processes.run(["-m", "benching.alone", name, str(file), str(home)], waits=True)
    seconds, processor = map(float, ran.output.split())
    return seconds, processor, ran.memory


def ask_all(
    questions: list[Question], homes: Mapping[str, Path], plan: Plan
) -> dict[str, dict[str, dict[str, float]]]:
    """Ask all questions of all, in turn, of indexes that were opened anew for each round.

    Who is asked after FTS5 finds the processor's caches emptied, and who is asked after another
    engine like it finds them filled: every other round goes the other way round. Of a question's
    times the best counts; p50 and p95 are over the questions of a kind.
    """
    taken: dict[tuple[Kind, str], dict[Question, list[float]]] = {}
    found: dict[tuple[Kind, str], dict[Question, int]] = {}
    for round_ in range(2 * plan.repeats):
        plan.tell(f"  asking {len(questions)} questions")
        names = reversed(homes) if round_ % 2 else iter(homes)
        opened = {name: open_index(name, homes[name]) for name in names}
        for question in questions:
            for name, index in opened.items():
                began = time.perf_counter()
                number = index.ask(question)
                seconds = time.perf_counter() - began
                if number is not None:
                    key = question.kind, name
                    taken.setdefault(key, {}).setdefault(question, []).append(seconds)
                    found.setdefault(key, {})[question] = number
        for index in opened.values():
            index.close()
    figures: dict[str, dict[str, dict[str, float]]] = {kind: {} for kind in Kind}
    for (kind, name), times in taken.items():
        figures[kind][name] = {
            **_percentiles([min(all_) * 1000 for all_ in times.values()]),
            "found": round(statistics.mean(found[kind, name].values()), 1),
        }
    return figures


def _percentiles(milliseconds: list[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    last = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return {"p50": round(statistics.median(ordered), 3), "p95": round(last, 3)}


def _cold(home: Path, questions: list[Question], plan: Plan) -> float:
    """Return the milliseconds of `searchcable query`, from a shell's point of view."""
    words: Iterator[str] = (q.words[0] for q in questions if q.kind is Kind.COMMON)
    [word] = islice(words, 1)
    asked = [*_CLI, "query", word, "-i", str(home), "-n", "10"]
    return round(processes.best(asked, plan.repeats + 2) * 1000, 1)
