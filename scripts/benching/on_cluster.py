"""The engine `opensearch` beside a bare `parallel_bulk` of the same cables, on the same cluster.

The bare index has the columns id, day, level and body, the body by the cluster's own analyzer
`english`; once with the same setting as ours, which is refreshed by a commit alone, and once as
it is made by default, refreshed every second. Ours gets rows that are ready, as its readers make
them, and then the file itself by the command line. All have three shards without copies. The rounds
alternate, and of each way the best counts. Processor time is that of the nodes, which must run on
this machine, until the merges that they have begun are done, and of Python. Then questions of each
kind are asked of the last index.
"""

from __future__ import annotations

import math
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final
from uuid import uuid4

from clustering.nodes import read_state
from clustering.setup import Setup
from opensearchpy import OpenSearch
from opensearchpy.helpers import parallel_bulk

from benching import processes
from benching.cables import ROOT, Record, make_csv, read_csv
from benching.contenders import OURS
from benching.measuring import Plan, ask_all
from benching.questions import SAMPLE, pick
from benching.tables import plain
from searchcable.engines import Entry, open_engine
from searchcable.engines.opensearch import place
from searchcable.fields import cable_row
from searchcable.formats import read_file
from searchcable.versions import encode

BARE: Final = "bare parallel_bulk"
DEFAULT: Final = "refreshed each second"
READY: Final = "rows that are ready"
WHOLE: Final = "searchcable index"
_SHARDS: Final = 3
_CHUNK: Final = 2_500  # cables in memory at once
_FEW: Final = 10_000  # cables up to which rounds are repeated
Times = dict[str, dict[str, float]]
_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Taken:
    """Seconds by the clock, of processors for Python, and of those for the nodes.

    Those of the nodes are all from its making to its `end`. `times` are those of questions.
    """

    def __init__(self) -> None:
        self.seconds = self.python = self.nodes = 0.0
        self.times: Times = {}
        self._before = nodes_processor()

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measure what is done in the block."""
        began, python = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - began
        self.python += time.process_time() - python

    def end(self, asked: OpenSearch, name: str) -> None:
        """Wait for the merges of an index."""
        while asked.indices.stats(index=name, metric="merge")["_all"]["total"]["merges"]["current"]:
            time.sleep(0.1)
        self.nodes = nodes_processor() - self._before


def nodes_processor() -> float:
    """Return the seconds that processors gave to the nodes so far."""
    total = 0
    for pid in read_state(Setup.of(secure=False)).values():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def urls() -> str:
    """Return the URLs of the cluster. Raises SystemExit where none runs."""
    script = [sys.executable, str(ROOT / "scripts" / "opensearch"), "status"]
    told = subprocess.run(script, text=True, stdout=subprocess.PIPE).stdout
    found = [word for word in told.split() if word.startswith("http")]
    if not found or "not running" in told:
        raise SystemExit("no cluster runs; scripts/opensearch start --nodes 3")
    return ",".join(found)


def compare(counts: list[int], repeats: int, each: int, folder: Path) -> dict[str, Any]:
    """Measure each number of cables, print, and return the figures."""
    figures: dict[str, Any] = {"cluster": []}
    for count in counts:
        file = folder / f"{count}.csv"
        make_csv(file, count)
        if not figures["cluster"]:  # nodes that have just started are slower: they still compile
            _bare(file, urls(), {})
            _ready(file, urls())
        ask = _questions(file, each, repeats)
        run, times = _measure(file, count, repeats if count <= _FEW else 1, urls(), ask)
        figures["cluster"].append({"cables": count, "ways": run, "queries": times})
        print("\n".join(plain(f"{count:,} cables", run)))
        print("\n".join(plain(f"ms, of {count:,} cables", times)), flush=True)
    print("\n".join(plain("computed from the last, with a copy of each shard", computed(run))))
    return figures


def _questions(file: Path, each: int, repeats: int) -> Callable[[Path], Times]:
    """Return what asks so many questions of each kind, picked from the file, of an index."""
    bodies = [record.body for record in islice(read_csv(file), SAMPLE)]
    questions = pick(bodies, each)
    plan = Plan(folder=file.parent, repeats=repeats, tell=lambda line: None)

    def ask(home: Path) -> Times:
        answers = ask_all(questions, {OURS: home}, plan)
        return {kind: found[OURS] for kind, found in answers.items()}

    return ask


def _measure(
    file: Path, count: int, repeats: int, urls: str, ask: Callable[[Path], Times]
) -> tuple[dict[str, dict[str, float]], Times]:
    """Return the figures of each way, and how long questions took of the last index."""
    ways: dict[str, Callable[[Path, str], tuple[Taken, float]]] = {
        BARE: partial(_bare, settings={"refresh_interval": "-1"}),
        DEFAULT: partial(_bare, settings={}),
        READY: _ready,
        WHOLE: partial(_whole, ask=ask),
    }
    taken: dict[str, list[Taken]] = {name: [] for name in ways}
    sizes: dict[str, float] = {}
    for _ in range(repeats):
        for name, run in ways.items():
            one, sizes[name] = run(file, urls)
            taken[name].append(one)
    clock = {name: min(one.seconds for one in all_) for name, all_ in taken.items()}
    used = {
        name: min(((one.nodes, one.python) for one in all_), key=sum)
        for name, all_ in taken.items()
    }
    figures = {
        name: {
            "cables/s": round(count / clock[name]),
            "ratio": round(clock[BARE] / clock[name], 2),
            "nodes ms": round(used[name][0] / count * 1000, 2),
            "python ms": round(used[name][1] / count * 1000, 2),
            "ratio of both": round(sum(used[BARE]) / sum(used[name]), 2),
            "bytes": round(sizes[name] / count),
        }
        for name in ways
    }
    return figures, taken[WHOLE][-1].times


def computed(run: dict[str, dict[str, float]]) -> dict[str, dict[str, Any]]:
    """Return what larger numbers of cables will need, from what one cable was measured to.

    Every shard has one copy, which the nodes index as well. A shard holds 30 GB at most.
    """
    whole = run[WHOLE]
    table: dict[str, dict[str, Any]] = {}
    for cables in (250_000, 3_300_000, 100_000_000):
        size = cables * whole["bytes"] / 1e9
        table[f"{cables:,}"] = {
            "GB": round(size, 1),
            "GB with copies": round(2 * size, 1),
            "shards": max(1, math.ceil(size / 30)),
            "hours of processors, nodes": round(2 * cables * whole["nodes ms"] / 3.6e6, 1),
            "feeders": round(cables * whole["python ms"] / 3.6e6, 1),
        }
    return table


def _bare(file: Path, urls: str, settings: dict[str, Any]) -> tuple[Taken, float]:
    """Index the columns as the client's manual has it."""
    asked = OpenSearch(urls.split(","), timeout=120)
    name = f"bench-bare-{uuid4().hex[:8]}"
    columns = {
        "id": {"type": "keyword"}, "day": {"type": "integer"}, "level": {"type": "keyword"},
        "body": {"type": "text", "analyzer": "english"},
    }  # fmt: skip
    settings = {"number_of_shards": _SHARDS, "number_of_replicas": 0, **settings}
    asked.indices.create(
        index=name, body={"settings": settings, "mappings": {"properties": columns}}
    )
    taken = Taken()
    records = read_csv(file)
    while chunk := list(islice(records, _CHUNK)):
        with taken.measured():
            actions = (_action(name, record) for record in chunk)
            for done, answer in parallel_bulk(asked, actions):
                assert done, answer
    with taken.measured():
        asked.indices.refresh(index=name)
    taken.end(asked, name)
    return taken, _dropped(asked, name)


