"""The same text gives the same record: alone, in a batch, in another order, in another process."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

import miner
from miner.article import Article
from miner.corpus import load_corpus
from miner.jsonl import dump_record
from miner.pubmed_xml import read_articles

SAMPLE = load_corpus("mbc-surgery").folder / "sample" / "records.xml.gz"
HASHED = (
    "import hashlib, miner; from miner.jsonl import dump_record; from miner.pubmed_xml import read_articles;"
    "from itertools import islice;"
    f"records = [dump_record(miner.extract(a)) for a in islice(read_articles({str(SAMPLE)!r}), 60)];"
    "print(hashlib.sha256('\\n'.join(records).encode()).hexdigest())"
)


@cache
def articles() -> tuple[Article, ...]:
    return tuple(islice(read_articles(SAMPLE), 12))


@cache
def alone() -> tuple[str, ...]:
    return tuple(dump_record(miner.extract(a)) for a in articles())


@settings(max_examples=8)
@given(st.permutations(range(12)))
def test_a_record_does_not_depend_on_what_was_read_before(order: list[int]) -> None:
    for i in order:
        assert dump_record(miner.extract(articles()[i])) == alone()[i]


def test_a_record_does_not_depend_on_how_sets_are_ordered() -> None:
    """Sets of words have another order in every process; no sum and no choice may follow it."""
    seen = {
        subprocess.run(
            [sys.executable, "-c", HASHED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1
