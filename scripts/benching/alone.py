"""Index a cables.csv with a bare engine, in a process of its own.

    python -m benching.alone NAME CSV FOLDER

The bodies are read beforehand. Prints READY, and then the seconds that indexing took, by the
clock and of processors.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benching.cables import read_csv
from benching.contenders import writer_of
from benching.processes import READY


def main() -> None:
    """Read the command line, and the bodies; index."""
    name, csv, folder = sys.argv[1:]
    write = writer_of(name)
    records = list(read_csv(Path(csv)))
    Path(folder).mkdir(exist_ok=True)
    print(READY, flush=True)
    began, used = time.perf_counter(), time.process_time()
    write(records, Path(folder))
    print(time.perf_counter() - began, time.process_time() - used, flush=True)


if __name__ == "__main__":
    main()
