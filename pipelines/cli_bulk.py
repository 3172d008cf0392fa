"""The command ``bulk``: PubMed files by the hundred."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli_options import AsJson, Data, print_json, print_summary

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(bulk)


def bulk(  # noqa: PLR0913 - each parameter is an option of the command
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="PubMed XML files or folders, in NLM's order.")
    ],
    *,
    data: Data,
    corpus: Annotated[
        str, typer.Option(help="A bundled corpus, or a folder with a corpus.toml.")
    ] = "mbc-surgery",
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes on this machine; default: all cores.", show_default=False),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="A Dask scheduler (tcp://host:8786, or its file), instead of them."
        ),
    ] = None,
    in_scope: Annotated[
        bool, typer.Option("--in-scope", help="Keep only records that answer the corpus's question.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read many PubMed files on all cores or a cluster. The result is that of refresh --from-xml.

    Run again after a stop: files that were read are not read again. A file that cannot be read is named, the
    others are read, and the exit code is then 1.
    """
    from miner.corpus import load_corpus
    from pipelines.bulk import Where, read_in_bulk
    from pipelines.progress import stages
    from pipelines.report import named
    from pipelines.summary import refresh_text

    with stages() as stage:
        done, broken = read_in_bulk(
            data, load_corpus(corpus), files, Where(scheduler, workers), stage, only_in_scope=in_scope
        )
    if as_json:
        print_json(done.summary | {"run": done.run})
    else:
        print_summary(*refresh_text(done))
    for one in broken:
        typer.echo(f"mbc-miner: set aside: {named(str(one.path), one.why)}", err=True)
    if broken:
        raise typer.Exit(1)
