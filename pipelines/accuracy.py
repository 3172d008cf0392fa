"""``docs/accuracy.md``: how right the reading is, from annotated records and their texts.

The labels ship with the project (``corpora/gold/dev.json``), the abstracts do not: their texts are
given by path. Documents whose hashed id falls into the fifth class of five were kept shut while
rules were written; their figures stand beside those of the others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer

import miner
from miner.corpus import load_corpus
from miner.jsonl import to_json
from miner.version import extractor_version
from pipelines.effect_match import effect_key, same_contrast
from pipelines.evaluate import Figure, Record, evaluate, read_records
from pipelines.reading import read_inputs

__all__ = ["accuracy_page", "is_shut", "main"]

_BINS = ((0.9, 1.01), (0.8, 0.9), (0.6, 0.8), (0.0, 0.6))


def is_shut(doc_id: str) -> bool:
    """Whether a document belongs to the fifth that no rule was written on."""
    return int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % 5 == 0


@dataclass(frozen=True, slots=True)
class _Judged:
    """One read effect beside the annotation: its confidence, and what is wrong with it if anything."""

    confidence: float
    fault: str | None


def accuracy_page(gold: Mapping[str, Record], predicted: Mapping[str, Record], extractor: str) -> str:
    """The page as Markdown."""
    shut = {i: r for i, r in gold.items() if is_shut(i)}
    opened = {i: r for i, r in gold.items() if not is_shut(i)}
    lines = [
        "# How right the reading is",
        "",
        f"Extractor `{extractor}`. Unit: the document for accuracies, the finding for F1; a document without",
        "a finding counts. Made by `make accuracy`; matching rules in `docs/annotation.md`.",
        "",
        f"*Open*: {len(opened)} abstracts that rules were measured on. *Shut*: {len(shut)} of the same",
        "making that are only ever measured: no rule was written on them and their errors are not looked at.",
        "",
        *_figures(evaluate(opened, predicted), evaluate(shut, predicted)),
        "",
        "## What goes wrong with effects",
        "",
        "An effect is an estimate of a contrast; it is right when measure, value, interval, p-value,",
        "endpoint class and contrast all are.",
        "",
        *_faults(_judge(opened, predicted), _judge(shut, predicted)),
        "",
        "## What confidence means",
        "",
        "Share of read effects that are right in every field, by the confidence that their record states.",
        "",
        *_calibration(_judge(opened, predicted), _judge(shut, predicted)),
    ]
    return "\n".join(lines) + "\n"


def _figures(opened: Sequence[Figure], shut: Sequence[Figure]) -> Iterator[str]:
    yield "| figure | kind | open | n | shut | n |"
    yield "| --- | --- | ---: | --- | ---: | --- |"
    for a, b in zip(opened, shut, strict=True):
        yield f"| {a.name} | {a.kind} | {a.score:.3f} | {_n(a)} | {b.score:.3f} | {_n(b)} |"


def _n(f: Figure) -> str:
    return f"{f.hits} of {f.gold}, {f.predicted} read" if f.kind == "F1" else f"{f.hits} of {f.gold}"


def _judge(gold: Mapping[str, Record], predicted: Mapping[str, Record]) -> tuple[list[_Judged], int]:
    """Every read effect with its fault, and how many annotated ones were not read at all."""
    judged: list[_Judged] = []
    missed = 0
    for doc, record in gold.items():
        left = list(record.get("effects") or ())
        for effect in predicted.get(doc, {}).get("effects") or ():
            fault, match = _fault(effect, left)
            if match is not None:
                left.remove(match)
            judged.append(_Judged(effect.get("confidence") or 0.0, fault))
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


def _faults(opened: tuple[list[_Judged], int], shut: tuple[list[_Judged], int]) -> Iterator[str]:
    columns = [Counter(j.fault or "right" for j in judged) for judged, _ in (opened, shut)]
    for column, (_, missed) in zip(columns, (opened, shut), strict=True):
        column["not read"] = missed
    yield "| | open | shut |"
    yield "| --- | ---: | ---: |"
    for name in sorted(set().union(*columns), key=lambda n: (n != "right", -columns[0][n], n)):
        yield f"| {name} | {columns[0][name]} | {columns[1][name]} |"


def _calibration(opened: tuple[list[_Judged], int], shut: tuple[list[_Judged], int]) -> Iterator[str]:
    yield "| confidence | open: right | shut: right |"
    yield "| --- | ---: | ---: |"
    for low, high in _BINS:
        cells = " | ".join(
            _share(j for j in judged if low <= j.confidence < high) for judged, _ in (opened, shut)
        )
        name = f"{low:.1f} and above" if high > 1 else f"{low:.1f} to {high:.1f}"
        yield f"| {name} | {cells} |"


def _share(items: Iterable[_Judged]) -> str:
    listed = list(items)
    right = sum(j.fault is None for j in listed)
    return f"{right} of {len(listed)} ({right / len(listed):.0%})" if listed else "none"


def main(gold: Path, texts: Path, out: Path) -> None:
    """Read the texts, hold the records against the annotations, write the page."""
    labels = read_records(gold)
    predicted: dict[str, dict[str, Any]] = {}
    for doc_id, source in read_inputs(str(texts)):
        predicted[doc_id] = to_json(replace(miner.extract(source, corpus=None), id=doc_id))
    out.write_text(accuracy_page(labels, predicted, extractor_version(load_corpus("mbc-surgery"))), "utf-8")


if __name__ == "__main__":
    typer.run(main)
