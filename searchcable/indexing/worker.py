"""A worker: a process of its own that prepares parts until its connection is closed.

It is started as a plain program, so that a script which embeds the library is not run again by it,
as `multiprocessing` would have it. It sees the batches that it was sent, and no index.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import resource
import signal
import sys
import threading
from multiprocessing.connection import Connection
from typing import Final

from searchcable.engines import engine_module
from searchcable.indexing.preparing import prepare

_GARBAGE: Final = 50_000
"""Objects after which Python looks for cycles; cables are no cycles, and many at once."""


def serve(descriptor: int, engine: str, memory: int) -> None:
    """Answer batches of parts that come through a file descriptor.

    For each list of `Part` a list of `PreparedPart` goes back, both pickled; rows are made ready
    for the `engine` of that name. `memory` bounds the
    address space, in bytes; 0 leaves it as it is.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the writer decides what Ctrl-C means
    if memory:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    gc.set_threshold(_GARBAGE)
    entry = engine_module(engine).ENGINE.entry
    with Connection(descriptor) as connection:
        batches: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=_receive, args=(connection, batches), daemon=True).start()
        try:
            while (batch := batches.get()) is not None:
                parts = pickle.loads(batch)  # noqa: S301 - from the writer, which made it
                made = [prepare(part, entry) for part in parts]
                connection.send_bytes(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
        except (BrokenPipeError, ConnectionResetError):
            return  # the writer is gone, and with it all that was to be done


def _receive(connection: Connection, batches: queue.SimpleQueue[bytes | None]) -> None:
    """Take batches off the connection at once, so that sender and worker never wait in a ring."""
    try:
        while True:
            batches.put(connection.recv_bytes())
    except (EOFError, OSError):
        batches.put(None)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    os._exit(0)
