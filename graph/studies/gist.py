"""The gist of a record: all of it that the graph is built from.

Reading it takes fifty times as long as unpacking it, so a data folder keeps the gists of its records, and a
refresh in which ten of ten thousand changed reads ten.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import msgspec

from graph.studies.mentions import Mentions, read_mentions
from graph.studies.reports import Report
from graph.studies.traits import Traits, read_traits
from miner.article import Article
from miner.model import Extraction
from miner.text.document import read_document
from miner.vocabulary import Vocabulary

__all__ = ["Gist", "pack", "read_gist", "unpack"]


@dataclass(frozen=True, slots=True)
class Gist:
    """A record, what was read from it, and what it mentions and tells of its study for the graph."""

    article: Article
    extraction: Extraction
    mentions: Mentions
    traits: Traits


def read_gist(article: Article, extraction: Extraction, vocabulary: Vocabulary) -> Gist:
    """Read what the graph needs beside the extraction."""
    report = Report(article, extraction)
    document = read_document(article.text, report.id)
    mentions = read_mentions(report, document, vocabulary)
    return Gist(article, extraction, mentions, read_traits(report, document, vocabulary))


def pack(gist: Gist) -> bytes:
    """The gist as bytes, which the same version of the program unpacks."""
    return zlib.compress(_ENCODER.encode(gist), 1)


def unpack(packed: bytes) -> Gist | None:
    """The gist that ``pack`` gave; None where the bytes are none."""
    try:
        return _DECODER.decode(zlib.decompress(packed))
    except (zlib.error, msgspec.DecodeError):
        return None


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Gist)
