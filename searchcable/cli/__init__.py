"""The command line. Each command is one call of the library, and printing.

Results go to standard output and all else to standard error. The modules that a command needs are
imported when it runs: a query waits neither for the parsers of corpora nor for Rich.
"""

# ruff: noqa: E402

from __future__ import annotations

import gc

_COLLECTS = gc.isenabled()
gc.disable()  # what is imported stays: looking through it again and again is most of a collection

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from searchcable.cli import exits, indexing, vocabulary
from searchcable.cli.choices import Color, Format, IndexOption, ShortFormat, SortBy
from searchcable.cli.commands import Group, QueryCommand, command
from searchcable.errors import CableNotFound
from searchcable.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchcable.cable import Cable
    from searchcable.cli.layout import Line
    from searchcable.engines import Sort
    from searchcable.store import Index


_SORTS: Final[dict[SortBy, Sort]] = {
    SortBy.relevance: "relevance",
    SortBy.newest: "newest",
    SortBy.date: "newest",
    SortBy.oldest: "oldest",
}


app = typer.Typer(
    name="searchcable",
    cls=Group,
    help="Search a corpus of diplomatic cables on your own machine.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _complete_word(incomplete: str) -> list[str]:
    """Return the fields, as "tags:", that begin as the word does."""
    from searchcable.fields import FIELDS

    return [f"{f.name}:" for f in FIELDS if f.name.startswith(incomplete.lower())]


def _complete_defect(incomplete: str) -> list[str]:
    """Return the codes of defects that begin as the word does."""
    from searchcable.defects import DEFECTS

    return [code for code in DEFECTS if code.startswith(incomplete.lower())]


ColorOption = Annotated[
    Color, typer.Option(envvar="SEARCHCABLE_COLOR", help="auto is: on a terminal, save NO_COLOR.")
]
ShortFormatOption = Annotated[ShortFormat, typer.Option("--format", "-f", help="How to print it.")]
Words = Annotated[
    list[str],
    typer.Argument(
        metavar="WORDS", show_default=False, autocompletion=_complete_word,
        help='Words, "phrases", field:value, AND, OR, NOT, -word. A lone - reads standard input.',
    ),
]  # fmt: skip


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        print(f"searchcable {__version__}")
        raise typer.Exit()


command()(indexing.index)


@command(QueryCommand)
def query(
    words: Words,
    index: IndexOption = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=10_000, envvar="SEARCHCABLE_LIMIT",
                          help="Cables on one page.")
    ] = 10,
    offset: Annotated[int, typer.Option(min=0, help="Cables to leave out before them.")] = 0,
    everything: Annotated[bool, typer.Option("--all", help="All of them, on one page.")] = False,
    sort: Annotated[SortBy, typer.Option(help="date is newest.")] = SortBy.relevance,
    format: Annotated[
        Format, typer.Option("--format", "-f", envvar="SEARCHCABLE_FORMAT", help="How to print.")
    ] = Format.text,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print how the query was read, and do not search.")
    ] = False,
    color: ColorOption = Color.auto,
) -> int:  # fmt: skip
    """Print the cables that match WORDS, best first. `search` is the same.

    Example: searchcable query 'tags:PARM "cluster munitions"'
    """
    from searchcable.cli.printing import footer, write_hits
    from searchcable.query import parse_query

    parsed = parse_query(_text(words))
    if explain:
        print(*parsed.explain().splitlines(), *parsed.notes, sep="\n")
        return exits.FOUND
    for note in parsed.notes:
        exits.say(note)
    with _open(index) as opened:
        results = opened.search(parsed, sort=_SORTS[sort])
        stop = len(results) if everything else min(offset + limit, len(results))
        write_hits(results, offset, stop, format.value, color.value)
        if format is not Format.json:
            exits.say(footer(offset, stop, len(results)))
        return exits.FOUND if offset < stop else exits.NOTHING_FOUND


command(QueryCommand, name="search", hidden=True)(query)


@command()
def show(
    mrns: Annotated[
        list[str],
        typer.Argument(metavar="MRN", show_default=False, help="In any spelling: 07TOKYO1716."),
    ],
    index: IndexOption = None,
    format: ShortFormatOption = ShortFormat.text,
    color: ColorOption = Color.auto,
    pager: Annotated[
        bool, typer.Option("--pager/--no-pager", help="Use PAGER where it is long.")
    ] = True,
    sources: Annotated[
        bool, typer.Option("--sources", help="List the versions, and where each was read.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Compare two versions.")] = False,
    pair: Annotated[
        str | None,
        typer.Option("--versions", metavar="A:B", help="Which two. Otherwise the first two."),
    ] = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Print what a redacted version has not.")
    ] = False,
) -> int:
    """Print cables whole, rendered for reading.

    A cable may have been read in several places. Where one version is redacted, --diff prints
    places and counts; what was removed names people who were protected.

    Example: searchcable show '07 Tokyo 01716'
    """
    from searchcable.cli.printing import styled
    from searchcable.cli.terminal import page, width
    from searchcable.cli.writing import dump

    with _open(index) as opened:
        found, missing = _get_all(opened, mrns)
    if diff:
        shown = [_difference(versions, pair, reveal) for versions in found]
    else:
        shown = [_sources(versions) if sources else _winner(versions) for versions in found]
    if format is ShortFormat.json:
        print(*(dump(value, indent=2) for value, _ in shown), sep="\n", end="\n" if shown else "")
    elif shown:
        texts = (styled(lines, color.value) for _, lines in shown)
        page(f"\n{'─' * width()}\n\n".join(texts), wanted=pager)
    for error in missing:
        exits.say_error(error)
    return exits.NOTHING_FOUND if missing else exits.FOUND


