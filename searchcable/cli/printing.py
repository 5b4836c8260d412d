"""Printing to the streams: results to standard output; progress and questions to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from searchcable.cli.exits import say
from searchcable.cli.layout import Line, plain
from searchcable.cli.terminal import Color, has_colors, width
from searchcable.results import Hit, Results

if TYPE_CHECKING:
    from searchcable.indexing import Gone, Progress

_PAGE = 100


def styled(lines: Iterable[Line], color: Color) -> str:
    """Return lines as text for standard output, with colours where it has them."""
    if has_colors(color, sys.stdout):
        from searchcable.cli.render import colored

        return colored(lines)
    return plain(lines)


def write(lines: Iterable[Line], color: Color) -> None:
    """Write lines to standard output."""
    sys.stdout.write(styled(lines, color))


def write_hits(results: Results, start: int, stop: int, format: str, color: Color) -> None:
    """Write the hits from `start` to `stop` as "text", "json", "jsonl" or "csv"."""
    hits = _pages(results, start, stop)
    for chunk in _chunks(results, hits, format, color):
        sys.stdout.write(chunk)


def footer(start: int, stop: int, total: int) -> str:
    """Return the line below a page of hits, of which `total` are in all.

    >>> footer(0, 3, 128)
    '3 of 128 cables; next page: --offset 3'
    >>> footer(0, 2, 2), footer(0, 0, 0)
    ('2 cables', 'no cable matches')
    """
    cables = f"{total:,} {'cable' if total == 1 else 'cables'}"
    if total == 0:
        return "no cable matches"
    if start >= total:
        return f"no more: there are {cables}"
    shown = f"{start + 1:,} to {stop:,} of {cables}" if start else f"{stop:,} of {cables}"
    if stop < total:
        return f"{shown}; next page: --offset {stop}"
    return shown if start else cables


@contextmanager
def progress() -> Iterator[Callable[[Progress], None]]:
    """Give a function that shows progress: a bar on a terminal, else lines of what is committed."""
    if sys.stderr.isatty() and has_colors("auto", sys.stderr):
        from searchcable.cli.render import Bar

        with Bar() as bar:
            yield bar.show
    else:
        yield _committed_lines()


def confirm(gone: Gone) -> bool:
    """Ask whether to remove what is gone from the corpus. Off a terminal the answer is no."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    say(str(gone))
    sys.stderr.write("Remove them? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _committed_lines() -> Callable[[Progress], None]:
    last = 0

    def show(progress: Progress) -> None:
        nonlocal last
        if progress.committed > last:
            last = progress.committed
            say(f"committed {last}")

    return show


def _pages(results: Results, start: int, stop: int) -> Iterator[Hit]:
    for at in range(start, stop, _PAGE):
        yield from results[at : min(at + _PAGE, stop)]


def _chunks(results: Results, hits: Iterable[Hit], format: str, color: Color) -> Iterable[str]:
    if format == "text":
        from searchcable.cli.pages import hit_lines

        columns = width()
        return (styled(hit_lines(hit, columns), color) for hit in hits)

    from searchcable.cli import writing

    if format == "json":
        return writing.json_chunks(results.query.text, len(results), hits)
    return writing.json_lines(hits) if format == "jsonl" else writing.csv_lines(hits)
