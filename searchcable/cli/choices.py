"""What options can be set to, by the names that people type."""

from __future__ import annotations

from enum import StrEnum


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
    """The engines that keep an index on disk."""

    auto = "auto"
    whoosh = "whoosh"
    tantivy = "tantivy"
