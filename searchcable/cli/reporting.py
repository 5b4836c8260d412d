"""Figures of an index, the table of fields, the closing line of indexing: as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searchcable.cli.layout import NO_BREAK, Line, Part, table
from searchcable.defects import DEFECTS
from searchcable.fields import FIELDS

if TYPE_CHECKING:
    from searchcable.indexing import Report
    from searchcable.store import Stats

_MOST = 12
_MOST_DEFECTS = 5


def count_lines(counts: Mapping[str, int], *, ranked: bool = True) -> Iterator[Line]:
    """Yield a number and its value a line, the most frequent first, or by value."""
    rows = _ranked(counts) if ranked else sorted(counts.items())
    digits = max((len(f"{number:,}") for _, number in rows), default=0)
    for value, number in rows:
        yield (Part(f"{number:>{digits},}"), Part("  "), Part(value))


def field_dicts() -> list[dict[str, Any]]:
    """Return the table of fields as plain JSON types."""
    return [
        {
            "name": f.name, "aliases": list(f.aliases), "kind": f.kind.value, "help": f.help,
            "example": f.example,
        }
        for f in FIELDS
    ]  # fmt: skip


def field_lines(width: int) -> Iterator[Line]:
    """Yield the table of fields: name, example, what it is; below it the other names."""
    rows = [
        (Part(f.name, "mrn"), Part(f.example, "mark"), Part(_field_help(f.help, f.aliases)))
        for f in FIELDS
    ]
    heads = (Part("field", "dim"), Part("example", "dim"), Part("what it is", "dim"))
    return table([heads, *rows], width)


def stats_dict(path: Path, stats: Stats) -> dict[str, Any]:
    """Return the figures of the index at `path` as plain JSON types."""
    return {
        "index": str(path), "engine": stats.engine, "cables": stats.cables,
        "sources": stats.sources, "size_bytes": stats.size_bytes,
        "created": _moment(stats.created), "updated": _moment(stats.updated),
        "by_class": dict(stats.by_class), "by_origin": dict(stats.by_origin),
        "by_year": dict(stats.by_year), "by_tag": dict(stats.by_tag),
        "defects": {code.lower(): number for code, number in stats.defects.items()},
        "status": dict(stats.status),
    }  # fmt: skip


def stats_lines(path: Path, stats: Stats, width: int) -> Iterator[Line]:
    """Yield the figures of the index at `path`; of posts and TAGS the most frequent only."""
    rows = [
        ("index", str(path)),
        ("engine", stats.engine),
        *stats.status.items(),
        (
            "cables",
            f"{stats.cables:,}, read from {stats.sources:,} {_plural('file', stats.sources)}",
        ),
        ("size", "unknown" if stats.size_bytes is None else size(stats.size_bytes)),
        ("created", _moment(stats.created)),
        ("updated", _moment(stats.updated)),
        ("class", _most(stats.by_class)),
        ("year", _most(dict(sorted(stats.by_year.items())), ranked=False)),
        ("origin", _most(stats.by_origin)),
        ("TAGS", _most(stats.by_tag)),
        ("defects", _most({code.lower(): number for code, number in stats.defects.items()})),
    ]
    return table([(Part(label, "dim"), Part(value or "none")) for label, value in rows], width)


def index_lines(report: Report) -> Iterator[Line]:
    """Yield the closing lines of indexing: what is in the index now, and what was left out."""
    changes = [
        f"{number:,} {word}"
        for number, word in (
            (report.added, "added"), (report.replaced, "replaced"),
            (report.unchanged, "unchanged"), (report.removed, "removed"),
        )
        if number
    ]  # fmt: skip
    defects = sum(report.defects.values())
    skipped = sum(report.skipped.values())
    taken = "" if report.size_bytes is None else f", {size(report.size_bytes)}"
    closing = (
        f"{report.cables:,} {_plural('cable', report.cables)}"
        f"{' (' + ', '.join(changes) + ')' if changes else ''}, "
        f"{defects:,} {_plural('defect', defects)}, {skipped:,} skipped, "
        f"{report.seconds:.1f} s{taken}"
    )
    yield (Part(closing),)
    yield from _form_lines(report)
    yield from _defect_lines(report)
    for reason, number in _ranked(report.skipped):
        paths = report.examples.get(reason, ())
        more = ", …" if number > len(paths) else ""
        yield (Part(f"  {number:,} skipped, {reason}: {', '.join(paths)}{more}", "dim"),)
    if report.gone and not report.removed:
        files = f"{report.gone:,} {_plural('file', report.gone)}"
        yield (
            Part(f"{files} of the index are gone from the corpus; --prune removes what they gave"),
        )


def _form_lines(report: Report) -> Iterator[Line]:
    """Yield a table of what was read of each form, and what became of its characters."""
    if not report.forms:
        return
    heads = ("form", "files", "cables", "defects", "seconds")
    rows = [
        (name, f"{t.files:,}", f"{t.cables:,}", f"{t.defects:,}", f"{t.seconds:.1f}")
        for name, t in report.forms.items()
    ]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = (cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))
        yield (Part(f"  {row[0]:<{widths[0]}}  {'  '.join(cells)}", "" if row != heads else "dim"),)
    read, inside = report.characters.read, report.characters.paragraphs
    share = f"{inside / read:.1%}" if read else "none"
    lost = f"; {report.characters.lost:,} lost" if report.characters.lost else ""
    yield (
        Part(
            f"  {read:,} characters read, {share} of them in paragraphs, the rest in headers, "
            f"labels and page lines{lost}",
            "dim",
        ),
    )


def _defect_lines(report: Report) -> Iterator[Line]:
    """Yield the most frequent defects of the index, in words."""
    rows = _ranked(report.defects)
    for code, number in rows[:_MOST_DEFECTS]:
        yield (Part(f"  {number:,} {code}: {DEFECTS.get(code, '')}", "dim"),)
    if len(rows) > _MOST_DEFECTS:
        yield (Part(f"  {len(rows) - _MOST_DEFECTS} more kinds: searchcable defects", "dim"),)


def size(number: int) -> str:
    """Return a number of bytes in decimal units.

    >>> size(999), size(51_200), size(1_740_000_000)
    ('999 bytes', '51.2 kB', '1.7 GB')
    """
    value, unit = float(number), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"


def _field_help(help: str, aliases: tuple[str, ...]) -> str:
    return f"{help} (also {', '.join(aliases)})" if aliases else help


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _most(counts: Mapping[str, int], *, ranked: bool = True) -> str:
    rows = _ranked(counts) if ranked else list(counts.items())
    pairs = (f"{value} {number:,}".replace(" ", NO_BREAK) for value, number in rows[:_MOST])
    shown = ", ".join(pairs)
    return f"{shown} and {len(rows) - _MOST:,} more" if len(rows) > _MOST else shown


def _moment(moment: Any) -> str:
    return moment if isinstance(moment, str) else f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _plural(word: str, number: int) -> str:
    return word if number == 1 else word + "s"
