"""searchcable, asked as its users ask it: a text, parsed each time, through an open index."""

from __future__ import annotations

from pathlib import Path

import searchcable
from benching.questions import Kind, Question

_PAGE = slice(0, 10)


class Open:
    """An index of searchcable, of any engine."""

    def __init__(self, folder: Path) -> None:
        self._index = searchcable.open(folder)

    def close(self) -> None:
        """Let go of the files."""
        self._index.close()

    def ask(self, question: Question) -> int:
        """Answer, and return how many cables were found."""
        text = written(question)
        match question.kind:
            case Kind.COUNT:
                return self._index.count(text)
            case Kind.FACETS:
                return sum(self._index.facet(text, "class").values())
            case kind:
                results = self._index.search(
                    text, sort="newest" if kind is Kind.NEWEST else "relevance"
                )
                hits = results[_PAGE]
                if kind is Kind.PAGE:
                    _ = [(hit.mrn, hit.snippets) for hit in hits]
                return len(results)


def written(question: Question) -> str:
    """Return a question in the query language."""
    words = question.words
    match question.kind:
        case Kind.OR:
            return " OR ".join(words)
        case Kind.PHRASE:
            return f'"{" ".join(words)}"'
        case Kind.NEAR:
            return f'"{" ".join(words)}"~5'
        case Kind.FIELD:
            return f"{words[0]} class:{question.level}"
        case Kind.DATES:
            return f"{words[0]} date:{question.first}..{question.last}"
        case Kind.PREFIX:
            return f"{words[0]}*"
        case Kind.FUZZY:
            return f"{words[0]}~1"
        case _:
            return " ".join(words)
