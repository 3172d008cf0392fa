"""``docs/accuracy.md``: how right the reading is, from annotated records and their texts.

The labels ship with the project (``corpora/gold/dev.json``), the abstracts do not: their texts are
given by path. Documents whose hashed id falls into the fifth class of five were kept shut while
rules were written; their figures stand beside those of the others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

import miner
from miner.corpus import load_corpus
from miner.jsonl import to_json
from miner.version import extractor_version
from pipelines.calibration import Judged, calibration_plot, calibration_table
from pipelines.effect_match import effect_key, same_contrast
from pipelines.evaluate import Figure, Record, evaluate, read_records
from pipelines.group_match import groups_of_results, order_of_sides
from pipelines.reading import read_inputs

__all__ = ["accuracy_page", "is_shut", "judged_effects", "main", "splits_of"]

_WEIGHTS = """## How the weights are fitted

Design, size, arms, results, contrasts and conclusion are each chosen among candidates by the sum of their
traits' weights (`miner/rules/*_weights.toml`). `make fit KIND=sizes TEXTS="FILE ..."` reads the texts,
collects what the reader chose among, calls right what the labels of `corpora/gold` have, and fits a
conditional logit: several right candidates share the likelihood, "NONE" stands for stating nothing, of
the numbers each is asked whether it is a result. An L2 penalty pulls weights towards zero; a trait of
fewer than five documents has none. It prints how often weights fitted on seven eighths of the documents
choose rightly in the last eighth, beside the table in use, whose figure is flattered: these very texts
went into it. `WRITE=1` puts the weights of the best penalty into the table, rounded to two digits. No
document that is kept shut is fitted on. The tables in use were also fitted on spans of participants and
results in 350 trials, at half weight, and on 214 further abstracts that were withdrawn later; those of
designs and conclusions on the bundled sample, and the latter on invented statements for what is rare;
that of sizes is the mean of two fits. Sets `o`, `t`, `v` and `x` went into none, `m` into a few traits of
conclusions; traits that few labels show are weighed by hand, as the head of a table says. A table fitted
anew differs from them. `KIND=confidence` fits the signs of `miner.effects.confidence` on whether an
effect is wholly right, each contrast chosen by weights that did not see its document; `SETS="e g"` keeps
to labels of these sets. The table in use was fitted on effects as each was read by the program of the day
before its abstract was annotated, which no later program can repeat."""

_RIGHT = ("right", "as annotated")
_MEANING = {
    "open": "many cancers, diseases and designs, which rules were measured on.",
    "shut": "of the same making, only ever measured: no rule was written on them.",
    "shut trials": "breast-cancer trials in one reading, only ever measured likewise; few state an effect.",
}


def is_shut(doc_id: str) -> bool:
    """Whether a document belongs to the fifth that no rule was written on."""
    return int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % 5 == 0


def splits_of(labels: Mapping[str, Record]) -> dict[str, dict[str, Record]]:
    """The labels by how they were used: general abstracts open and shut, breast-cancer trials shut.

    Sets of further labels that rules were written on are left out: nothing is learnt from their figures.
    """
    found: dict[str, dict[str, Record]] = {"open": {}, "shut": {}, "shut trials": {}}
    for doc_id, record in labels.items():
        if "set" not in record:
            found["shut" if is_shut(doc_id) else "open"][doc_id] = record
        elif record["set"] == "shut":
            found["shut trials"][doc_id] = record
    return {name: records for name, records in found.items() if records}


def accuracy_page(
    splits: Mapping[str, Mapping[str, Record]], predicted: Mapping[str, Record], extractor: str
) -> str:
    """The page as Markdown."""
    judged = {name: judged_effects(gold, predicted) for name, gold in splits.items()}
    sizes = {name: len(gold) for name, gold in splits.items()}
    lines = [
        "# How right the reading is",
        "",
        f"Extractor `{extractor}`. Unit: the document for accuracies, the finding for F1; a document without",
        "a finding counts. Made by `make accuracy`; matching rules in `docs/annotation.md`.",
        "",
        *(f"- *{name}*: {sizes[name]} abstracts, {_MEANING[name]}" for name in splits),
        "",
        *_figures({name: evaluate(gold, predicted) for name, gold in splits.items()}),
        "",
        "## What goes wrong with effects",
        "",
        "An effect is an estimate of a contrast; it is right when measure, value, interval, p-value,",
        "endpoint class and contrast all are.",
        "",
        *_faults(judged),
        "",
        "## Which group is which",
        "",
        "Of effects and results whose number is right: whether the contrast puts first the side that the",
        "annotation puts first, and whether a result is given to the group that the annotation gives it to.",
        "Where only one side or one group is named, nothing is asked (`docs/annotation.md`).",
        "",
        *_table({f"sides of {name}": t for name, t in _told(order_of_sides, splits, predicted).items()}),
        "",
        *_table({f"results of {name}": t for name, t in _told(groups_of_results, splits, predicted).items()}),
        "",
        "## What confidence means",
        "",
        "Share of read effects that are right in every field, by the confidence that their record states.",
        "It is reckoned for abstracts that no rule was written on, so it is too modest for the open ones.",
        "",
        *calibration_table({name: effects for name, (effects, _) in judged.items()}),
        "",
        "![Share right by confidence](images/calibration.svg)",
        "",
        _WEIGHTS,
    ]
    return "\n".join(lines) + "\n"


def _figures(columns: Mapping[str, Sequence[Figure]]) -> Iterator[str]:
    yield "| figure | kind |" + "".join(f" {name} | n |" for name in columns)
    yield "| --- | --- |" + " ---: | --- |" * len(columns)
    for row in zip(*columns.values(), strict=True):
        yield f"| {row[0].name} | {row[0].kind} |" + "".join(f" {f.score:.3f} | {_n(f)} |" for f in row)


def _n(f: Figure) -> str:
    return f"{f.hits} of {f.gold}, {f.predicted} read" if f.kind == "F1" else f"{f.hits} of {f.gold}"


def judged_effects(gold: Mapping[str, Record], predicted: Mapping[str, Record]) -> tuple[list[Judged], int]:
    """Every read effect with its fault, and how many annotated ones were not read at all."""
    judged: list[Judged] = []
    missed = 0
    for doc, record in gold.items():
        left = list(record.get("effects") or ())
        for effect in predicted.get(doc, {}).get("effects") or ():
            fault, match = _fault(effect, left)
            if match is not None:
                left.remove(match)
            judged.append(Judged(effect.get("confidence") or 0.0, fault))
        missed += len(left)
    return judged, missed


def _fault(effect: Record, gold: Sequence[Record]) -> tuple[str | None, Record | None]:
    """What is wrong with an effect, and the annotation it was held against: the likest one."""
    alike = [g for g in gold if g.get("value") == effect.get("value")]
    if not alike:
        return "not an effect of the annotation", None
    best = min(alike, key=lambda g: len(list(_differences(effect, g))))
    return next(iter(_differences(effect, best)), None), best


def _differences(effect: Record, gold: Record) -> Iterator[str]:
    for level, name in enumerate(("measure", "interval", "p-value", "endpoint class")):
        if effect_key(effect)[level] != effect_key(gold)[level]:
            yield f"{name} differs"
    if not same_contrast(effect.get("contrast"), gold.get("contrast")):
        yield "contrast differs"


def _told(
    told: Callable[[Record, Record], Counter[str]],
    splits: Mapping[str, Mapping[str, Record]],
    predicted: Mapping[str, Record],
) -> dict[str, Counter[str]]:
    return {
        name: sum((told(record, predicted.get(doc, {})) for doc, record in gold.items()), Counter())
        for name, gold in splits.items()
    }


def _faults(judged: Mapping[str, tuple[list[Judged], int]]) -> Iterator[str]:
    columns = {name: Counter(j.fault or "right" for j in effects) for name, (effects, _) in judged.items()}
    for name, (_, missed) in judged.items():
        columns[name]["not read"] = missed
    yield from _table(columns)


def _table(columns: Mapping[str, Counter[str]]) -> Iterator[str]:
    """A row for each thing counted, what is right first."""
    yield f"| | {' | '.join(columns)} |"
    yield "| --- |" + " ---: |" * len(columns)
    faults = set().union(*columns.values())
    for fault in sorted(faults, key=lambda f: (f not in _RIGHT, -sum(c[f] for c in columns.values()), f)):
        yield f"| {fault} | {' | '.join(str(c[fault]) for c in columns.values())} |"


def main(
    labels: Annotated[list[Path], typer.Argument(help="Annotated records.")],
    texts: Annotated[list[Path], typer.Option(help="Their texts, as JSON lines.")],
    out: Annotated[Path, typer.Option(help="The page; the plot goes beside it.")] = Path("docs/accuracy.md"),
) -> None:
    """Read the texts, hold the records against the annotations, write page and plot."""
    known = {doc_id: record for path in labels for doc_id, record in read_records(path).items()}
    splits = splits_of(known)
    wanted = {doc_id for gold in splits.values() for doc_id in gold}
    predicted: dict[str, dict[str, Any]] = {}
    for path in texts:
        for doc_id, source in read_inputs(str(path)):
            if doc_id in wanted:
                predicted[doc_id] = to_json(replace(miner.extract(source, corpus=None), id=doc_id))
    splits = {name: gold for name, gold in splits.items() if gold.keys() & predicted.keys()}
    extractor = extractor_version(load_corpus("mbc-surgery"))
    out.write_text(accuracy_page(splits, predicted, extractor), "utf-8")
    plot = calibration_plot({name: judged_effects(gold, predicted)[0] for name, gold in splits.items()})
    (out.parent / "images").mkdir(exist_ok=True)
    (out.parent / "images" / "calibration.svg").write_text(plot, "utf-8")


if __name__ == "__main__":
    typer.run(main)
