"""A query's text cut into lexemes, each with its place. Linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from searchcable.errors import QuerySyntaxError

LexemeKind = Literal["(", ")", "-", "AND", "OR", "NOT", "ADJ", "field", "word", "phrase"]


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a query. `start` and `end` are its half-open span in the query's text.

    `text` is a word, a phrase without its quotes, a field's name, or the number of an ADJ. `sign`
    is what stands before a word or phrase: "=", ">", ">=", "<", "<=" or nothing. `near` is the
    number after "~": None without one, 2 where no number is given.
    """

    kind: LexemeKind
    text: str
    start: int
    end: int
    sign: str = ""
    near: int | None = None


_QUOTES: Final = str.maketrans("“”„", '"""')
_LEXEME: Final = re.compile(
    r"""(?P<paren> [()] )
      | (?P<minus> - (?=[^\s)-]) )
      | (?P<field> [A-Za-z_]+ ) :
      | (?P<sign> [<>]=? | = )? (?: "(?P<phrase> [^"]* )" | (?P<word> [^\s()"]+? ) )
        (?: ~(?P<near> \d* ) )? (?= ["()\s] | $ )
      | (?P<sign2> [<>]=? | = )? "(?P<phrase2> [^"]* )" (?: ~(?P<near2> \d* ) )?""",
    re.VERBOSE,
)
_ADJ: Final = re.compile(r"(ADJ|NEAR|W|PRE)/(\d+)")


def lex(text: str) -> Iterator[Lexeme]:
    """Yield the lexemes of `text`. Raises QuerySyntaxError, with the place, on what is none."""
    plain = text.translate(_QUOTES)
    at = 0
    while True:
        while at < len(plain) and plain[at].isspace():
            at += 1
        if at == len(plain):
            return
        match = _LEXEME.match(plain, at)
        if match is None:
            if '"' in plain[at:]:
                at = plain.index('"', at)
                raise QuerySyntaxError("this quotation mark is not closed", text, at, at + 1)
            raise QuerySyntaxError("this does not read", text, at, at + 1)
        yield _lexeme(match, text)
        at = match.end()


def _lexeme(match: re.Match[str], text: str) -> Lexeme:
    start, end = match.span()
    if match["paren"]:
        return Lexeme("(" if match["paren"] == "(" else ")", match[0], start, end)
    if match["minus"]:
        return Lexeme("-", "-", start, end)
    if match["field"]:
        return Lexeme("field", match["field"], start, end)
    sign = match["sign"] or match["sign2"] or ""
    near = _number(match["near"] if match["near"] is not None else match["near2"])
    phrase = match["phrase"] if match["phrase"] is not None else match["phrase2"]
    if phrase is not None:
        return Lexeme("phrase", phrase, start, end, sign, near)
    word = match["word"]
    if not sign and near is None:
        if word in ("AND", "OR", "NOT"):
            return Lexeme(word, word, start, end)  # type: ignore[arg-type]
        if operator := _ADJ.fullmatch(word):
            if operator[1] != "ADJ":
                advice = (
                    f'write "two words"~{operator[2]}, or a ADJ/{operator[2]} b for their order'
                )
                raise QuerySyntaxError(f"no operator {word}; {advice}", text, start, end)
            return Lexeme("ADJ", operator[2], start, end)
    return Lexeme("word", word, start, end, sign, near)


def _number(digits: str | None) -> int | None:
    """Read the number after "~"; more digits than any limit has are cut."""
    return None if digits is None else int(digits[:6] or 2)
