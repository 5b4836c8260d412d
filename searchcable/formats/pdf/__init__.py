"""The text in a PDF, by the package pypdf, in a process of its own.

A PDF is a program of sorts, and one made to hurt takes all time and memory that it gets. So the
process that reads it has bounds of both and is ended at them; what started it goes on. pypdf is
Python alone, needs no other package, and bounds what streams may unpack to.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

MISSING: Final = "PDF, which needs the extra: pip install 'searchcable[pdf]'"
MAX_BYTES: Final = 100_000_000
SECONDS: Final = 30.0
"""How long one PDF may take before it is given up."""

_ROOT: Final = Path(__file__).parents[3]
_EXTRACTING: Final = "searchcable.formats.pdf.extracting"


class UnreadablePdf(ValueError):
    """There is no text to be had; the message says in few words why."""


def is_pdf(head: bytes) -> bool:
    """Return whether bytes begin as a PDF: its mark may stand a little after the start.

    >>> is_pdf(b"%PDF-1.7"), is_pdf(b"PDF")
    (True, False)
    """
    return b"%PDF-" in head[:1024]


def pdf_text(data: bytes, *, seconds: float = SECONDS) -> str:
    """Return the text of a PDF, page after page. Raises UnreadablePdf within about `seconds`."""
    if find_spec("pypdf") is None:
        raise UnreadablePdf(MISSING)
    if len(data) > MAX_BYTES:
        raise UnreadablePdf(f"PDF larger than {MAX_BYTES // 1_000_000} MB")
    with _LOCK:
        return _READER.ask(data, seconds)


class _Reader:
    """The process that reads PDFs: started for the first, and again after one that ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, data: bytes, seconds: float) -> str:
        process = self._running()
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            answer = _exchange(process, data)
        except OSError:
            answer = b""
        finally:
            timer.cancel()
        if not answer:
            self.close()
            why = f"PDF that takes over {seconds:g} s" if late.is_set() else "PDF that is too much"
            raise UnreadablePdf(why)
        text = answer[1:].decode("utf-8", "replace")
        if answer[:1] != b"+":
            raise UnreadablePdf(text)
        return text

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the process; one that another process of ours started is not used from here."""
        mine = self._owner == os.getpid()
        if mine and self._process is not None and self._process.poll() is not None:
            self.close()
        if not mine or self._process is None:
            path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", _EXTRACTING],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
            self._owner = os.getpid()
        return self._process

    def close(self) -> None:
        """End the process, if it is ours."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        for pipe in filter(None, (process.stdin, process.stdout)):
            with suppress(OSError):  # what it still held is of no use
                pipe.close()
        process.wait()


def _exchange(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Send one PDF and return the answer; nothing where the process ended first."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(len(data).to_bytes(8, "big") + data)
    process.stdin.flush()
    size = process.stdout.read(8)
    if len(size) < 8:
        return b""
    length = int.from_bytes(size, "big")
    answer = process.stdout.read(length)
    return answer if len(answer) == length else b""


_READER: Final = _Reader()
_LOCK: Final = threading.Lock()
atexit.register(_READER.close)
