"""Messages between the writer and its readers arrive whole, or not at all."""

from __future__ import annotations

import os
import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from searchcable.indexing.channel import Channel, channel


@pytest.fixture
def ends() -> Iterator[tuple[Channel, Channel]]:
    ours, theirs = channel()
    yield ours, theirs
    ours.close()
    theirs.close()


MESSAGES = [
    pytest.param([b""], id="empty"),
    pytest.param([b"ready", b"", b"\0" * 9], id="several"),
    pytest.param([os.urandom(5_000_000), b"after"], id="more-than-the-system-holds"),
]


@pytest.mark.parametrize("messages", MESSAGES)
def test_messages_arrive_in_order(ends: tuple[Channel, Channel], messages: list[bytes]) -> None:
    ours, theirs = ends
    sender = threading.Thread(target=lambda: [*map(theirs.send, messages)])
    sender.start()
    assert [ours.receive() for _ in messages] == messages
    sender.join()


def test_both_ends_send_at_once(ends: tuple[Channel, Channel]) -> None:
    ours, theirs = ends
    large = os.urandom(3_000_000)
    senders = [threading.Thread(target=end.send, args=(large,)) for end in ends]
    for sender in senders:
        sender.start()
    assert ours.receive() == theirs.receive() == large
    for sender in senders:
        sender.join()


@pytest.mark.parametrize(
    "sent", [b"", b"\5\0\0", struct.pack("<Q", 5), struct.pack("<Q", 5) + b"h"]
)
def test_what_ends_before_its_message_is_an_end(sent: bytes) -> None:
    ours, theirs = socket.socketpair()
    end = Channel(ours.detach())
    theirs.sendall(sent)
    theirs.close()
    assert end.waits(0)
    with pytest.raises(EOFError):
        end.receive()
    end.close()


def test_it_tells_whether_a_message_waits(ends: tuple[Channel, Channel]) -> None:
    ours, theirs = ends
    assert not ours.waits(0)
    theirs.send(b"one")
    assert ours.waits(5)


def test_it_waits_whatever_the_default_timeout_is() -> None:
    socket.setdefaulttimeout(0.01)
    try:
        ours, theirs = channel()
    finally:
        socket.setdefaulttimeout(None)
    assert os.get_blocking(ours.fileno())
    assert os.get_blocking(theirs.fileno())
    ours.close()
    theirs.close()


def test_patience_ends(ends: tuple[Channel, Channel]) -> None:
    ours, _ = ends
    ours.set_patience(1)
    with pytest.raises(OSError, match="temporarily unavailable"):
        ours.receive()
    with pytest.raises(OSError, match="temporarily unavailable"):
        ours.send(bytes(5_000_000))


def test_no_one_to_send_to_is_an_error(ends: tuple[Channel, Channel]) -> None:
    ours, theirs = ends
    theirs.close()
    with pytest.raises(OSError, match="pipe"):
        ours.send(b"one")
