"""The engine `opensearch` beside a bare `parallel_bulk` of the same cables, on the same cluster.

The bare index has the columns id, day, level and body, the body by the cluster's own analyzer
`english`. Ours gets rows that are ready, as its readers make them, and then the file itself by the
command line. All have three shards without copies. The rounds alternate, and of each way the best
counts. Processor time is that of the nodes, which must run on this machine, and of Python.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from clustering.nodes import read_state
from clustering.setup import Setup
from opensearchpy import OpenSearch
from opensearchpy.helpers import parallel_bulk

from benching import processes
from benching.cables import ROOT, Record, make_csv, read_csv
from benching.tables import plain
from searchcable.engines import Entry, open_engine
from searchcable.engines.opensearch import place
from searchcable.fields import cable_row
from searchcable.formats import read_file
from searchcable.versions import encode

BARE: Final = "bare parallel_bulk"
READY: Final = "rows that are ready"
WHOLE: Final = "searchcable index"
_SHARDS: Final = 3
_CHUNK: Final = 2_500  # cables in memory at once
_FEW: Final = 10_000  # cables up to which rounds are repeated
_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Taken:
    """Seconds by the clock, of processors for Python, and of those for the nodes, summed up."""

    def __init__(self) -> None:
        self.seconds = self.python = self.nodes = 0.0

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measure what is done in the block."""
        began, python, nodes = time.perf_counter(), time.process_time(), nodes_processor()
        yield
        self.seconds += time.perf_counter() - began
        self.python += time.process_time() - python
        self.nodes += nodes_processor() - nodes


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


def compare(counts: list[int], repeats: int, folder: Path) -> dict[str, Any]:
    """Measure each number of cables, print, and return the figures."""
    figures: dict[str, Any] = {"cluster": []}
    for count in counts:
        file = folder / f"{count}.csv"
        make_csv(file, count)
        run = _measure(file, count, repeats if count <= _FEW else 1, urls())
        figures["cluster"].append({"cables": count, "ways": run})
        print("\n".join(plain(f"{count:,} cables", run)), flush=True)
    print("\n".join(plain("computed from the last, with a copy of each shard", computed(run))))
    return figures


def _measure(file: Path, count: int, repeats: int, urls: str) -> dict[str, dict[str, float]]:
    ways: dict[str, Callable[[Path, str], tuple[Taken, float]]] = {
        BARE: _bare, READY: _ready, WHOLE: _whole,
    }  # fmt: skip
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
    return {
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


def _bare(file: Path, urls: str) -> tuple[Taken, float]:
    """Index the columns as the client's manual has it."""
    asked = OpenSearch(urls.split(","), timeout=120)
    name = f"bench-bare-{uuid4().hex[:8]}"
    columns = {
        "id": {"type": "keyword"}, "day": {"type": "integer"}, "level": {"type": "keyword"},
        "body": {"type": "text", "analyzer": "english"},
    }  # fmt: skip
    settings = {"number_of_shards": _SHARDS, "number_of_replicas": 0}
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
    return taken, _dropped(asked, name)


def _action(name: str, record: Record) -> dict[str, Any]:
    return {"_index": name, "_id": record.id, **record._asdict()}


def _ready(file: Path, urls: str) -> tuple[Taken, float]:
    """Give our engine rows as the readers of `searchcable index` give them."""
    where = place(urls, f"bench-{uuid4().hex[:8]}", shards=_SHARDS, replicas=0)
    taken = Taken()
    with tempfile.TemporaryDirectory() as folder:
        where.write(Path(folder))
        engine = open_engine("opensearch", Path(folder))
        cables = iter(read_file(file, file.name).cables)

        def entries() -> list[Entry]:
            some = islice(cables, _CHUNK)
            return [engine.entry(cable_row(cable, encode([cable]))) for cable in some]

        with engine.writer() as writer:
            while chunk := entries():
                with taken.measured():
                    writer.add(chunk, new=True)
            with taken.measured():
                assert writer.commit() is None
    return taken, _dropped(OpenSearch(urls.split(","), timeout=120), f"{where.alias}-v*")


def _whole(file: Path, urls: str) -> tuple[Taken, float]:
    """Index the file by the command line; Python's start and end are in it."""
    name = f"bench-{uuid4().hex[:8]}"
    taken = Taken()
    with tempfile.TemporaryDirectory() as folder:
        at = ["--shards", str(_SHARDS), "--replicas", "0", "-i", str(Path(folder) / name)]
        before = nodes_processor()
        ran = processes.run(["-m", "searchcable.cli", "index", str(file), "--url", urls, *at])
        taken.seconds = ran.seconds
        taken.python, taken.nodes = ran.processor, nodes_processor() - before
    return taken, _dropped(OpenSearch(urls.split(","), timeout=120), f"searchcable-{name}-v*")


def _dropped(asked: OpenSearch, name: str) -> float:
    """Drop an index; return how many bytes it had on the disk."""
    asked.indices.flush(index=name)
    told = asked.indices.stats(index=name, metric="store")
    for index in told["indices"]:
        asked.indices.delete(index=index)
    return float(told["_all"]["total"]["store"]["size_in_bytes"])
