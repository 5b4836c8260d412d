"""What a run says of itself: while it goes, before it removes much, and at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is. Bytes and cables are of this run; `committed` counts cables now safe."""

    stage: str
    bytes_done: int
    bytes_total: int
    cables: int
    committed: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Files that the index knows and the corpus no longer has; `str` says so in a sentence.

    `sources` of the index's `total` would go, and with them what they alone gave of `cables`.
    """

    corpus: str
    sources: int
    total: int
    cables: int
    examples: tuple[str, ...]
    missing: bool

    def __str__(self) -> str:
        what = "is missing or empty" if self.missing else "has lost many files"
        return (
            f"{self.corpus} {what}: {self.sources:,} of the index's {self.total:,} files are gone, "
            f"and with them up to {self.cables:,} cables ({', '.join(self.examples)}…)"
        )


@dataclass(slots=True, kw_only=True)
class FormTotal:
    """What a run read of one form: files, or members of archives; `seconds` include indexing."""

    files: int = 0
    cables: int = 0
    defects: int = 0
    seconds: float = 0.0


@dataclass(slots=True, kw_only=True)
class Characters:
    """Characters that a run read, white space left aside: in all, and in paragraphs.

    The rest is of headers, labels and page lines. `lost` were found nowhere, which is a fault.
    """

    read: int = 0
    paragraphs: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run did.

    `cables` and `defects` are what the index has now; `added`, `replaced`, `unchanged` and
    `removed` count this run's cables. `files` were looked at, `read` of them opened and parsed.
    `skipped` counts files by reason, `examples` names three for each; `forms` has what was read of
    each form, of which those in archives end in ", packed". `gone` are files that the index knows
    and the corpus no longer has.
    """

    cables: int
    added: int
    replaced: int
    unchanged: int
    removed: int
    files: int
    read: int
    gone: int
    skipped: Mapping[str, int]
    examples: Mapping[str, tuple[str, ...]]
    defects: Mapping[str, int]
    forms: Mapping[str, FormTotal]
    characters: Characters
    seconds: float
    size_bytes: int | None


class Interrupted(KeyboardInterrupt):
    """The run was interrupted; what it had done is committed, and `report` says what that is."""

    def __init__(self, report: Report) -> None:
        super().__init__("interrupted")
        self.report = report
