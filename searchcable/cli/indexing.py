"""The command that fills an index: `searchcable index`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from searchcable.cli import exits
from searchcable.cli.choices import EngineName, IndexOption, size

# How much is read at once, and by whom.

PartOption = Annotated[
    str | None,
    typer.Option(
        metavar="K/N", show_default=False,
        help="Read the Kth of N parts; other feeders read the others.",
    ),
]  # fmt: skip
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, show_default=False, envvar="SEARCHCABLE_JOBS",
        help="Processes that read. One for each processor, and one for little.",
    ),
]  # fmt: skip
MemoryOption = Annotated[
    int,
    typer.Option(
        metavar="SIZE", parser=size, envvar="SEARCHCABLE_MEMORY",
        help="What all of it may use: 512M, 4G.",
    ),
]  # fmt: skip

# Which cluster has the index.

UrlOption = Annotated[
    str,
    typer.Option(
        metavar="URL,…", envvar="SEARCHCABLE_URL", show_default=False,
        help="Of an OpenSearch cluster: the new index shall be there.",
    ),
]  # fmt: skip
CaOption = Annotated[
    Path | None,
    typer.Option(
        "--ca", metavar="FILE", show_default=False,
        help="Certificates to trust, of a cluster with its own.",
    ),
]  # fmt: skip


def index(
    corpus: Annotated[
        Path, typer.Argument(metavar="PATH", show_default=False, help="A folder or file of cables.")
    ],
    index: IndexOption = None,
    engine: Annotated[
        EngineName, typer.Option(help="Of a new index. auto is whoosh, or tantivy above 64 MiB.")
    ] = EngineName.auto,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the cables that PATH no longer has.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before removing.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Build anew an index of another version or engine.")
    ] = False,
    part: PartOption = None,
    jobs: JobsOption = None,
    memory: MemoryOption = "2G",  # type: ignore[assignment]  # as typed; its parser makes a number
    url: UrlOption = "",
    shards: Annotated[int, typer.Option(min=1, help="Of a new index on a cluster.")] = 1,
    replicas: Annotated[int, typer.Option(min=0, help="More copies of each shard.")] = 1,
    ca: CaOption = None,
) -> int:
    """Read the cables of PATH into an index.

    Run it again to take up what is new or changed, or to go on after it was stopped: what a
    "committed N" line names is safe.

    Example: searchcable index corpus/
    """
    from searchcable.cli.printing import confirm, progress, write
    from searchcable.cli.reporting import index_lines
    from searchcable.cli.settings import index_path
    from searchcable.indexing import Cluster, Interrupted, index_corpus
    from searchcable.store import default_path

    try:
        with progress() as show:
            report = index_corpus(
                corpus, index_path(index, default_path()), engine=engine.value,
                prune=prune, force=force, part=part,
                confirm=(lambda gone: True) if yes else confirm, progress=show, waiting=exits.say,
                notes=exits.say, jobs=jobs, memory=memory,
                cluster=Cluster(url, shards, replicas, str(ca) if ca else None) if url else None,
            )  # fmt: skip
    except Interrupted as stopped:
        exits.say(f"{stopped.report.cables:,} cables are safe; the same command goes on from there")
        raise
    write(index_lines(report), "auto")
    return exits.FOUND if report.cables else exits.NOTHING_FOUND