# What `show` shows of a cable's versions: for JSON, and for reading.


def _winner(versions: list[Cable]) -> tuple[Any, Iterable[Line]]:
    from searchcable.cli.pages import cable_lines
    from searchcable.cli.terminal import width

    return versions[0].to_dict(), cable_lines(versions[0], width())


def _sources(versions: list[Cable]) -> tuple[Any, Iterable[Line]]:
    from searchcable.cli.terminal import width
    from searchcable.cli.versions import version_dicts, version_lines

    return version_dicts(versions), version_lines(versions, width())


def _difference(
    versions: list[Cable], pair: str | None, reveal: bool
) -> tuple[Any, Iterable[Line]]:
    from searchcable.cli.terminal import width
    from searchcable.cli.versions import diff_dict, diff_lines, read_pair

    two = read_pair(pair, len(versions))
    lines = diff_lines(versions, two, width(), reveal=reveal)
    return diff_dict(versions, two, reveal=reveal), lines


@command(QueryCommand)
def count(
    words: Words,
    index: IndexOption = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="FIELD", help="Count each value of a field.")
    ] = None,
    format: ShortFormatOption = ShortFormat.text,
) -> int:
    """Print how many cables match WORDS, in all or for each value of a field.

    Example: searchcable count munitions --by class
    """
    from searchcable.cli.printing import write
    from searchcable.cli.reporting import count_lines
    from searchcable.cli.writing import dump
    from searchcable.fields import find_field
    from searchcable.query import parse_query

    parsed = parse_query(_text(words))
    with _open(index) as opened:
        total = opened.count(parsed)
        facet = opened.facet(parsed, by) if by else None
    if format is ShortFormat.json:
        counts = {"by": by, "counts": facet} if by else {}
        print(dump({"query": parsed.text, "total": total, **counts}))
    elif facet is None:
        print(total)
    else:
        write(count_lines(facet, ranked=find_field(by or "") is not find_field("date")), "auto")
    return exits.FOUND if total else exits.NOTHING_FOUND


@command()
def fields(format: ShortFormatOption = ShortFormat.text, color: ColorOption = Color.auto) -> int:
    """Print the fields that a query can name, each with an example.

    Example: searchcable fields
    """
    from searchcable.cli.printing import write
    from searchcable.cli.reporting import field_dicts, field_lines
    from searchcable.cli.terminal import width
    from searchcable.cli.writing import dump

    if format is ShortFormat.json:
        print(dump(field_dicts(), indent=2))
    else:
        write(field_lines(width()), color.value)
    return exits.FOUND


@command()
def stats(
    index: IndexOption = None,
    format: ShortFormatOption = ShortFormat.text,
    color: ColorOption = Color.auto,
) -> int:
    """Print what an index holds: cables by classification, post, year and TAGS; its size and age.

    Example: searchcable stats
    """
    from searchcable.cli.printing import write
    from searchcable.cli.reporting import stats_dict, stats_lines
    from searchcable.cli.terminal import width
    from searchcable.cli.writing import dump

    with _open(index) as opened:
        path, figures = opened.path, opened.stats()
    if format is ShortFormat.json:
        print(dump(stats_dict(path, figures), indent=2))
    else:
        write(stats_lines(path, figures, width()), color.value)
    return exits.FOUND if figures.cables else exits.NOTHING_FOUND


@command()
def defects(
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", show_default=False, autocompletion=_complete_defect,
                       help="Print the cables that have this one."),
    ] = None,
    index: IndexOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Of one kind.")] = 20,
    offset: Annotated[int, typer.Option(min=0, help="Of one kind, to leave out before.")] = 0,
    format: Annotated[Format, typer.Option("--format", "-f", help="How to print.")] = Format.text,
    color: ColorOption = Color.auto,
) -> int:  # fmt: skip
    """Print what is wrong with the cables of an index, how often, what it means, and where.

    With --format csv or jsonl all of them are exported, one a line. A query finds the cables of
    one kind too: searchcable query defect:CODE

    Example: searchcable defects
    """
    from searchcable.cli.defects import print_kinds, print_one_kind

    with _open(index) as opened:
        if code is None:
            return exits.FOUND if print_kinds(opened, format, color) else exits.NOTHING_FOUND
        shown, total = print_one_kind(opened, code, format, color, limit=limit, offset=offset)
    if shown and offset + shown < total:
        exits.say(f"{total:,} cables have it; more of them: --offset {offset + shown}")
    return exits.FOUND if shown else exits.NOTHING_FOUND


command()(vocabulary.tags)
command()(vocabulary.posts)


def _open(flag: Path | None) -> Index:
    from searchcable import store
    from searchcable.cli.settings import index_path

    return store.open(index_path(flag, store.default_path()))


def _text(words: list[str]) -> str:
    """Return the query that the arguments spell, or that standard input gives for a lone "-"."""
    return sys.stdin.read().rstrip("\r\n") if words == ["-"] else " ".join(words)


def _get_all(index: Index, mrns: list[str]) -> tuple[list[list[Cable]], list[CableNotFound]]:
    """Return the versions of each cable that is there, and why the others are not."""
    found, missing = [], []
    for mrn in mrns:
        try:
            found.append(index.versions(mrn))
        except CableNotFound as error:
            missing.append(error)
    return found, missing


def main() -> None:
    """Run the command line: what the console script `searchcable` calls."""
    gc.freeze()
    gc.set_threshold(100_000)  # a command makes much that it keeps, and soon ends
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="searchcable")


if _COLLECTS:
    gc.enable()
