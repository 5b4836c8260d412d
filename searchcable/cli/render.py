"""Colours and the progress bar, by Rich. Imported on a terminal only: it costs start-up time."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from rich.color import ColorSystem
from rich.style import Style as RichStyle

from searchcable.cli.layout import NO_BREAK, Line, Style

if TYPE_CHECKING:
    from searchcable.indexing import Progress

_STYLES: Final[dict[Style, RichStyle]] = {
    "": RichStyle(),
    "mrn": RichStyle(color="cyan", bold=True),
    "dim": RichStyle(dim=True),
    "bold": RichStyle(bold=True),
    "mark": RichStyle(color="yellow", bold=True),
    "bold-mark": RichStyle(color="yellow", bold=True, underline=True),
    "note": RichStyle(dim=True),
    "error": RichStyle(color="red", bold=True),
    "unclassified": RichStyle(color="green"),  # the colours of the markings on paper
    "restricted": RichStyle(color="green"),
    "confidential": RichStyle(color="blue"),
    "secret": RichStyle(color="red"),
    "top-secret": RichStyle(color="magenta", bold=True),
}


def colored(lines: Iterable[Line]) -> str:
    """Return the lines with the terminal's codes for their styles, each ended by a newline."""
    return "".join(
        "".join(
            _STYLES[part.style].render(
                part.text.replace(NO_BREAK, " "), color_system=ColorSystem.STANDARD
            )
            for part in line
        )
        + "\n"
        for line in lines
    )


class Bar:
    """A progress bar on standard error: cables, megabytes, rate, time left, what is committed."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        console = Console(stderr=True, markup=False, highlight=False)
        self._progress = RichProgress(
            TextColumn("{task.fields[stage]}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[figures]}", markup=False),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
        )
        self._task = self._progress.add_task("", total=None, stage="", figures="")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def show(self, progress: Progress) -> None:
        """Show where the indexing is. The bar appears with the first call, after any question."""
        self._progress.start()
        rate = progress.cables / progress.seconds if progress.seconds else 0.0
        self._progress.update(
            self._task,
            total=progress.bytes_total or None,
            completed=progress.bytes_done,
            stage=progress.stage,
            figures=(
                f"{progress.cables:,} cables  {progress.bytes_done / 1e6:,.1f}"
                f"/{progress.bytes_total / 1e6:,.1f} MB  {rate:,.0f}/s  "
                f"committed {progress.committed:,}"
            ),
        )
