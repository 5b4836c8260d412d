"""One run over a corpus: reads files, puts their cables, and remembers what it met."""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final

from searchcable.cable import Source
from searchcable.errors import CorpusError
from searchcable.formats import File, Part, Reading, read_file
from searchcable.indexing.counting import EXAMPLES, Counts, LeftOut
from searchcable.indexing.preparing import PreparedPart
from searchcable.indexing.report import Gone, Progress, Report
from searchcable.indexing.sharing import Share
from searchcable.store import Index
from searchcable.store.session import Session
from searchcable.store.sources import FileRecord, row_id
from searchcable.version import __version__

_SHARE_TO_ASK: Final = 5  # one in so many sources may go without a question
_YOUNG_NS: Final = 2_000_000_000  # within so short a time a file may change and keep its mtime


@dataclass(slots=True)
class _Opened:
    """A file that is being read. The parts `before` were committed by a run that was stopped."""

    file: File
    record: FileRecord
    reading: Reading
    before: int = 0
    sent: int = 0  # parts that were given out, in all runs
    parts: int = 0  # of which so many came back
    all_sent: bool = False
    members: defaultdict[str, list[str | None]] = field(default_factory=lambda: defaultdict(list))
    fault: str | None = None

    def unfinished(self) -> FileRecord | None:
        """Return what is known of it as far as it is put, if anything."""
        if not self.members:
            return None
        fresh = self.before or not self.record.ids  # of a changed file, not all is told by parts
        return replace(
            self.record,
            ids=tuple(dict.fromkeys((*self.record.ids, *self.members))),
            begun=(self.reading.sha256, self.parts) if fresh else None,
        )


