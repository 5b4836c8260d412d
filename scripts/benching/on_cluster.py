"""The engine `opensearch` beside bare calls of `parallel_bulk`, on the same cluster.

SAME is what we are held against: the same documents (`prepared` says what that means), sent by
`parallel_bulk` as the client's manual has it, into an index that is refreshed by the last call
alone, as ours is. DEFAULT is the same in an index that is refreshed every second, as it is by
default. BODIES has the columns id, day, level and body alone: what an index of text costs, with no
cable in it to be shown. Ours are READY, rows as the reading processes hand them to the writer, and
WHOLE, the file by the command line, with its start and end.

All have three shards without copies. Rounds alternate, every other one backwards, and of each way
the best counts. What is sent lies on the disk before; to read it from there is in each one's time.
Processor time is that of the nodes, which must run on this machine, until the merges that they have
begun are done, and of Python. Then questions of each kind are asked of the last index.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import uuid4

from clustering.nodes import read_state
from clustering.setup import Setup
from opensearchpy import OpenSearch
from opensearchpy.helpers import parallel_bulk

from benching import processes
from benching.cables import ROOT, make_csv, read_csv
from benching.contenders import OURS
from benching.measuring import Plan, ask_all
from benching.prepared import Json, Prepared, mapping, prepare
from benching.questions import SAMPLE, pick
from searchcable.engines import open_engine
from searchcable.engines.opensearch.connecting import place

SAME: Final = "parallel_bulk of the same documents"
DEFAULT: Final = "the same, refreshed each second"
BODIES: Final = "parallel_bulk of bodies alone"
READY: Final = "searchcable, rows that are ready"
WHOLE: Final = "searchcable index, the whole command"
_SHARDS: Final = 3
_FEW: Final = 10_000  # cables up to which rounds are repeated as often as asked for
_AT_LEAST: Final = 2  # rounds of more
_BY_COMMIT: Final = {"refresh_interval": "-1"}
_COLUMNS: Final[Json] = {
    "id": {"type": "keyword"}, "day": {"type": "integer"}, "level": {"type": "keyword"},
    "body": {"type": "text", "analyzer": "english"},
}  # fmt: skip
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


def compare(
    counts: list[int], repeats: int, each: int, folder: Path, tell: Callable[[str], None]
) -> Iterator[Json]:
    """Measure each number of cables, and yield all figures after each."""
    at = urls()
    figures: Json = {**_setting(at), "cluster": []}
    for count in counts:
        tell(f"preparing {count:,} cables")
        file = folder / f"{count}.csv"
        make_csv(file, count)
        made = prepare(file)
        if not figures["cluster"]:  # nodes that have just started are slower: they still compile
            for warm in (_bodies(file, at), _same(made, at, {}), _ready(made, at)):
                tell(f"  {warm[0].seconds:.1f} s to warm up")
        ask = _questions(file, each, repeats)
        rounds = repeats if count <= _FEW else min(repeats, _AT_LEAST)
        ways, times = _measure(file, made, rounds, at, ask, tell)
        run = {"cables": count, "rounds": rounds, "ways": ways, "queries": times}
        figures["cluster"].append(run)
        yield figures


def _setting(at: str) -> Json:
    """Return what figures depend on beside the code."""
    told = OpenSearch(at.split(",")).info()
    return {
        "python": f"{platform.python_version()}, {platform.python_compiler()}",
        "opensearch": told["version"]["number"],
        "nodes": len(at.split(",")),
        "processors": os.cpu_count(),
    }


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
    file: Path, made: Prepared, rounds: int, at: str, ask: Callable[[Path], Times],
    tell: Callable[[str], None],
) -> tuple[dict[str, dict[str, float]], Times]:  # fmt: skip
    """Return what each way took of the clock and of processors, and left on the disk.

    And how long questions took of the last index of ours.
    """
    ways: dict[str, Callable[[], tuple[Taken, float]]] = {
        BODIES: partial(_bodies, file, at),
        SAME: partial(_same, made, at, _BY_COMMIT),
        DEFAULT: partial(_same, made, at, {}),
        READY: partial(_ready, made, at),
        WHOLE: partial(_whole, file, at),
    }
    taken: dict[str, list[Taken]] = {name: [] for name in ways}
    sizes: dict[str, float] = {}
    times: Times = {}
    for number in range(rounds):
        for name in reversed(ways) if number % 2 else ways:
            if name == WHOLE and number == rounds - 1:
                one, sizes[name] = _whole(file, at, ask)
                times = one.times
            else:
                one, sizes[name] = ways[name]()
            taken[name].append(one)
            tell(f"  {name}: {one.seconds:.1f} s, processors {one.nodes:.1f} + {one.python:.1f}")
    figures = {}
    for name, all_ in taken.items():
        least = min(all_, key=lambda one: one.nodes + one.python)
        figures[name] = {
            "seconds": round(min(one.seconds for one in all_), 3),
            "nodes": round(least.nodes, 3),
            "python": round(least.python, 3),
            "bytes": sizes[name],
        }
    return figures, times


def _bodies(file: Path, at: str) -> tuple[Taken, float]:
    """Index four columns."""
    documents = ({"_id": one.id, **one._asdict()} for one in read_csv(file))
    return _bulk(documents, at, _COLUMNS, _BY_COMMIT)


def _same(made: Prepared, at: str, settings: Json) -> tuple[Taken, float]:
    """Index the documents of our engine."""
    return _bulk(made.read_documents(), at, mapping(), settings)


def _bulk(
    documents: Iterator[Json], at: str, properties: Json, settings: Json
) -> tuple[Taken, float]:
    """Index documents as the client's manual has it."""
    asked = OpenSearch(at.split(","), timeout=120)
    name = f"bench-bare-{uuid4().hex[:8]}"
    settings = {"number_of_shards": _SHARDS, "number_of_replicas": 0, **settings}
    asked.indices.create(
        index=name, body={"settings": settings, "mappings": {"properties": properties}}
    )
    taken = Taken()
    with taken.measured():
        for done, answer in parallel_bulk(asked, ({"_index": name, **one} for one in documents)):
            assert done, answer
        asked.indices.refresh(index=name)
    taken.end(asked, name)
    return taken, _dropped(asked, name)


