"""``mbc-miner extract``: inputs to extraction records, one JSON object a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import miner
from graph.exports.whole_file import check_place, whole_file
from miner.article import Article
from miner.corpus import load_corpus
from miner.jsonl import dump_record
from miner.pubmed_xml import read_article
from pipelines.workers import Outcome, work

__all__ = ["Reading", "extract_lines", "write_lines"]

_WARM = "Surgery and survival.\nRESULTS: Overall survival was longer (HR 0.70, 95% CI 0.50-0.98; p=0.04)."


@dataclass(frozen=True, slots=True)
class Reading:
    """The task of reading one record: from (id, text, article or record XML) to its line of JSON."""

    corpus: Path

    def warm(self) -> None:
        """Load vocabulary and rules."""
        self(("", _WARM))

    def __call__(self, item: tuple[str, str | Article | bytes]) -> str:
        """The extraction record of one source, under the id given."""
        name, source = item
        article = read_article(source) if isinstance(source, bytes) else source
        return dump_record(replace(miner.extract(article, corpus=load_corpus(self.corpus)), id=name))


def extract_lines(
    source: str,
    corpus_name: str,
    workers: int | None = None,
    set_aside: Callable[[Outcome[str]], None] = lambda _: None,
) -> Iterator[str]:
    """The records of an input, in its order, each as one line of JSON.

    ``workers`` as in ``pipelines.workers.work``; ``set_aside`` is told of each record that could not be read.
    """
    # Late: workers and refreshes, which read records of PubMed alone, need no check of lines of JSON.
    from pipelines.reading import read_inputs

    task = Reading(load_corpus(corpus_name).folder)
    items = ((doc_id, (doc_id, text)) for doc_id, text in read_inputs(source))
    for outcome in work(task, items, workers):
        if outcome.value is None:
            set_aside(outcome)
        else:
            yield outcome.value


def write_lines(lines: Iterable[str], out: Path) -> None:
    """Write lines to a file, whole or not at all."""
    check_place(out)
    with whole_file(out) as stream:
        for line in lines:
            stream.write(line + "\n")
