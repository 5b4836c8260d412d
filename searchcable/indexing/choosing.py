"""Which engine a corpus gets: Whoosh while that is quick, and Tantivy for what is larger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from searchcable.errors import IndexFault
from searchcable.store.meta import META, engine_of, read_meta, rebuild_command

LARGE: Final = 64 << 20
"""Bytes of a corpus from which a new index is Tantivy's. Whoosh indexes as much in two minutes, and
answers any kind of question of it in 100 ms."""


def choose(engine: str, size: int, index: Path, tell: Callable[[str], None]) -> str:
    """Return the engine for a corpus of `size` bytes, as the files lie on the disk.

    A named engine is taken as it is. With "auto" an index that is there keeps its own, and `tell`
    is told how to build it again where it has outgrown it; a new one gets Whoosh, or Tantivy from
    `LARGE` on, which `tell` is told too.
    """
    if engine != "auto":
        return engine
    large = size >= LARGE
    if (index / META).exists():
        try:
            meta = read_meta(index)
        except IndexFault:  # to be refused, or replaced where forced
            known = engine_of(index)
            return "tantivy" if large and known != "opensearch" else known or "whoosh"
        if large and meta.engine == "whoosh":
            again = rebuild_command(index, meta, options=" --engine tantivy")
            tell(f"tantivy is faster with so much; to build the index with it: {again}")
        return meta.engine
    if not large:
        return "whoosh"
    tell(f"engine tantivy, for {size / (1 << 20):,.0f} MiB; --engine names another")
    return "tantivy"
