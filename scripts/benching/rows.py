"""The engine `whoosh` beside stock Whoosh: rows already made, the whole schema and parts of it.

Indexing, and the median time of queries, against stock Whoosh with its StemmingAnalyzer and the
same texts, stored. Reading cables is left out; making tokens is not. All times are of processors,
which other programs disturb least. Of the repeats, taken in turn, the best count; `least` is the
lowest ratio of one turn.
"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from generate import generate

from benching.tables import plain
from searchcable.cable import Cable
from searchcable.engines import open_engine
from searchcable.fields import FIELDS, Row, cable_row, field_values, passages
from searchcable.formats.telegram import parse
from searchcable.query import parse_query
from searchcable.tokens import stem, words


def cables(count: int) -> Iterator[Cable]:
    """Yield generated cables, parsed."""
    return (parse(made.text) for made in generate(count, 1716, prose="zipf"))


def text_of(cable: Cable) -> str:
    """Return the text that all ways index."""
    return "\n\n".join(text for _, text in passages(cable))


def stored(cable: Cable) -> bytes:
    """Return what an index keeps of a cable."""
    return json.dumps(cable.to_dict(), ensure_ascii=False).encode()


def stem_row(cable: Cable, kept: bytes) -> Row:
    """Return a row of the text's stems alone, in a field that indexes words as they are given."""
    text = (" ".join(map(stem, words(text))) for _, text in passages(cable))
    return Row(cable.id, "cable", {"signed": tuple(text)}, kept)


def text_row(cable: Cable, kept: bytes) -> Row:
    """Return a row of the text alone: its stems, and beside them its words as written."""
    return Row(cable.id, "cable", {"text": field_values(FIELDS[0], cable)}, kept)


class Stock:
    """Whoosh as its manual has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def index(self, corpus: list[Cable]) -> None:
        """Write all cables and commit."""
        from whoosh import fields, index
        from whoosh.analysis import StemmingAnalyzer

        schema = fields.Schema(
            id=fields.ID(unique=True, stored=True),
            text=fields.TEXT(analyzer=StemmingAnalyzer(stoplist=None), stored=True),
        )
        writer = index.create_in(str(self._folder), schema).writer()
        for cable in corpus:
            writer.add_document(id=cable.id, text=text_of(cable))
        writer.commit()

    def searches(self, texts: Iterable[str]) -> Iterator[Callable[[], object]]:
        """Yield for each query a function that finds its first ten and their number."""
        from whoosh import index, qparser

        searcher = index.open_dir(str(self._folder)).searcher()
        parser = qparser.QueryParser("text", searcher.ixreader.schema)
        for text in texts:
            query = parser.parse(text)
            yield lambda query=query: len(searcher.search(query, limit=10))


def fill(folder: Path, rows: Iterable[Row]) -> None:
    """Write rows with our engine, and commit."""
    engine = open_engine("whoosh", folder)
    with engine.writer() as writer:
        writer.add(map(engine.entry, rows))
        writer.commit()


def ways(corpus: list[Cable]) -> dict[str, Callable[[Path], None]]:
    """Return the ways of indexing, by name; what cables are stored as is made beforehand."""
    kept = [stored(cable) for cable in corpus]
    bodies = [text_of(cable).encode() for cable in corpus]
    return {
        "stock": lambda folder: Stock(folder).index(corpus),
        "stems alone": lambda folder: fill(folder, map(stem_row, corpus, bodies)),
        "text alone": lambda folder: fill(folder, map(text_row, corpus, bodies)),
        "all fields": lambda folder: fill(folder, map(cable_row, corpus, kept)),
    }


def measure_indexing(corpus: list[Cable], repeats: int, root: Path) -> dict[str, Any]:
    """Index in each way, in turn, and return cables a second and ratios; leaves the last index."""
    taken: dict[str, list[float]] = {}
    sizes: dict[str, int] = {}
    for _ in range(repeats):
        for name, run in ways(corpus).items():
            folder = root / name
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            before = time.process_time()
            run(folder)
            taken.setdefault(name, []).append(time.process_time() - before)
            sizes[name] = sum(path.stat().st_size for path in folder.iterdir())
    text = sum(len(text_of(cable)) for cable in corpus)
    stock = taken["stock"]
    return {
        name: {
            "cables/s": round(len(corpus) / min(seconds), 1),
            "ratio": round(min(stock) / min(seconds), 2),
            "least": round(min(a / b for a, b in zip(stock, seconds, strict=True)), 2),
            "index/text": round(sizes[name] / text, 2),
        }
        for name, seconds in taken.items()
    }


def query_classes(corpus: list[Cable]) -> dict[str, list[str]]:
    """Return queries that stock Whoosh reads too, by what they are."""
    counts: dict[str, int] = {}
    for cable in corpus:
        for word in set(text_of(cable).lower().replace(".", " ").split()):
            counts[word] = counts.get(word, 0) + 1
    by_count = sorted((word for word in counts if word.isalpha() and len(word) > 3),
                      key=lambda word: -counts[word])  # fmt: skip
    common, middle, rare = by_count[5:15], by_count[200:220], by_count[5000:5010]
    pairs = list(zip(common, middle, strict=False))
    phrases = [" ".join(cable.paragraphs[0].text.strip(".").split()[3:5]) for cable in corpus[:10]]
    return {
        "rare word": rare,
        "common word": common,
        "two words": [f"{a} {b}" for a, b in pairs],
        "three words, OR": [f"{a} OR {b} OR {c}" for (a, b), c in zip(pairs, rare, strict=False)],
        "phrase": [f'"{phrase}"' for phrase in phrases],
        "prefix": [f"{word[:6]}*" for word in by_count[3000:] if len(word) > 7][:10],
    }


def measure_queries(corpus: list[Cable], root: Path) -> dict[str, Any]:
    """Return the median milliseconds of each class of queries, stock Whoosh's and ours."""
    reader = open_engine("whoosh", root / "all fields").reader()
    found: dict[str, Any] = {}
    for name, texts in query_classes(corpus).items():
        nodes = [parse_query(f"text:({text})").node for text in texts]

        def ours(node: Any) -> object:
            reader._found.clear()  # what it keeps of the last queries would be no measurement
            return reader.count(node), reader.search(node, offset=0, limit=10, sort="relevance")

        stock = [_median(search) for search in Stock(root / "stock").searches(texts)]
        mine = [_median(lambda node=node: ours(node)) for node in nodes]
        a, b = statistics.median(stock), statistics.median(mine)
        found[name] = {"stock ms": round(a, 2), "ours ms": round(b, 2), "ratio": round(a / b, 1)}
    reader.close()
    return found


def _median(run: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time()
        run()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def compare(count: int, repeats: int) -> dict[str, Any]:
    """Measure, print, and return the figures."""
    corpus = list(cables(count))
    size = sum(len(text_of(c)) for c in corpus) / 1e6
    print(f"rows made already, {count:,} cables, {size:.1f} MB of text")
    root = Path(tempfile.mkdtemp(prefix="searchcable-bench-"))
    try:
        indexing = measure_indexing(corpus, repeats, root)
        print("\n".join(plain("indexing", indexing)))
        queries = measure_queries(corpus, root)
        print("\n".join(plain("queries, p50", queries)))
    finally:
        shutil.rmtree(root)
    return {"cables": count, "indexing": indexing, "queries": queries}
