"""Words that name an endpoint of a class, where no pattern of the table of endpoints does."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from miner.model import EndpointClass

__all__ = ["EndpointTerm", "terms_in"]

_WORD = re.compile(r"[A-Za-z]+")
_ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b")
_TABLE = "endpoint_terms.toml"
_BRITISH = (
    (re.compile(r"oe(?=dema|soph|strogen)|(?<=rrh)oe(?=a)|(?<=pn)oe(?=a)|(?<=f)oe(?=tal)"), "e"),
    (re.compile(r"ae(?=m[aoi]|sth|cal)|(?<=gyn)ae(?=c)|(?<=h)ae(?=m)|(?<=orthop)ae(?=d)"), "e"),
    (re.compile(r"(?<=neutrop)ae(?=n)"), "e"),
    (re.compile(r"our$"), "or"),
    (re.compile(r"ours$"), "ors"),
    (re.compile(r"(?<=l)eucop"), "eukop"),
    (re.compile(r"(?<=li|ri|ti|ni|mi|di)s(?=ation)"), "z"),
    (re.compile(r"(?<=theat)re$"), "er"),
)
_KEEPS_ITS_S = ("ss", "us", "is")


class EndpointTerm(NamedTuple):
    """A term where a text holds it; ``named`` says that it names an endpoint wherever it stands."""

    start: int
    end: int
    endpoint_class: EndpointClass
    named: bool
    group: str


class _Known(NamedTuple):
    """A term of the table: its words behind the first, and what it tells."""

    rest: tuple[str, ...]
    endpoint_class: EndpointClass
    named: bool
    group: str


@lru_cache(maxsize=2048)
def terms_in(text: str) -> tuple[EndpointTerm, ...]:
    """The terms that the text holds, in order; of those that begin at one word, the longest.

    >>> terms_in("moist desquamations of the skin")[0].endpoint_class
    'adverse_event'
    """
    if _terms().keys().isdisjoint(map(folded, _WORD.findall(text))):
        return ()
    return tuple(_found([(folded(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]))


def _found(words: Sequence[tuple[str, int, int]]) -> Iterator[EndpointTerm]:
    known, at = _terms(), 0
    while at < len(words):
        ahead = 1
        for term in known.get(words[at][0], ()):
            ahead = 1 + len(term.rest)
            if tuple(w for w, _, _ in words[at + 1 : at + ahead]) == term.rest:
                end = words[at + ahead - 1][2]
                yield EndpointTerm(words[at][1], end, *term[1:])
                break
            ahead = 1
        at += ahead


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word as the table spells it: American, singular, small unless the table has it in capitals.

    >>> folded("Haematomas"), folded("HADS")
    ('hematoma', 'HADS')
    """
    if word in _capitals():
        return word
    word = word.lower()
    for british, american in _BRITISH:
        word = british.sub(american, word)
    if len(word) < 4 or not word.endswith("s") or word.endswith(_KEEPS_ITS_S):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return f"{word[:-2]}is" if word.endswith(("ases", "oses", "yses")) and len(word) > 6 else word[:-1]


@cache
def _table() -> str:
    return files("miner").joinpath("rules", _TABLE).read_text("utf-8")


@cache
def _capitals() -> frozenset[str]:
    """The abbreviations of the table, which are read in capitals only."""
    return frozenset(_ABBREVIATION.findall(_table()))


@cache
def _terms() -> Mapping[str, Sequence[_Known]]:
    """The terms by their first words, the longest first."""
    found: dict[str, list[_Known]] = {}
    for heading, group in tomllib.loads(_table()).items():
        for name in group["terms"].split(","):
            first, *rest = map(folded, name.split())
            term = _Known(tuple(rest), group["class"], group["named"], heading)
            found.setdefault(first, []).append(term)
    return {first: sorted(terms, key=lambda t: -len(t.rest)) for first, terms in found.items()}
