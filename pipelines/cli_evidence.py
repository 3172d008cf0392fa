"""Commands that show the evidence: map and figures, pooled estimates, the evidence table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from miner.errors import QueryRefused
from pipelines.cli_options import AsJson, Data, print_json, print_lines

__all__ = ["register"]

Intervention = Annotated[
    str | None, typer.Option(help="Only this treatment: id, name or synonym of the vocabulary.")
]
Endpoint = Annotated[
    str | None, typer.Option(help="Only this endpoint: id, name or synonym, for example OS.")
]
Design = Annotated[str | None, typer.Option(help="randomised or observational.")]
Population = Annotated[
    str | None, typer.Option(help="Only estimates for this subgroup, for example bone-only.")
]
_FIGURE_FILES = (".svg", ".pdf", ".png")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (map_, synthesize, table):
        app.command(name=command.__name__.rstrip("_"))(command)


def map_(  # noqa: PLR0913 - each parameter is an option of the command
    data: Data,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="The file to write: .html for the map, .svg, .pdf or .png for a figure.",
            show_default="evidence-map.html, or the figure's name with .svg",
        ),
    ] = None,
    figure: Annotated[
        str | None,
        typer.Option(help="Draw one of forest, funnel, cumulative, matrix, network, timeline, prisma."),
    ] = None,
    intervention: Intervention = None,
    endpoint: Endpoint = None,
    design: Design = None,
    population: Population = None,
    width: Annotated[
        int | None,
        typer.Option(
            help="Millimetres: a journal's page, or 84, its column (forest, funnel, cumulative).",
            show_default="174",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the evidence map or a figure for a paper. The map is one self-contained HTML file."""
    filters = _filters(intervention, endpoint, design, population)
    if figure is None:
        from pipelines.showing import map_of

        options = {**filters, "width": width}
        misused = [f"--{name}" for name, value in options.items() if value is not None]
        if misused or (out and out.suffix.lower() in _FIGURE_FILES):
            what = misused[0] if misused else f"-o {out}"
            raise QueryRefused(f"{what} is for a figure; add for example --figure forest")
        if out and out.suffix.lower() not in ("", ".html", ".htm"):
            raise QueryRefused(f"-o {out}: the map is HTML; end the name in .html")
        written = map_of(data, out or Path("evidence-map.html"))
        if as_json:
            print_json({"map": str(written)})
        else:
            print_lines(str(written))
        return
    from pipelines.drawing_figures import draw_figure

    path, title = draw_figure(data, figure, out or Path(f"{figure}.svg"), filters, width or 174)
    if as_json:
        print_json({"figure": figure, "title": title, "file": str(path)})
        return
    typer.echo(f"{figure}: {title}", err=True)
    print_lines(str(path))


def synthesize(  # noqa: PLR0913 - each parameter is an option of the command
    data: Data,
    intervention: Intervention = None,
    endpoint: Endpoint = None,
    design: Design = None,
    population: Population = None,
    model: Annotated[str, typer.Option(help="reml, dl or fixed.")] = "reml",
    as_json: AsJson = False,
) -> None:
    """Pool the effects, and say what was left out and why. Gives heterogeneity and alternatives too."""
    from pipelines.synthesis_words import synthesis_text
    from pipelines.synthesizing import synthesis_json

    filters = _filters(intervention, endpoint, design, population)
    found = synthesis_json(data, model, filters)
    if as_json:
        print_json(found)
    else:
        print_lines(*synthesis_text(found))


def table(  # noqa: PLR0913 - each parameter is an option of the command
    data: Data,
    intervention: Intervention = None,
    endpoint: Endpoint = None,
    design: Design = None,
    form: Annotated[str, typer.Option("--format", help="md, csv, latex or html.")] = "md",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="A file to write instead of printing.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the evidence table of a textbook chapter. A row a study, randomised first, then by year."""
    from pipelines.tabulating import check_format, table_json, table_of, table_text, write_table

    check_format(form)
    found = table_of(data, _filters(intervention, endpoint, design, None))
    typer.echo(f"table: {found.title}, {len(found.rows)} studies", err=True)
    if as_json:
        print_json(table_json(found))
    elif out:
        print_lines(str(write_table(table_text(found, form), out)))
    else:
        sys.stdout.write(table_text(found, form))


def _filters(
    intervention: str | None, endpoint: str | None, design: str | None, population: str | None
) -> dict[str, str | None]:
    return {"intervention": intervention, "endpoint": endpoint, "design": design, "population": population}
