"""What a run has met so far, for its progress and its report."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from searchcable.indexing.preparing import PreparedPart
from searchcable.indexing.report import Characters, FormTotal, Progress, Report
from searchcable.store import Index
from searchcable.store.session import Session
from searchcable.store.sources import FileRecord

EXAMPLES: Final = 3
"""How many places are named of those that were not read for one reason."""

LeftOut = tuple[tuple[str, int, tuple[str, ...]], ...]
"""What was not read: why, how many places, some of them."""


@dataclass(slots=True)
class Counts:
    """What is counted: bytes of the `total` that are `done`, files that were `read`, cables.

    `seen` are the ids of the cables, `committed` is how many cables are safe.
    """

    total: int
    done: int = 0
    read: int = 0
    cables: int = 0
    committed: int = 0
    seen: set[str] = field(default_factory=set)
    forms: defaultdict[str, FormTotal] = field(default_factory=lambda: defaultdict(FormTotal))
    _characters: Characters = field(default_factory=Characters)
    _skipped: Counter[str] = field(default_factory=Counter)
    _examples: dict[str, list[str]] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    def take(self, made: PreparedPart, seconds: float) -> None:
        """Count the cables of a part; putting them took so many `seconds`."""
        self.cables += len(made.cables)
        form = self.forms[made.tally.form] if made.cables else FormTotal()
        form.cables += len(made.cables)
        form.seconds += made.seconds + seconds
        for cable in made.cables:
            self.seen.add(cable.entry.id)
            form.defects += cable.defects
            self._characters.read += cable.read
            self._characters.paragraphs += cable.paragraphs
            self._characters.lost += cable.lost

    def skip(self, path: str, why: str) -> None:
        """Count a place that is not read."""
        self.leave_out(((why, 1, (path,)),))

    def leave_out(self, places: LeftOut) -> None:
        """Count what is not read, and keep some examples."""
        for why, number, paths in places:
            self._skipped[why] += number
            examples = self._examples.setdefault(why, [])
            examples += paths[: EXAMPLES - len(examples)]

    def progress(self, stage: str, begun: int) -> Progress:
        """Say how far the run is; `begun` are the bytes of the file in hand that are read."""
        return Progress(
            stage=stage,
            bytes_done=self.done + begun,
            bytes_total=self.total,
            cables=self.cables,
            committed=self.committed,
            seconds=time.monotonic() - self._began,
        )

    def report(
        self, session: Session, index: Index, *, files: int, gone: Collection[FileRecord]
    ) -> Report:
        """Sum up what a session did for so many files of a corpus, and what is `gone` from it."""
        for id, why in session.refused.items():
            self.skip(id, f"refused by the engine: {why}")
        changed = session.added | session.replaced
        return Report(
            cables=len(index),
            added=len(session.added),
            replaced=len(session.replaced),
            unchanged=len(self.seen - changed),
            removed=len(session.removed),
            files=files,
            read=self.read,
            gone=len(gone),
            skipped=dict(self._skipped.most_common()),
            examples={why: tuple(paths) for why, paths in self._examples.items()},
            defects=index.defects(),
            forms=dict(sorted(self.forms.items(), key=lambda item: (-item[1].cables, item[0]))),
            characters=self._characters,
            seconds=time.monotonic() - self._began,
            size_bytes=index.size(),
        )
