"""What the terminal is like, and how long text is put on it. Nothing here knows of cables."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from typing import Final, Literal, TextIO

MAX_WIDTH: Final = 100
"""Columns: lines longer than that are hard to read on any screen."""

Color = Literal["auto", "always", "never"]


def width() -> int:
    """Return the columns to lay text out for: COLUMNS, or the terminal's, or 80; at most 100."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, MAX_WIDTH))


def has_colors(color: Color, stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether to write colours to `stream`.

    With "auto", on a terminal only, not where NO_COLOR is set to anything (https://no-color.org),
    and not on a dumb terminal.
    """
    if color != "auto":
        return color == "always"
    dumb = environ.get("TERM") == "dumb" or bool(environ.get("NO_COLOR"))
    return stream.isatty() and not dumb


def page(text: str, *, wanted: bool) -> None:
    """Write `text` to standard output, through the pager where it is `wanted` and of use.

    It is of use on a terminal with fewer lines than `text` has. The pager is PAGER, or less, or
    more; an empty PAGER means none.
    """
    lines = shutil.get_terminal_size().lines
    command = _pager() if wanted and sys.stdout.isatty() and text.count("\n") >= lines else []
    if not command:
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    environ = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environ) as pager:  # noqa: S603
        try:
            pager.communicate(text.encode("utf-8", "replace"))
        except KeyboardInterrupt:
            pager.wait()  # the pager has the terminal, and decides what an interrupt does
            raise


def _pager() -> list[str]:
    named = os.environ.get("PAGER")
    if named is not None:
        words = shlex.split(named)
        return words if words and shutil.which(words[0]) else []
    return next(([name] for name in ("less", "more") if shutil.which(name)), [])
