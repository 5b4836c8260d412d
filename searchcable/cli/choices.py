"""What options can be set to, by the names that people type."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer


class Format(StrEnum):
    """How rows are printed: hits, TAGS, posts."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class ShortFormat(StrEnum):
    """How anything else is printed."""

    text = "text"
    json = "json"


class SortBy(StrEnum):
    """The orders of hits; `date` is another name of `newest`."""

    relevance = "relevance"
    newest = "newest"
    oldest = "oldest"
    date = "date"


class Color(StrEnum):
    """When to use colours."""

    auto = "auto"
    always = "always"
    never = "never"


class EngineName(StrEnum):
    """The engines that keep an index, on disk or on a cluster."""

    auto = "auto"
    whoosh = "whoosh"
    tantivy = "tantivy"
    opensearch = "opensearch"


def size(text: str | int) -> int:
    """Read a size of memory: "512M", "4G", or bytes; at least 256 MiB.

    Raises BadParameter on anything else.

    >>> size("1.5G") == 3 << 29
    True
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?", str(text).strip(), re.IGNORECASE)
    if match is None:
        raise typer.BadParameter(f"{text!r} is no size; write it as 512M or 4G")
    number = int(float(match[1]) * 1024 ** " KMGT".index(match[2].upper() or " "))
    if number < LEAST_MEMORY:
        raise typer.BadParameter(f"{text} is too little; 256M is the least")
    return number


LEAST_MEMORY: Final = 256 << 20


IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index", "-i", show_default=False, metavar="FOLDER",
        help="The index. Otherwise SEARCHCABLE_INDEX, then `index` of the nearest"
        " searchcable.toml, then indexes/default.",
    ),
]  # fmt: skip
