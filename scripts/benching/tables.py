"""The tables that are printed, from figures as the JSON has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from benching.contenders import BASELINES, OURS, OURS_ON_WHOOSH, PAIRS, SLOW, TANTIVY
from benching.targets import outcomes

_MB: Final = 1e6
_NAMES: Final = (OURS, *BASELINES, OURS_ON_WHOOSH)
_AGAINST: Final = {theirs: ours for ours, theirs in PAIRS}


def report(figures: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of all tables: those of each number of cables, then the targets."""
    for run in figures["runs"]:
        sizes = f"{run['csv bytes'] / _MB:,.0f} MB of cables.csv"
        yield f"{run['cables']:,} cables, {sizes}, {run['body bytes'] / _MB:,.0f} MB of bodies"
        yield ""
        yield from _indexing(run)
        yield from _rounds(run)
        yield ""
        yield from _queries(run)
        yield ""
        yield f"`searchcable query` from a shell: {run['cold ms']:.0f} ms"
        yield ""
    yield from _targets(figures)


def plain(title: str, table: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of a table by name and column; text is printed as it is."""
    columns = list(next(iter(table.values())))
    rows = [[_cell(row[column]) for column in columns] for row in table.values()]
    return _lines([title, *columns], zip(table, rows, strict=True), ())


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:,}"


def _indexing(run: Mapping[str, Any]) -> Iterator[str]:
    heads = [
        "indexing", "s", "ours ÷ it", "processor s", "ours ÷ it", "cables/s", "MB/s", "memory MB",
        "disk MB", "100 more, s",
    ]  # fmt: skip
    rows = []
    for name in _there(run):
        one = run["indexing"][name]
        ours = run["indexing"].get(_AGAINST.get(name))
        rows.append((name, [
            f"{one['seconds']:,.1f}",
            f"{ours['seconds'] / one['seconds']:.2f}" if ours else "",
            f"{one['processor']:,.1f}",
            f"{ours['processor'] / one['processor']:.2f}" if ours else "",
            f"{run['cables'] / one['seconds']:,.0f}",
            f"{run['body bytes'] / _MB / one['seconds']:,.2f}",
            f"{one['memory'] / _MB:,.0f}",
            f"{one['disk'] / _MB:,.0f}",
            f"{run['adding s'][name]:.2f}",
        ]))  # fmt: skip
    return _lines(heads, rows, _left_out(run))


def _rounds(run: Mapping[str, Any]) -> Iterator[str]:
    """Yield how ours stands to bare tantivy in each round: the machine is not always as fast."""
    ours, bare = (run["indexing"][name]["rounds"] for name in (OURS, TANTIVY))
    ratios = "  ".join(f"{one / other:.2f}" for one, other in zip(ours, bare, strict=True))
    yield f"  (medians; {OURS} ÷ {TANTIVY} by round: {ratios})"


def _queries(run: Mapping[str, Any]) -> Iterator[str]:
    """Yield p50 and p95 of each, and behind what is not ours how often its p50 goes into ours."""
    heads, names = ["ms, p50 p95 (ours ÷ it)"], _there(run)
    heads += names
    rows = []
    for kind, by_name in run["queries"].items():
        cells = []
        for name in names:
            one, ours = by_name.get(name), by_name.get(_AGAINST.get(name))
            ratio = f" ({ours['p50'] / one['p50']:.1f})" if one and ours else ""
            cells.append(f"{one['p50']:.1f} {one['p95']:.1f}{ratio}" if one else "")
        rows.append((kind, cells))
    return _lines(heads, rows, _left_out(run))


def _targets(figures: Mapping[str, Any]) -> Iterator[str]:
    kept = outcomes(figures)
    yield f"targets, {sum(one.met for one in kept)} of {len(kept)} met"
    for one in kept:
        yield f"  {'met' if one.met else 'NOT'}  {one.target}; {one.cables} cables: {one.measured}"


def _there(run: Mapping[str, Any]) -> list[str]:
    return [name for name in _NAMES if name in run["indexing"]]


def _left_out(run: Mapping[str, Any]) -> Sequence[str]:
    return [] if SLOW[0] in run["indexing"] else [f"({' and '.join(SLOW)}: fewer cables only)"]


def _lines(
    heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]], notes: Iterable[str]
) -> Iterator[str]:
    """Yield lines, the first column to the left and the others to the right."""
    table = [list(heads), *([f"  {name}", *cells] for name, cells in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for first, *cells in table:
        line = "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        yield f"{first:<{widths[0]}}{line}".rstrip()
    yield from (f"  {note}" for note in notes)
