"""``make bench``: rates of each stage on this machine, and against a peer where there is one.

Reads the bundled sample's records, repeated under new PMIDs; times are process time, the best of three.
"""

from __future__ import annotations

import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from Bio import Entrez

import miner
from graph.build import build_graph
from graph.evidence_map import build_map
from graph.ladybug import save
from graph.render import render_map
from graph.synthesis import add_to_graph, synthesize
from miner.corpus import load_corpus
from miner.pubmed_xml import read_articles

COPIES = 3
READ = 100


def best(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of process time, the best of some runs."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def repeated(source: Path, target: Path) -> int:
    """Write the records several times over, each copy under PMIDs of its own; gives how many."""
    import gzip

    whole = gzip.decompress(source.read_bytes()).decode()
    start, end = whole.index("<PubmedArticle>"), whole.rindex("</PubmedArticleSet>")
    body = whole[start:end]
    copies = [re.sub(r"(<PMID Version=\"1\">)(\d+)", rf"\g<1>{n}\2", body) for n in range(1, COPIES + 1)]
    target.write_text(whole[:start] + "".join(copies) + whole[end:], "utf-8")
    return sum(copy.count("<PubmedArticle>") for copy in copies)


def main() -> None:
    """Measure and print."""
    corpus = load_corpus("mbc-surgery")
    with tempfile.TemporaryDirectory() as folder:
        xml = Path(folder) / "records.xml"
        n = repeated(corpus.folder / "sample" / "records.xml.gz", xml)
        articles = list(read_articles(xml))
        parse = best(lambda: list(read_articles(xml)))
        # Biopython ships no types.
        peer = best(lambda: Entrez.read(xml.open("rb")), 1)  # type: ignore[no-untyped-call]
        miner.extract(articles[0], corpus)
        read = best(lambda: [miner.extract(a, corpus) for a in articles[:READ]], 2)
        entries = [(a, miner.extract(a, corpus)) for a in articles[: n // COPIES]]

        def built() -> None:
            graph = build_graph(entries, [], corpus.vocabulary)
            add_to_graph(graph, synthesize(graph), "2026-01-01T00:00:00Z")
            save(graph, folder)
            render_map(build_map(graph, title=corpus.title))

        rows = [
            ("parse PubMed XML", f"{n / parse:,.0f} records/s", f"{peer / parse:.1f} x Bio.Entrez.read"),
            ("extract", f"{READ / read:,.0f} abstracts/s", ""),
            (f"graph, pools, map of {len(entries)} records", f"{best(built, 1):.1f} s", ""),
        ]
    sys.stdout.write(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}\n")
    for row in rows:
        sys.stdout.write("{:<36}{:>20}   {}\n".format(*row))


if __name__ == "__main__":
    main()
