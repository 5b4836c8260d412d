"""Draw time against the number of cables, as SVG: indexing to the left, questions to the right."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from benching.contenders import FTS5, OURS, OURS_ON_WHOOSH, TANTIVY, WHOOSH

_COLORS: Final = {
    OURS: "#0b5cad",
    TANTIVY: "#c2410c",
    FTS5: "#15803d",
    WHOOSH: "#6b7280",
    OURS_ON_WHOOSH: "#7dadd9",
}
_SVG: Final = "http://www.w3.org/2000/svg"
_WIDTH, _HEIGHT = 420, 300
_LEFT, _TOP, _APART, _BELOW = 60, 50, 90, 110

Run = Mapping[str, Any]
Point = tuple[float, float]


def draw(runs: Sequence[Run]) -> str:
    """Return the drawing; both axes are logarithmic, and a lone number of cables is a dot."""
    seconds = [
        _Line(
            name, [(run["cables"], run["indexing"][name]["processor"]) for run in _with(name, runs)]
        )
        for name in _COLORS
    ]
    usual = [_Line(name, _questions(name, runs, statistics.median)) for name in _COLORS]
    worst = [_Line(name, _questions(name, runs, max), dashed=True) for name in _COLORS]
    panels = [
        _Panel("indexing, seconds of processors", 0, seconds),
        _Panel("questions, p50 in ms; dashed, the slowest kind", 1, [*usual, *worst]),
    ]
    box = f"0 0 {_LEFT + 2 * _WIDTH + _APART + 20} {_TOP + _HEIGHT + _BELOW}"
    elements = [
        f'<svg xmlns="{_SVG}" viewBox="{box}" font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="white"/>',
        *(line for panel in panels for line in panel.draw()),
        *_legend(),
        "</svg>",
    ]
    return "\n".join(elements) + "\n"


def _with(name: str, runs: Sequence[Run]) -> list[Run]:
    there = [run for run in runs if name in run["indexing"]]
    return sorted(there, key=lambda run: int(run["cables"]))


def _questions(name: str, runs: Sequence[Run], choose: Any) -> list[Point]:
    """Return for each number of cables the p50 that `choose` takes from those of all kinds."""
    return [
        (run["cables"], choose([by[name]["p50"] for by in run["queries"].values() if name in by]))
        for run in _with(name, runs)
    ]


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    points: Sequence[Point]
    dashed: bool = False


class _Scale:
    """A logarithmic axis, from the power of ten below to the one above, or the ends themselves."""

    def __init__(self, values: Sequence[float], length: float, *, whole: bool) -> None:
        low, high = (math.log10(end) for end in (min(values), max(values)))
        self._low = math.floor(low) if whole else low - 0.08
        self._high = max(math.ceil(high), self._low + 1) if whole else high + 0.08
        self._length = length

    def at(self, value: float) -> float:
        return (math.log10(value) - self._low) / (self._high - self._low) * self._length

    def powers(self) -> Iterator[float]:
        yield from (10.0**n for n in range(math.ceil(self._low), math.floor(self._high) + 1))


class _Panel:
    """One pair of axes and its lines."""

    def __init__(self, title: str, column: int, lines: Sequence[_Line]) -> None:
        self._title, self._lines = title, lines
        self._left = _LEFT + column * (_WIDTH + _APART)
        points = [point for line in lines for point in line.points]
        self._sizes = sorted({size for size, _ in points})
        self._across = _Scale(self._sizes, _WIDTH, whole=False)
        self._up = _Scale([time for _, time in points], _HEIGHT, whole=True)

    def draw(self) -> Iterator[str]:
        """Yield the elements."""
        bottom = _TOP + _HEIGHT
        yield f'<text x="{self._left}" y="{_TOP - 20}" font-weight="bold">{self._title}</text>'
        for power in self._up.powers():
            y = bottom - self._up.at(power)
            yield _stroke((self._left, y), (self._left + _WIDTH, y), "#ddd")
            yield f'<text x="{self._left - 8}" y="{y + 4:.1f}" text-anchor="end">{power:,g}</text>'
        for size in self._sizes:
            x = self._left + self._across.at(size)
            yield _stroke((x, bottom), (x, bottom + 5), "#666")
            yield f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{size:,}</text>'
        yield _stroke((self._left, bottom), (self._left + _WIDTH, bottom), "#666")
        middle = self._left + _WIDTH / 2
        yield f'<text x="{middle}" y="{bottom + 40}" text-anchor="middle">cables</text>'
        for line in self._lines:
            yield from self._line(line)

    def _line(self, line: _Line) -> Iterator[str]:
        color = _COLORS[line.name]
        places = [
            (self._left + self._across.at(size), _TOP + _HEIGHT - self._up.at(time))
            for size, time in line.points
        ]
        for start, end in pairwise(places):
            yield _stroke(start, end, color, 2, "6 4" if line.dashed else "")
        for x, y in places:
            fill = "white" if line.dashed else color
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{color}"/>'


def _legend() -> Iterator[str]:
    y = _TOP + _HEIGHT + 80
    for number, (name, color) in enumerate(_COLORS.items()):
        x = _LEFT + number * 170
        yield f'<circle cx="{x + 6}" cy="{y - 4}" r="5" fill="{color}"/>'
        yield f'<text x="{x + 18}" y="{y}">{name}</text>'


def _stroke(start: Point, end: Point, color: str, width: int = 1, dashes: str = "") -> str:
    (a, b), (c, d) = start, end
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}"'
        f' stroke="{color}" stroke-width="{width}"{dashed}/>'
    )
