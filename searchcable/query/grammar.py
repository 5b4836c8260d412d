"""The parser of the query language: one pass over the lexemes, without backtracking.

    query   = any
    any     = all { "OR" all }
    all     = not { ["AND"] not }
    not     = ( "NOT" | "-" ) not | near
    near    = value [ "ADJ/"n value ]
    value   = "(" any ")" | field ":" value | [ "=" ] word | '"' phrase '"' [ "~"n ]
            | word "~"n | word with "*" or "?" | range, where the field has an order

Words that spell an MRN read as that MRN or the words; see `lookup`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeGuard

from searchcable.errors import QueryError, QueryLimitError, QuerySyntaxError, UnsupportedQuery
from searchcable.fields import DEFAULT_FIELDS, FIELDS, Field, find_field, nearest_names
from searchcable.query.lexer import Lexeme, lex
from searchcable.query.lookup import MAX_WORDS, Named, read_mrn
from searchcable.query.nodes import All, And, Has, Keyword, Lookup, Near, Node, Not, Or, Word
from searchcable.query.values import MAX_SLOP, value_node
from searchcable.tokens import words

MAX_LENGTH: Final = 2_000
MAX_DEPTH: Final = 20
MAX_CLAUSES: Final = 256


class Parser:
    """Reads one query. Afterwards `notes` says what was read otherwise than it was written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.notes: list[str] = []
        self._at = 0
        self._depth = 0
        self._clauses = 0
        self._fields: tuple[Field, ...] = DEFAULT_FIELDS
        if len(text) > MAX_LENGTH:
            limit = f"a query has at most {MAX_LENGTH:,} characters; this one has {len(text):,}"
            raise QueryLimitError(limit)
        self._lexemes = list(lex(text))

    def parse(self) -> Node:
        """Return the tree of the whole query. Raises QueryError."""
        node = self._any()
        if (lexeme := self._peek()) is not None:
            raise self._error("this parenthesis closes nothing", lexeme)
        if node is None:
            ignored = "; ".join(self.notes)
            raise QuerySyntaxError(ignored or "nothing to search for", self.text, 0, len(self.text))
        return node

    # One method a rule. None stands for words that hold nothing to search for, as "&" does.

    def _any(self) -> Node | None:
        children = [self._all()]
        while self._take("OR"):
            children.append(self._all())
        return _join(Or, children)

    def _all(self) -> Node | None:
        children: list[Node | None] = []
        while (lexeme := self._peek()) is not None and lexeme.kind not in (")", "OR"):
            if lexeme.kind == "AND":
                if not children:
                    raise self._error("AND needs something before it", lexeme)
                self._at += 1
                self._operand(lexeme)
            children.append(self._not())
        if not children:
            raise self._missing()
        return _join(And, children)

    def _not(self) -> Node | None:
        lexeme = self._take("NOT") or self._take("-")
        if lexeme is None:
            return self._near()
        self._operand(lexeme)
        self._enter(lexeme)
        child = self._not()
        self._depth -= 1
        return None if child is None else Not(child)

    def _near(self) -> Node | None:
        begin = self._at
        left = self._lookup() or self._value()
        adj = self._take("ADJ")
        if adj is None:
            return left
        if isinstance(left, Lookup):  # "STATE 12 ADJ/3 x": the words, as they are written
            self._at = begin
            raise self._error("ADJ stands between two words", self._lexemes[begin])
        self._operand(adj)
        right = self._value()
        if (again := self._peek()) is not None and again.kind == "ADJ":
            raise UnsupportedQuery(
                "ADJ joins two words, not more", self.text, again.start, again.end
            )
        if not (_is_word(left) and _is_word(right) and left.fields == right.fields):
            advice = "ADJ stands between two plain words of the same field"
            raise UnsupportedQuery(advice, self.text, adj.start, adj.end)
        slop = int(adj.text[:6])
        if slop > MAX_SLOP:
            raise self._limit(f"at most {MAX_SLOP} other words may stand between", adj)
        return Near(left.fields, (left.token, right.token), slop)

    def _value(self) -> Node | None:
        lexeme = self._next()
        match lexeme.kind:
            case "(":
                return self._group(lexeme)
            case "field":
                return self._in_field(lexeme)
            case "word" | "phrase":
                return self._leaf(lexeme)
            case _:
                raise self._error(f"{lexeme.text or lexeme.kind} needs something before it", lexeme)

    def _group(self, opened: Lexeme) -> Node | None:
        self._enter(opened)
        if (lexeme := self._peek()) is not None and lexeme.kind == ")":
            raise QuerySyntaxError(
                "nothing in these parentheses", self.text, opened.start, lexeme.end
            )
        if lexeme is None:
            raise self._error("this parenthesis is not closed", opened)
        node = self._any()
        if self._take(")") is None:
            raise self._error("this parenthesis is not closed", opened)
        self._depth -= 1
        return node

    def _in_field(self, named: Lexeme) -> Node | None:
        field = find_field(named.text)
        if field is None:
            near = nearest_names(named.text)
            advice = f"did you mean {' or '.join(map(repr, near[:1]))}?" if near else (
                f"there are {', '.join(f.name for f in FIELDS)}"
            )  # fmt: skip
            message = f"no field {named.text!r}; {advice}"
            raise QuerySyntaxError(message, self.text, named.start, named.end - 1)
        value = self._peek()
        if value is None or value.start != named.end or value.kind not in ("(", "word", "phrase"):
            raise self._error(f"no value after {named.text}:; write {field.example}", named)
        outer, self._fields = self._fields, (field,)
        node = self._value()
        self._fields = outer
        return node

    def _leaf(self, lexeme: Lexeme) -> Node | None:
        self._clauses += 1
        if self._clauses > MAX_CLAUSES:
            raise self._limit(f"a query has at most {MAX_CLAUSES} words and phrases", lexeme)
        try:
            node = value_node(self._fields, lexeme)
        except QueryError as error:
            raise type(error)(error.message, self.text, lexeme.start, lexeme.end) from None
        except ValueError as error:
            raise self._error(str(error), lexeme) from None
        if node is None:
            self.notes.append(f"nothing to search for in {lexeme.text!r}")
        elif lexeme.kind == "word" and lexeme.text.endswith("?") and not isinstance(node, Has):
            self.notes.append(f"the ? of {lexeme.text!r} stands for any one character")
        return node

    # Words that spell an MRN.

    def _lookup(self) -> Lookup | None:
        """Read the longest run of plain words from here on that spells an MRN."""
        if self._fields is not DEFAULT_FIELDS:
            return None
        run: list[str] = []
        for lexeme in self._lexemes[self._at : self._at + MAX_WORDS]:
            if lexeme.kind != "word" or lexeme.sign or lexeme.near is not None:
                break
            run.append(lexeme.text)
        for length in range(len(run), 0, -1):
            year = self._year_after(self._at + length)
            named = read_mrn(run[:length], year)
            if named is not None:
                return self._named(named, run[:length], year)
        return None

    def _year_after(self, at: int) -> str | None:
        """Return the year that stands in parentheses there, as in "Tokyo 1716 (2007)"."""
        match self._lexemes[at : at + 3]:
            case [Lexeme("("), Lexeme("word", text), Lexeme(")")] if (
                len(text) == 4 and text.isdecimal() and text[:2] in ("19", "20")
            ):
                return text
        return None

    def _named(self, named: Named, run: Sequence[str], year: str | None) -> Lookup | None:
        written = " ".join(run) + (f" ({year})" if year else "")
        tokens = [token for word in [*run, *([year] if year else [])] for token in words(word)]
        self._at += len(run) + (3 if year else 0)
        self._clauses += len(tokens)
        leaves = [Word(DEFAULT_FIELDS, DEFAULT_FIELDS[0].token(token)) for token in tokens]
        node = _join(And, leaves)
        mrn = find_field("mrn")
        if node is None or mrn is None:
            return None
        which = "" if named.has_year else ", of any year,"
        rank = "" if named.first else "; it may be a year, so that cable is not put first"
        self.notes.append(f"read {written!r} as mrn:{named.value}{which} or the words{rank}")
        return Lookup(Keyword(mrn, named.value), node, named.first)

    # The lexemes.

    def _peek(self) -> Lexeme | None:
        return self._lexemes[self._at] if self._at < len(self._lexemes) else None

    def _take(self, kind: str) -> Lexeme | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind != kind:
            return None
        self._at += 1
        return lexeme

    def _next(self) -> Lexeme:
        lexeme = self._peek()
        if lexeme is None:
            raise self._missing()
        self._at += 1
        return lexeme

    def _enter(self, lexeme: Lexeme) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._limit(f"a query nests at most {MAX_DEPTH} deep", lexeme)

    def _operand(self, operator: Lexeme) -> None:
        """Check that something stands after `operator`."""
        lexeme = self._peek()
        if lexeme is None or lexeme.kind in (")", "OR", "AND", "ADJ"):
            name = "ADJ" if operator.kind == "ADJ" else operator.text
            raise self._error(f"{name} needs something after it", operator)

    # What is wrong, and where.

    def _missing(self) -> QuerySyntaxError:
        if self._at == 0 and not self._lexemes:
            return QuerySyntaxError("nothing to search for")
        lexeme = self._peek()
        before = self._lexemes[self._at - 1] if self._at else None
        if before is not None and before.kind in ("OR", "AND", "NOT", "-"):
            return self._error(f"{before.text} needs something after it", before)
        if lexeme is not None and lexeme.kind == "OR":
            return self._error("OR needs something before it", lexeme)
        if lexeme is not None and lexeme.kind == ")":
            return self._error("this parenthesis closes nothing", lexeme)
        return QuerySyntaxError("something is missing", self.text, len(self.text), len(self.text))

    def _error(self, message: str, lexeme: Lexeme) -> QuerySyntaxError:
        return QuerySyntaxError(message, self.text, lexeme.start, lexeme.end)

    def _limit(self, message: str, lexeme: Lexeme) -> QueryLimitError:
        return QueryLimitError(message, self.text, lexeme.start, lexeme.end)


def _is_word(node: Node | None) -> TypeGuard[Word]:
    return isinstance(node, Word) and not node.exact


def _join(join: type[And] | type[Or], children: Sequence[Node | None]) -> Node | None:
    """Join what is there, flattening what is joined the same way already."""
    kept: list[Node] = []
    for child in children:
        match child:
            case None:
                continue
            case And(inner) | Or(inner) if isinstance(child, join):
                kept += inner
            case _:
                kept.append(child)
    if len(kept) > 1 and join is And:
        kept = [child for child in kept if not isinstance(child, All)] or [All()]
    return join(tuple(kept)) if len(kept) > 1 else kept[0] if kept else None
