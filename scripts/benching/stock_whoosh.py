"""Whoosh as its manual has it: StemmingAnalyzer, the body stored, one writer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh import fields, index, qparser, query, sorting
from whoosh.analysis import StemmingAnalyzer

from benching.cables import Record
from benching.questions import Kind, Question
from searchcable.tokens import stem


def write(records: Iterable[Record], folder: Path) -> None:
    """Add records and commit."""
    new = not index.exists_in(str(folder))
    opened = index.create_in(str(folder), _schema()) if new else index.open_dir(str(folder))
    writer = opened.writer()
    for record in records:
        writer.add_document(**record._asdict())
    writer.commit()


def _schema() -> Any:
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        day=fields.NUMERIC(int, sortable=True),
        level=fields.ID(sortable=True),
        body=fields.TEXT(analyzer=StemmingAnalyzer(stoplist=None), stored=True),
    )


class Open:
    """An index that `write` made."""

    def __init__(self, folder: Path) -> None:
        self._searcher = index.open_dir(str(folder), schema=_schema()).searcher()
        self._parser = qparser.QueryParser("body", self._searcher.schema)

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()

    def ask(self, question: Question) -> int | None:
        """Answer, and return how many cables were found."""
        asked = self._query(question)
        match question.kind:
            case Kind.COUNT:
                return sum(1 for _ in self._searcher.docs_for_query(asked))
            case Kind.FACETS:
                found = self._searcher.search(asked, limit=None, groupedby="level")
                return sum(map(len, found.groups("level").values()))
            case Kind.NEWEST:
                newest = sorting.FieldFacet("day", reverse=True)
                found = self._searcher.search(asked, limit=10, sortedby=newest)
            case _:
                found = self._searcher.search(asked, limit=10)
        hits = [(hit["id"], hit["body"]) for hit in found]
        if question.kind is Kind.PAGE:
            hits = [(hit["id"], hit.highlights("body")) for hit in found]
        assert len(hits) <= 10
        return len(found)

    def _query(self, question: Question) -> Any:
        words = question.words
        match question.kind:
            case Kind.OR:
                return self._parser.parse(" OR ".join(words))
            case Kind.PHRASE:
                return self._parser.parse(f'"{" ".join(words)}"')
            case Kind.NEAR:
                a, b = words
                return query.Or([self._parser.parse(f'"{x} {y}"~6') for x, y in ((a, b), (b, a))])
            case Kind.FIELD:
                return self._parser.parse(f"{words[0]} level:{question.level}")
            case Kind.DATES:
                first, last = (int(day.replace("-", "")) for day in (question.first, question.last))
                return self._parser.parse(f"{words[0]} day:[{first} to {last}]")
            case Kind.PREFIX:
                return query.Prefix("body", words[0])
            case Kind.FUZZY:
                return query.FuzzyTerm("body", stem(words[0]))
            case _:
                return self._parser.parse(" ".join(words))
