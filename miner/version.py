"""Which extractor read a record: the program's version and a hash of all that decides what it reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from miner.corpus import Corpus

__all__ = ["VERSION", "extractor_version"]

VERSION = "0.1.0"


def extractor_version(corpus: Corpus) -> str:
    """``mbc-miner/0.1.0+1a2b3c4d5e6f``: changes whenever a rule, a finder or the corpus does."""
    return f"mbc-miner/{VERSION}+{_fingerprint(corpus.folder)}"


@lru_cache(maxsize=16)
def _fingerprint(corpus_folder: Path) -> str:
    digest = hashlib.sha256()
    for path in _deciding(corpus_folder):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _deciding(corpus_folder: Path) -> Iterator[Path]:
    package = Path(str(files("miner")))
    yield from sorted(package.glob("*.py"))
    yield from sorted(package.glob("rules/*.toml"))
    yield corpus_folder / "corpus.toml"
    yield from sorted(corpus_folder.glob("vocabulary/*.tsv"))
