"""``mbc-miner extract``: inputs to extraction records, one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import miner
from miner.corpus import load_corpus
from miner.errors import InputError
from miner.jsonl import dump_record
from pipelines.reading import read_inputs

__all__ = ["extract_lines", "write_lines"]


def extract_lines(source: str, corpus_name: str) -> Iterator[str]:
    """The records of an input, in its order, each as one line of JSON."""
    corpus = load_corpus(corpus_name)
    for doc_id, text in read_inputs(source):
        yield dump_record(replace(miner.extract(text, corpus=corpus), id=doc_id))


def write_lines(lines: Iterable[str], out: Path) -> None:
    """Write lines to a file, whole or not at all."""
    if not out.parent.is_dir():
        raise InputError(f"{out.parent} is not a folder; make it first or choose another place for -o")
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8") as f:
            for line in lines:
                f.write(line + "\n")
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