class Run:
    """One run: what it has met so far."""

    def __init__(
        self,
        session: Session,
        corpus: Path,
        found: list[File],
        *,
        force: bool,
        share: Share | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._session = session
        self._corpus = corpus
        self._root = corpus.resolve()
        self._share = share
        self._found = found if share is None else list(filter(self._is_shared, found))
        self._force = force
        self._progress = progress
        self._tool = __version__
        self._part = str(share) if share else ""
        self._parted: dict[str, list[FileRecord]] = defaultdict(list)  # by location; of feeders
        self._records = self._known_records()
        self._gone = () if share else self._find_gone()
        self._counts = Counts(total=sum(file.size for file in self._found))
        self._opened: deque[_Opened] = deque()  # the file in hand, and those read ahead

    def ask_about_gone(self, confirm: Callable[[Gone], bool] | None) -> tuple[FileRecord, ...]:
        """Return the records to remove. Raises CorpusError if they are many and not confirmed."""
        giving = [record for record in self._gone if record.ids]
        known = sum(1 for record in self._records.values() if record.ids)
        missing = all(file.skipped is not None for file in self._found)
        if giving and (missing or len(giving) * _SHARE_TO_ASK > known):
            question = Gone(
                corpus=str(self._corpus),
                sources=len(giving),
                total=known,
                cables=len({id for record in giving for id in record.ids}),
                examples=tuple(record.path for record in giving[:EXAMPLES]),
                missing=missing,
            )
            if confirm is None or not confirm(question):
                raise CorpusError(f"{question}; to remove them, run again with --prune --yes")
        return self._gone

    def read_all(
        self,
        prepare: Callable[[Iterable[Part]], Iterator[tuple[Part, PreparedPart]]],
        due: Callable[[Session], bool],
        check: Callable[[], None],
    ) -> None:
        """Read what is new or changed; commit when it is due, and `check` after each part."""
        for part, made in prepare(self._parts()):
            self._take(part, made)
            if due(self._session):
                self.commit()
            check()
            self._show("reading")

    def remove(self, records: tuple[FileRecord, ...]) -> None:
        """Remove what came from files that are gone."""
        for record in records:
            self._session.drop(record.ids, record.path, {})
            self._forget(record)
        self._gone = tuple(record for record in self._gone if record not in records)

    def commit(self) -> None:
        """Make all of it safe, and say so."""
        if self._opened and (record := self._opened[0].unfinished()):
            self._session.record(record)
        if self._session.commit():
            self._counts.committed = self._counts.cables
            self._show("committed")

    def report(self, index: Index) -> Report:
        """Sum up."""
        return self._counts.report(self._session, index, files=len(self._found), gone=self._gone)

    def _parts(self) -> Iterator[Part]:
        """Yield the parts of the files that are to be read, and after each file an end."""
        for file in self._found:
            opened = self._open(file)
            if opened is None:
                self._counts.done += file.size
                continue
            self._opened.append(opened)
            try:
                for part in islice(self._own_parts(opened), opened.before, None):
                    opened.sent += 1
                    yield part
                opened.all_sent = True
            except OSError as error:
                opened.fault = f"unreadable: {error.strerror or error}"
            yield Part(Source(path=opened.record.path))

    def _open(self, file: File) -> _Opened | None:
        """Open a file if need be."""
        if file.skipped is not None:
            self._counts.skip(file.path, file.skipped)
            return None
        record = self._record_of(file)
        known = None if self._force else self._records.get(record.location)
        if known and _looks_unchanged(known, file, record):
            self._leave(known)
            return None
        try:
            reading = read_file(file.location, record.path)
        except OSError as error:
            self._counts.skip(file.path, f"unreadable: {error.strerror}")
            return None
        if known and (known.sha256, known.tool) == (reading.sha256, record.tool):
            self._leave(known)
            return None
        opened = _Opened(file, replace(record, begun=None), reading)
        if known and known.begun and known.tool == record.tool:
            digest, parts = known.begun
            if digest == reading.sha256:
                opened.before = opened.sent = opened.parts = parts
                self._counts.seen.update(known.ids)
        return opened

    def _take(self, part: Part, made: PreparedPart) -> None:
        """Put the cables of a part, and end its file after the last."""
        opened = self._opened[0]
        if part.data is None and not part.form and part.skipped is None:
            self._finish(self._opened.popleft())
            return
        began = time.perf_counter()
        for cable in made.cables:
            self._session.put_entry(cable.entry)
            opened.members[cable.entry.id].append(cable.member)
        opened.parts += 1
        opened.reading.tally.add(made.tally, len(made.cables), part.records)
        self._counts.take(made, time.perf_counter() - began)

    def _finish(self, opened: _Opened) -> None:
        """Record a file; what came from it before and does so no longer is dropped."""
        self._counts.done += opened.file.size
        if opened.fault is not None:
            self._counts.skip(opened.file.path, opened.fault)
            return
        reading, record = opened.reading, opened.record
        reading.tally.close()
        for form, number in reading.tally.files.items():
            self._counts.forms[form].files += number
        skipped = None if opened.members else reading.skipped
        left_out = () if skipped else _summed(reading.left_out)
        self._counts.leave_out(left_out)
        ids = set(opened.members)
        if opened.before or self._share:  # of a share nothing is dropped: another may have it now
            ids.update(record.ids)
        else:
            self._session.drop(record.ids, record.path, opened.members)
            for feeders in self._parted.pop(record.location, ()):
                self._session.forget(feeders)
        done = replace(record, sha256=reading.sha256, ids=tuple(sorted(ids)), skipped=skipped)
        self._session.record(replace(done, left_out=left_out))
        self._counts.read += 1
        if skipped is not None:
            self._counts.skip(opened.file.path, skipped)

    def _record_of(self, file: File) -> FileRecord:
        """Return what is known of a file before it is read, with the ids that it had."""
        location = self._locate(file)
        known = self._records.get(location)
        young = time.time_ns() - file.mtime_ns < _YOUNG_NS
        return FileRecord(
            path=known.path if known else self._path_of(file, location),
            location=location,
            sha256=None,
            size=file.size,
            mtime_ns=None if young else file.mtime_ns,
            ids=known.ids if known else (),
            tool=self._tool,
            part=self._part,
        )

    def _path_of(self, file: File, location: str) -> str:
        """Return how cables name a new file: as typed, unless another file has that name already.

        The other one may lie below another working folder. If it is there no more, the corpus was
        moved, and this is the same file.
        """
        other = self._session.files.get(row_id(file.path, self._part))
        if other is None or not os.path.exists(other.location):
            return file.path
        return location

    def _leave(self, known: FileRecord) -> None:
        """Leave a file as it is known."""
        self._counts.seen.update(known.ids)
        if known.skipped is not None:
            self._counts.skip(known.path, known.skipped)
        self._counts.leave_out(known.left_out)

    def _known_records(self) -> dict[str, FileRecord]:
        """Return what is known of files, by location, in as far as it counts in this run.

        What feeders of shares know is each one's own; for a run without a share it is a file that
        was read in part.
        """
        found = {}
        for record in self._session.files.values():
            if record.part == self._part:
                found[record.location] = record
            elif not self._part:
                self._parted[record.location].append(record)
        for location, feeders in self._parted.items():
            ids = tuple(dict.fromkeys(id for record in feeders for id in record.ids))
            known = found.get(location)
            begun = replace(feeders[0], part="", sha256=None, mtime_ns=None, ids=(), begun=None)
            whole = known or begun
            found[location] = replace(whole, ids=tuple(dict.fromkeys((*whole.ids, *ids))))
        return found

    def _forget(self, record: FileRecord) -> None:
        for one in (record, *self._parted.pop(record.location, ())):
            self._session.forget(one)

    def _name(self, file: File) -> str:
        """Return how every feeder names a file, wherever its corpus lies."""
        inside = file.location.relative_to(self._corpus).as_posix()
        return file.location.name if inside == "." else inside

    def _is_shared(self, file: File) -> bool:
        return self._share is None or self._share.has_file(self._name(file), file.size)

    def _own_parts(self, opened: _Opened) -> Iterator[Part]:
        """Yield the parts of a file that are of this run's share, and what names its form."""
        file, share = opened.file, self._share
        if share is None:
            yield from opened.reading.parts
            return
        name = self._name(file)
        for index, part in enumerate(opened.reading.parts):
            marks = part.data is None and part.skipped is None
            if marks or share.has_part(name, file.size, index):
                yield part

    def _find_gone(self) -> tuple[FileRecord, ...]:
        """Return the records of files below the corpus that the walk did not meet.

        What lies in folders that could not be read is not known to be gone.
        """
        root = _plain(self._root)
        inside = root.rstrip("/") + "/"
        met = {self._locate(file) for file in self._found if file.skipped is None}
        unread = tuple(
            self._locate(file)
            for file in self._found
            if file.skipped is not None and file.skipped.startswith("unreadable")
        )
        return tuple(
            record
            for location, record in self._records.items()
            if (location == root or location.startswith(inside))
            and location not in met
            and not any(location == at or location.startswith(f"{at}/") for at in unread)
        )

    def _begun(self) -> int:
        """Return how many bytes of the file in hand are done, about: its parts are given out long
        before they come back."""
        if not self._opened or not self._opened[0].sent:
            return 0
        opened, size = self._opened[0], self._opened[0].file.size
        given = size if opened.all_sent else min(opened.reading.position(), size)
        return given * opened.parts // opened.sent

    def _locate(self, file: File) -> str:
        return _plain(self._root / file.location.relative_to(self._corpus))

    def _show(self, stage: str) -> None:
        if self._progress is not None:
            self._progress(self._counts.progress(stage, self._begun()))


def _summed(places: Iterable[tuple[str, str]]) -> LeftOut:
    """Return places that were left out by reason: how many, and the first of them."""
    found: dict[str, list[str]] = {}
    numbers = Counter(why for _, why in places)
    for path, why in places:
        examples = found.setdefault(why, [])
        if len(examples) < EXAMPLES:
            examples.append(path)
    return tuple((why, numbers[why], tuple(paths)) for why, paths in found.items())


def _looks_unchanged(known: FileRecord, file: File, record: FileRecord) -> bool:
    """Return whether a file need not even be opened; one that was read in part must be."""
    return (
        known.sha256 is not None
        and known.tool == record.tool
        and (known.size, known.mtime_ns) == (file.size, file.mtime_ns)
    )


def _plain(path: Path) -> str:
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