def _ready(made: Prepared, at: str) -> tuple[Taken, float]:
    """Give our engine rows as the readers of `searchcable index` give them."""
    asked = OpenSearch(at.split(","), timeout=120)
    where = place(at, f"bench-{uuid4().hex[:8]}", shards=_SHARDS, replicas=0)
    with tempfile.TemporaryDirectory() as folder:
        where.write(Path(folder))
        with open_engine("opensearch", Path(folder)).writer() as writer:
            taken = Taken()
            with taken.measured():
                for some in made.read_rows():
                    writer.add(some, new=True)
                assert writer.commit() is None
            taken.end(asked, where.alias)
    return taken, _dropped(asked, f"{where.alias}-v*")


def _whole(file: Path, at: str, ask: Callable[[Path], Times] | None = None) -> tuple[Taken, float]:
    """Index the file by the command line; Python's start and end are in it."""
    asked = OpenSearch(at.split(","), timeout=120)
    name = f"bench-{uuid4().hex[:8]}"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / name
        options = ["--shards", str(_SHARDS), "--replicas", "0", "-i", str(home)]
        taken = Taken()
        ran = processes.run(["-m", "searchcable.cli", "index", str(file), "--url", at, *options])
        taken.seconds, taken.python = ran.seconds, ran.processor
        taken.end(asked, f"searchcable-{name}")
        if ask:
            taken.times = ask(home)
    return taken, _dropped(asked, f"searchcable-{name}-v*")


def _dropped(asked: OpenSearch, name: str) -> float:
    """Drop an index; return how many bytes it had on the disk."""
    asked.indices.flush(index=name)
    told = asked.indices.stats(index=name, metric="store")
    for index in told["indices"]:
        asked.indices.delete(index=index)
    return float(told["_all"]["total"]["store"]["size_in_bytes"])
