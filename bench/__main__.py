"""``make bench``: measures what the areas list and writes ``docs/performance.md``.

``python -m bench [AREA ...] [--scale S]``: only these areas, the others as they were kept; a smaller scale
for a machine that is busy or a first look. A new area is a module with a function that yields figures, and a
line in ``AREAS``.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Iterable

from bench.figure import Figure, pace
from bench.page import keep, write_page

__all__ = ["AREAS", "main"]

AREAS: dict[str, tuple[str, str]] = {
    "parsing": ("bench.reading", "parsing_figures"),
    "extraction": ("bench.reading", "extraction_figures"),
    "start": ("bench.reading", "start_figures"),
    "whole path": ("bench.whole_path", "path_figures"),
    "bulk": ("bench.whole_path", "bulk_figures"),
    "evidence map": ("bench.map", "figures"),
}
"""Each area of the page: the module that measures it, and its function of the scale (or of nothing)."""


def main() -> None:
    """Measure the areas that are asked for, say what was found, write the page."""
    asked = argparse.ArgumentParser(description="Measure and write docs/performance.md")
    asked.add_argument("areas", nargs="*", default=[], choices=[[], *AREAS], metavar="AREA")
    asked.add_argument("--scale", type=float, default=1.0, help="of the sizes; 1 for the page")
    given = asked.parse_args()
    for area in given.areas or AREAS:
        module, name = AREAS[area]
        measure: Callable[..., Iterable[Figure]] = getattr(importlib.import_module(module), name)
        found, paces = [], [pace()]
        for figure in measure(given.scale) if name.endswith("_figures") else measure():
            sys.stdout.write(f"{area:<14}{figure.what:<64}{figure.figure:>28}  {figure.bar}\n")
            sys.stdout.flush()
            found.append(figure)
        keep(area, found, [*paces, pace()])
    sys.stdout.write(f"{write_page(list(AREAS))}\n")


if __name__ == "__main__":
    main()
