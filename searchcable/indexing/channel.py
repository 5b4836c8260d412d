"""A channel between the writer and a reading process: whole messages over a pair of sockets."""

from __future__ import annotations

import socket
import struct
from multiprocessing.connection import wait
from typing import Final

_KEPT: Final = 16 << 20  # bytes, of which glibc keeps twice as many; a message is less
_LENGTH: Final = struct.Struct("<Q")  # goes before each message, in bytes


class Channel:
    """One end of a channel. Several threads may use it, if one alone sends and one receives.

    Megabytes go through it at once. They are received into the memory where they stay, which takes
    half of a processor's time for the same by `multiprocessing.connection`, or less.
    """

    def __init__(self, descriptor: int) -> None:
        """Own the open file `descriptor`, one of a pair of sockets."""
        self._socket = socket.socket(fileno=descriptor)
        self._socket.setblocking(True)  # whatever socket.setdefaulttimeout() said

    def set_patience(self, seconds: float) -> None:
        """Raise OSError from now on where the other end takes or gives nothing for so long."""
        limit = struct.pack("ll", max(1, round(seconds)), 0)  # a timeval, see socket(7)
        for option in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
            self._socket.setsockopt(socket.SOL_SOCKET, option, limit)

    def fileno(self) -> int:
        """Return the file descriptor, by which `multiprocessing.connection.wait` knows it."""
        return self._socket.fileno()

    def send(self, message: bytes | bytearray) -> None:
        """Send a message, and wait until all is on its way. Raises OSError where no one is left."""
        self._socket.sendall(_LENGTH.pack(len(message)))
        self._socket.sendall(message)

    def waits(self, seconds: float) -> bool:
        """Return whether a message begins to arrive, or the end, within so many seconds."""
        return bool(wait([self._socket], seconds))

    def receive(self) -> bytearray:
        """Wait for a message, and return it. Raises EOFError or OSError where none will come."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        return self._exactly(length)

    def close(self) -> None:
        """Let go of this end; the other one learns it."""
        self._socket.close()

    def _exactly(self, length: int) -> bytearray:
        data = bytearray(length)
        rest = memoryview(data)
        while rest:
            got = self._socket.recv_into(rest, flags=socket.MSG_WAITALL)
            if not got:
                raise EOFError
            rest = rest[got:]
        return data


def channel() -> tuple[Channel, Channel]:
    """Return both ends of a new channel."""
    ours, theirs = socket.socketpair()
    return Channel(ours.detach()), Channel(theirs.detach())


def keep_memory() -> None:
    """Have what messages took, once it is free, stay with the process for those to come.

    To give it back to the system and have it anew, zeroed, takes time. glibc's malloc keeps twice
    as much as the largest block that it ever mapped and freed; see M_MMAP_THRESHOLD in mallopt(3).
    """
    bytes(_KEPT)
