"""Which extractor read a record: the program's version and a digest of all that decides what it reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from miner.corpus import Corpus

__all__ = ["extractor_version", "program_version"]

# What fetches and stores records, but does not read them: a change of it makes no reading outdated.
_READS_NOTHING = ("entrez", "network", "registry", "store")


@cache
def program_version() -> str:
    """``mbc-miner/0.1.0``: the name and version of the installed program."""
    from importlib.metadata import version  # late, so that starting stays fast

    return f"mbc-miner/{version('mbc-miner')}"


def extractor_version(corpus: Corpus | None) -> str:
    """``mbc-miner/0.1.0+1a2b3c4d5e6f``: changes whenever a rule, a finder or the corpus does.

    Without a corpus, the program's version alone.
    """
    return f"{program_version()}+{_fingerprint(corpus.folder)}" if corpus else program_version()


@lru_cache(maxsize=16)
def _fingerprint(corpus_folder: Path) -> str:
    digest = hashlib.sha256()
    for path in _deciding(corpus_folder):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _deciding(corpus_folder: Path) -> Iterator[Path]:
    package = Path(str(files("miner")))
    yield from sorted(p for p in package.rglob("*.py") if not p.stem.startswith(_READS_NOTHING))
    yield from sorted(package.glob("rules/*.toml"))
    yield corpus_folder / "corpus.toml"
    yield from sorted(corpus_folder.glob("vocabulary/*.tsv"))
