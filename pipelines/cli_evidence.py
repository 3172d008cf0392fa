"""Commands that show the evidence: map and its figures, pooled estimates."""

from __future__ import annotations

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
    for command in (map_, synthesize):
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
) -> None:
    """Write the evidence map, one self-contained HTML file; or one figure for a paper."""
    filters = {
        "intervention": intervention,
        "endpoint": endpoint,
        "design": design,
        "population": population,
    }
    if figure is None:
        from pipelines.showing import map_of

        misused = [f"--{name}" for name, value in filters.items() if value is not None]
        if misused or (out and out.suffix.lower() in _FIGURE_FILES):
            what = misused[0] if misused else f"-o {out}"
            raise QueryRefused(f"{what} is for a figure; add for example --figure forest")
        print_lines(str(map_of(data, out or Path("evidence-map.html"))))
        return
    from pipelines.drawing_figures import draw_figure

    path, title = draw_figure(data, figure, out or Path(f"{figure}.svg"), filters)
    typer.echo(f"{figure}: {title}", err=True)
    print_lines(str(path))


def synthesize(
    data: Data,
    intervention: Intervention = None,
    endpoint: Endpoint = None,
    design: Design = None,
    model: Annotated[str, typer.Option(help="reml, dl or fixed.")] = "reml",
    as_json: AsJson = False,
) -> None:
    """Pooled estimates, heterogeneity, and why what was left out was left out."""
    from pipelines.showing import synthesis_json, synthesis_text

    found = synthesis_json(data, model, intervention=intervention, endpoint=endpoint, design=design)
    if as_json:
        print_json(found)
    else:
        print_lines(*synthesis_text(found))
