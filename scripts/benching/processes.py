"""Run a command in processes of its own, and see how long it takes and what memory it has.

Memory is what Linux calls the proportional set size, of the process and all that it started: pages
that they share count once, and pages of files that a process maps, as Tantivy's index is, count
too. Linux looks at every page of a process for it, and the process waits, the longer the larger it
is: looking takes a hundredth of the time at most.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benching.cables import ROOT

_EVERY: Final = 0.2  # seconds between looks at the memory, at least
_LOOKING: Final = 0.01  # the part of the time that looks may take
READY: Final = "ready"
"""What a process prints when it has all in memory, and begins with what is measured."""


class Ran(NamedTuple):
    """How a command went: seconds by the clock, and of processors, those of all its processes;
    bytes of memory at most; what it printed.
    """

    seconds: float
    processor: float
    memory: int
    output: str


def run(arguments: Sequence[str], *, waits: bool = False) -> Ran:
    """Run Python with these arguments. Raises RuntimeError where it fails.

    Where it `waits`, memory counts from when it prints READY, beyond what it had then.
    """
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, stderr=errors, env=_environment(),
            text=True, encoding="utf-8",
        )  # fmt: skip
        assert child.stdout is not None
        began, used, before, most = time.perf_counter(), _processor(), 0, 0
        if waits:
            assert child.stdout.readline().strip() in (READY, "")
            before = _memory(child.pid)
        pause = _EVERY
        while not _ends(child, pause):
            looked = time.perf_counter()
            most = max(most, _memory(child.pid))
            pause = max(_EVERY, (time.perf_counter() - looked) / _LOOKING)
        seconds = time.perf_counter() - began
        output = child.stdout.read()
        child.stdout.close()
        if child.returncode:
            errors.seek(0)
            raise RuntimeError(f"{' '.join(arguments)}: {errors.read().decode(errors='replace')}")
    return Ran(seconds, _processor() - used, max(most - before, 0), output)


def best(arguments: Sequence[str], times: int) -> float:
    """Return the seconds that a command takes, the best of so many times."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments], env=_environment(), check=True, capture_output=True
        )
        taken.append(time.perf_counter() - began)
    return min(taken)


def _ends(child: subprocess.Popen[str], seconds: float) -> bool:
    """Wait so long at most, and return whether the process has ended."""
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _processor() -> float:
    """Return the seconds that processors gave to the processes that have ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> int:
    """Return the bytes of a process and of those below it."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(_memory(int(one)) for one in (task / "children").read_text().split())
    except OSError:
        pass  # it has ended, or this is no Linux
    return total


def _environment() -> dict[str, str]:
    """Return the environment as users have it: no settings, and compiled modules are kept."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SEARCHCABLE") and name != "PYTHONDONTWRITEBYTECODE"
    }
    return {**kept, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'scripts'}"}
