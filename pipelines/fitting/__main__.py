"""``python -m pipelines.fitting KIND LABELS ... --texts FILE``: fit the weights of a learnt choice.

Texts that the labels keep shut are not read. The figures are of cross-validation over documents; with
``--write`` the weights of the penalty with the lowest loss, fitted on all texts given, go into their table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

import miner
from miner.errors import MinerError
from pipelines.evaluate import read_records
from pipelines.fitting.choices import KINDS, Learnt
from pipelines.fitting.logit import Case, Figures, cross_validated, fit, judge
from pipelines.fitting.tables import in_use, written
from pipelines.fitting.texts import Read, for_fitting, read_texts
from pipelines.reading import read_inputs

__all__ = ["main"]

RULES = Path(miner.__file__).parent / "rules"
PENALTIES = (2.0, 4.0, 8.0, 16.0)


def main(
    kind: Annotated[Learnt, typer.Argument(help="Which choice is learnt.")],
    labels: Annotated[list[Path], typer.Argument(help="Annotated records.")],
    texts: Annotated[list[Path], typer.Option(help="Their texts, as JSON lines.")],
    penalty: Annotated[list[float] | None, typer.Option(help="Strengths of the pull towards zero.")] = None,
    sets: Annotated[list[str] | None, typer.Option("--set", help="Only labels of these sets.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Put the best weights into the table.")] = False,
) -> None:
    """Hold fitted weights against those in use, and write them if asked."""
    try:
        known = for_fitting([read_records(path) for path in labels], sets or ())
        reads = list(read_texts(known, chain.from_iterable(read_inputs(str(path)) for path in texts)))
        for line in _lines(kind, reads, penalty or PENALTIES, RULES if write else None):
            typer.echo(line)
    except MinerError as e:
        typer.echo(str(e), err=True)
        raise typer.Exit(2) from e


def _lines(
    kind: Learnt, reads: Sequence[Read], penalties: Sequence[float], into: Path | None
) -> Iterator[str]:
    learnt = KINDS[kind]
    cases = list(learnt.cases(reads))
    documents = {case.doc_id for case in cases}
    telling = sum(case.tells for case in cases)
    yield f"{kind}: {len(cases)} choices in {len(documents)} texts, {telling} of them tell"
    yield f"{'':24}{'right':>7}{'of':>7}{'share':>8}{'loss':>8}"
    yield _row("in use", judge(cases, in_use(learnt.table, learnt.sections)))
    figures = {}
    for strength in penalties:
        figures[strength] = cross_validated(cases, strength)
        yield _row(f"penalty {strength:g}, unseen", figures[strength])
    best = min(figures, key=lambda strength: figures[strength].loss)
    if into is not None:
        yield _put(cases, kind, best, into)


def _row(name: str, f: Figures) -> str:
    asked = max(f.asked, 1)
    return f"{name:24}{f.right:7}{f.asked:7}{f.right / asked:8.3f}{f.loss / asked:8.3f}"


def _put(cases: Sequence[Case], kind: Learnt, penalty: float, rules: Path) -> str:
    path = rules / f"{KINDS[kind].table}.toml"
    count = written(path, KINDS[kind].sections, fit(cases, penalty))
    return f"{path}: {count} weights written, fitted with penalty {penalty:g}"


if __name__ == "__main__":
    typer.run(main)
