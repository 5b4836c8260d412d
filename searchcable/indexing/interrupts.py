"""Ctrl-C, put off to a moment at which all is in order."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Stop(Exception):
    """Ctrl-C was pressed, at a moment when all is in order."""


@contextmanager
def interruptible() -> Iterator[Callable[[], None]]:
    """Give a function that raises `Stop` if Ctrl-C was pressed; a second one stops at once.

    In other threads than the main one there is no Ctrl-C.
    """
    pressed = False

    def note(signum: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    def check() -> None:
        if pressed:
            raise Stop

    if threading.current_thread() is not threading.main_thread():
        yield check
        return
    former = signal.signal(signal.SIGINT, note)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, former)