def _action(name: str, record: Record) -> dict[str, Any]:
    return {"_index": name, "_id": record.id, **record._asdict()}


def _ready(file: Path, urls: str) -> tuple[Taken, float]:
    """Give our engine rows as the readers of `searchcable index` give them."""
    asked = OpenSearch(urls.split(","), timeout=120)
    where = place(urls, f"bench-{uuid4().hex[:8]}", shards=_SHARDS, replicas=0)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as made:
        where.write(Path(folder))
        engine = open_engine("opensearch", Path(folder))
        cables = iter(read_file(file, file.name).cables)
        while some := [
            engine.entry(cable_row(cable, encode([cable]))) for cable in islice(cables, _CHUNK)
        ]:
            pickle.dump(some, made)  # the nodes are not to wait for the next ones
        made.seek(0)
        with engine.writer() as writer:
            taken = Taken()
            for chunk in _unpickled(made):
                with taken.measured():
                    writer.add(chunk, new=True)
            with taken.measured():
                assert writer.commit() is None
            taken.end(asked, where.alias)
    return taken, _dropped(asked, f"{where.alias}-v*")


def _unpickled(file: IO[bytes]) -> Iterator[list[Entry]]:
    with suppress(EOFError):
        while True:
            yield pickle.load(file)


def _whole(file: Path, urls: str, ask: Callable[[Path], Times]) -> tuple[Taken, float]:
    """Index the file by the command line; Python's start and end are in it."""
    asked = OpenSearch(urls.split(","), timeout=120)
    name = f"bench-{uuid4().hex[:8]}"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / name
        at = ["--shards", str(_SHARDS), "--replicas", "0", "-i", str(home)]
        taken = Taken()
        ran = processes.run(["-m", "searchcable.cli", "index", str(file), "--url", urls, *at])
        taken.seconds, taken.python = ran.seconds, ran.processor
        taken.end(asked, f"searchcable-{name}")
        taken.times = ask(home)
    return taken, _dropped(asked, f"searchcable-{name}-v*")


def _dropped(asked: OpenSearch, name: str) -> float:
    """Drop an index; return how many bytes it had on the disk."""
    asked.indices.flush(index=name)
    told = asked.indices.stats(index=name, metric="store")
    for index in told["indices"]:
        asked.indices.delete(index=index)
    return float(told["_all"]["total"]["store"]["size_in_bytes"])
