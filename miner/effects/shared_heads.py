"""Items of a list that lack the noun which the first one has: ``death from stroke (..) and infection (..)``.

Of what people died, why they came to hospital or stayed away from work: the noun tells what was counted.
"""

from __future__ import annotations

import re

from miner.effects.bracketed import Item, item_before
from miner.endpoints.read import class_in_context
from miner.model import SURVIVALS, EndpointClass
from miner.phrases.endpoint_mentions import mentions_in
from miner.text.document import Document
from miner.text.sieve import Guarded

__all__ = ["endpoint_with_shared_head"]

Named = tuple[str, EndpointClass]

_DEATH = r"(?:deaths?|mortality|dying|died|fatalit(?:y|ies))(?:\srates?)?"
_STAY = (
    r"(?:(?:emergency|unplanned|hospital|clinic|outpatient|ICU|department|sickness|sick|work|school|disability)\s){0,3}"
    r"(?:(?:re-?)?admi(?:ssions?|tted)|(?:re-?)?hospitali[sz](?:ations?|ed)|visits?|consultations?|attendances?|referrals?|presentations?|absen(?:ce|teeism)|leave|pensions?|retirement|"
    r"operations?|surgery|transplantation|prescriptions?|claims?)(?:\srates?)?"
)
_FOR = r"(?:from|of|for|with|due\sto|because\sof|caused\sby|attributed\sto|attributable\sto|related\sto)"
# The first item: its noun, the words up to what it was for, and that.
_FIRST = Guarded(re.compile(
    rf"\b(?P<head>(?:(?P<death>{_DEATH})|{_STAY})(?:\s(?!of\b|and\b|or\b)[\w-]+){{0,4}}?)\s(?P<prep>{_FOR})\s(?:an?\s|the\s|any\s)?(?P<what>[^,;()\[\]]{{3,60}})$",
    re.IGNORECASE,
))  # fmt: skip
_ANY_CAUSE = re.compile(r"(?:any|all)[\s-](?:other\s)?causes?", re.IGNORECASE)
# "Death from cardiovascular causes (..), infarction (..)", "admission for heart failure (..), stroke (..)":
# parts of a composite, each counted for itself.
_PART = re.compile(r"\bcauses?$|^(?:worsening\s)?heart\sfailure$", re.IGNORECASE)
_HEADS = re.compile(rf"\b(?:{_DEATH}|{_STAY})\b|\b(?:risks?|odds|incidence|rates?)\b", re.IGNORECASE)


def endpoint_with_shared_head(doc: Document, text: str, at: int) -> Named | None:
    """The endpoint of an estimate whose item shares the first one's noun, or None where it has its own.

    Death of any other one thing is that of a cause; else the noun alone tells the class.
    """
    item = item_before(text, at)
    beside = item.beside() if item is not None and item.before else None
    if item is None or beside is None or _HEADS.search(beside.what):
        return None
    if any(m.endpoint_class in SURVIVALS for m in mentions_in(beside.what)):
        return None
    first = _first_of(text, item)
    m = _FIRST.search(first.text) if first is not None else None
    if m is None or (beside.preposition and beside.preposition != m["prep"].lower()):
        return None
    if not beside.preposition and _PART.search(m["what"]) and not _PART.search(beside.what):
        return None
    name = f"{m['head']} {m['prep']} {beside.what}"
    if m["death"]:
        every = _ANY_CAUSE.fullmatch(beside.what)
        return name, "overall_survival" if every else "disease_specific_survival"
    return name, class_in_context(doc, text, m["head"])


def _first_of(text: str, item: Item) -> Item | None:
    """The first item of the list in which each one goes on with the one before."""
    earlier = item_before(text, item.before + 1)
    while earlier is not None and earlier.before and earlier.beside() is not None:
        earlier = item_before(text, earlier.before + 1)
    return earlier
