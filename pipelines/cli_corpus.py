"""Commands that fetch, read and measure: demo, refresh, extract, evaluate, status, changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli_options import AsJson, Data, Workers, print_json, print_lines, print_summary

if TYPE_CHECKING:
    from pipelines.workers import Outcome

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(demo)
    app.command()(refresh)
    app.command()(extract)
    app.command()(evaluate)
    app.command()(status)
    app.command()(changes)


def demo(
    out: Annotated[Path, typer.Option("-o", "--out", help="Where to write.")] = Path("mbc-demo"),
    as_json: AsJson = False,
) -> None:
    """Mine the bundled corpus, offline. Makes its graph, pooled estimates and evidence map."""
    from pipelines.demo import run_demo
    from pipelines.progress import stages
    from pipelines.summary import demo_summary, demo_text

    with stages() as stage:
        done = run_demo(out, stage)
    summary = demo_summary(done)
    if as_json:
        print_json(summary)
    else:
        print_lines(*demo_text(summary))


def refresh(  # noqa: PLR0913 - each parameter is an option of the command
    corpus: Annotated[
        str, typer.Argument(help="A bundled corpus, or a folder with a corpus.toml.")
    ] = "mbc-surgery",
    *,
    data: Data,
    email: Annotated[str | None, typer.Option(envvar="NCBI_EMAIL", help="Your address, for NCBI.")] = None,
    api_key: Annotated[
        str | None, typer.Option(envvar="NCBI_API_KEY", help="NCBI API key; better set in the environment.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Fetch and try every record again.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be fetched, change nothing.")
    ] = False,
    from_xml: Annotated[
        list[Path] | None,
        typer.Option(
            "--from-xml", metavar="FILE...", help="PubMed XML files or folders, instead of the network."
        ),
    ] = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Bring a data folder up to date with PubMed. Registered trials come from ClinicalTrials.gov."""
    from miner.corpus import load_corpus
    from pipelines.progress import stages
    from pipelines.refresh import refresh_from_files, refresh_from_pubmed, rehearse_files
    from pipelines.summary import refresh_text

    chosen = load_corpus(corpus)
    with stages() as stage:
        if from_xml and dry_run:
            done = rehearse_files(data, chosen, from_xml, stage=stage)
        elif from_xml:
            done = refresh_from_files(data, chosen, from_xml, full=full, stage=stage, workers=workers)
        else:
            done = refresh_from_pubmed(
                data,
                chosen,
                email=email,
                api_key=api_key,
                full=full,
                dry_run=dry_run,
                stage=stage,
                workers=workers,
            )
    if as_json:
        print_json(done.summary | {"run": done.run})
    elif done.report:
        print_summary(*refresh_text(done))
    else:
        print_lines(*refresh_text(done))


def extract(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="PubMed XML or JSON lines, plain or gzipped; - is stdin.")
    ],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write here instead of stdout.")] = None,
    corpus: Annotated[str, typer.Option(help="The corpus whose vocabulary and scope apply.")] = "mbc-surgery",
    workers: Workers = None,
) -> None:
    """Read abstracts; one extraction record a line, in input order.

    A line or file that holds no record ends it there, exit code 1. A record that is too hard to read is named
    on stderr and left out; the exit code is then 1 too.
    """
    from pipelines.extracting import extract_lines, write_lines

    aside: list[str] = []

    def set_aside(outcome: Outcome[str]) -> None:
        aside.append(outcome.name)
        typer.echo(f"mbc-miner: {outcome.name} is set aside: {outcome.error}", err=True)

    lines = extract_lines(source, corpus, workers, set_aside)
    if out is None:
        for line in lines:
            sys.stdout.write(line + "\n")
    else:
        write_lines(lines, out)
    if aside:
        typer.echo(f"mbc-miner: {len(aside)} set aside, all others written; report what stops them", err=True)
        raise typer.Exit(1)


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated records (JSON or JSON lines).")],
    predicted: Annotated[Path, typer.Argument(help="Extraction records (JSON lines).")],
    as_json: AsJson = False,
) -> None:
    """Score extraction records against annotated ones. Prints the figures of the annotation guide."""
    from pipelines.evaluate import evaluate as score
    from pipelines.evaluate import read_records
    from pipelines.summary import figures_json, figures_text

    figures = score(read_records(gold), read_records(predicted))
    if as_json:
        print_json(figures_json(figures))
    else:
        print_lines(*figures_text(figures))


def status(
    data: Data,
    max_age: Annotated[
        float | None,
        typer.Option(
            "--max-age",
            min=0,
            metavar="DAYS",
            help="Fail unless it was refreshed within so many days and each file is whole.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What is in a data folder, how old it is, what each run did."""
    from pipelines.status import status_json, status_text

    summary = status_json(data)
    if as_json:
        print_json(summary)
    else:
        print_lines(*status_text(summary))
    if max_age is not None:
        import datetime as dt

        from pipelines.health import check_health

        check_health(data, max_age, dt.datetime.now(dt.UTC))


def changes(
    data: Data,
    since: Annotated[
        int,
        typer.Option(min=-1, help="Runs after this one; default: the last one's.", show_default=False),
    ] = -1,
    as_json: AsJson = False,
) -> None:
    """What moved between refreshes."""
    from pipelines.status import changes_json, changes_text

    summary = changes_json(data, since)
    if as_json:
        print_json(summary)
    else:
        print_lines(*changes_text(summary))
