"""A worker: a process of its own that prepares parts until its channel is closed.

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
from typing import Final

from searchcable.engines import entry_maker
from searchcable.indexing.channel import Channel, keep_memory
from searchcable.indexing.preparing import READY, prepare

_GARBAGE: Final = 50_000
"""Objects after which Python looks for cycles; cables are no cycles, and many at once."""

_NICE: Final = 15
"""How far readers, who are many, give way to the writer, who is one: as it never waits for a
processor, what they made does not pile up, and they can go on while it commits."""

_Messages = queue.SimpleQueue[bytes | bytearray | None]


def serve(descriptor: int, engine: str, memory: int) -> None:
    """Answer batches of parts that come through a file descriptor.

    READY is sent as soon as all is there that reading needs. Then for each list of `Part` a list of
    `PreparedPart` goes back, both pickled; rows are made ready for the `engine` of that name.
    `memory` bounds the address space, in bytes; 0 leaves it as it is.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the writer decides what Ctrl-C means
    if memory:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    os.nice(_NICE)
    gc.set_threshold(_GARBAGE)
    keep_memory()
    entry = entry_maker(engine)
    channel, batches, answers = Channel(descriptor), _Messages(), _Messages()
    threading.Thread(target=_receive, args=(channel, batches), daemon=True).start()
    try:
        channel.send(READY)  # before a part can hold up this process
    except OSError:
        return  # the writer is gone already
    sender = threading.Thread(target=_send, args=(channel, answers), daemon=True)
    sender.start()
    while (batch := batches.get()) is not None:
        parts = pickle.loads(batch)  # noqa: S301 - from the writer, which made it
        answers.put(pickle.dumps(prepare(parts, entry), pickle.HIGHEST_PROTOCOL))
    answers.put(None)
    sender.join()


def _receive(channel: Channel, batches: _Messages) -> None:
    """Take batches off the channel at once, so that sender and worker never wait in a ring.

    A batch for which there is no memory is the end; the writer tries its parts one by one.
    """
    try:
        while True:
            batches.put(channel.receive())
    except (EOFError, OSError, MemoryError):
        batches.put(None)


def _send(channel: Channel, answers: _Messages) -> None:
    """Give back what is made while the next batch is read, for the writer may be committing."""
    try:
        while (answer := answers.get()) is not None:
            channel.send(answer)
    except OSError:
        os._exit(0)  # the writer is gone, and with it all that was to be done


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    os._exit(0)
