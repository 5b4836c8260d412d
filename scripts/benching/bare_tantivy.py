"""tantivy-py as its manual has it: its own English analyzer, the body stored, two threads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from benching.cables import Record
from benching.questions import Kind, Question
from searchcable.tokens import stem

_HEAP = 512_000_000
_THREADS = 2


def write(records: Iterable[Record], folder: Path) -> None:
    """Add records, commit, and wait for the merges."""
    index = tantivy.Index(_schema(), str(folder))
    writer = index.writer(_HEAP, _THREADS)
    for record in records:
        document = tantivy.Document()
        document.add_text("id", record.id)
        document.add_integer("day", record.day)
        document.add_text("level", record.level)
        document.add_text("body", record.body)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_integer_field("day", indexed=True, fast=True)
    made.add_text_field("level", fast=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("body", stored=True, tokenizer_name="en_stem")
    return made.build()


class Open:
    """An index that `write` made."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()
        self._schema = self._index.schema

    def close(self) -> None:
        """Let go of the files."""
        del self._searcher, self._index

    def ask(self, question: Question) -> int | None:
        """Answer, and return how many cables were found."""
        query = self._query(question)
        match question.kind:
            case Kind.COUNT:
                return self._count(query)
            case Kind.FACETS:
                asked = {"levels": {"terms": {"field": "level"}}}
                buckets = self._searcher.aggregate(query, asked)["levels"]["buckets"]
                return sum(int(one["doc_count"]) for one in buckets)
            case Kind.NEWEST:
                found = self._searcher.search(query, 10, order_by_field="day")
            case _:
                found = self._searcher.search(query, 10)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        if question.kind is Kind.PAGE:
            cutter = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "body")
            _ = [(one["id"], cutter.snippet_from_doc(one).to_html()) for one in documents]
        return self._number(found)

    def _count(self, query: Query) -> int:
        return self._number(self._searcher.search(Query.const_score_query(query, 0.0), 1))

    def _number(self, found: Any) -> int:
        return int(found.count)

    def _query(self, question: Question) -> Query:
        words = question.words
        match question.kind:
            case Kind.AND:
                return self._parsed(" AND ".join(words))
            case Kind.OR:
                return self._parsed(" OR ".join(words))
            case Kind.PHRASE:
                return self._parsed(f'"{" ".join(words)}"')
            case Kind.NEAR:
                a, b = words
                return _joined(
                    Occur.Should, self._parsed(f'"{a} {b}"~5'), self._parsed(f'"{b} {a}"~5')
                )
            case Kind.FIELD:
                return self._parsed(f"{words[0]} AND level:{question.level}")
            case Kind.DATES:
                first, last = (int(day.replace("-", "")) for day in (question.first, question.last))
                return self._parsed(f"{words[0]} AND day:[{first} TO {last}]")
            case Kind.PREFIX:
                return Query.regex_query(self._schema, "body", f"{words[0]}.*")
            case Kind.FUZZY:
                return Query.fuzzy_term_query(self._schema, "body", stem(words[0]))
            case _:
                return self._parsed(words[0])

    def _parsed(self, text: str) -> Query:
        return self._index.parse_query(text, ["body"])


def _joined(occur: Occur, *queries: Query) -> Query:
    return Query.boolean_query([(occur, query) for query in queries])
