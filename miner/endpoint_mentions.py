"""Names of endpoints where a text prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from miner.model import EndpointClass
from miner.rules import Rule, load_rules

__all__ = ["EndpointMention", "class_of_name", "mentions_in"]

# Below this weight a word names an endpoint only beside a result ("response"), not by itself.
_NAMES_ALONE = 0.5
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class EndpointMention:
    """A printed name of an endpoint; offsets count from the start of the text that was searched.

    ``weight`` is what the name alone is worth as the endpoint of a number; ``generic`` says that a longer
    name nearby makes it precise.
    """

    text: str
    start: int
    end: int
    endpoint_class: EndpointClass
    rule: str
    weight: float = 1.0
    generic: bool = False


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[Rule, frozenset[str]], ...]:
    return tuple((rule, frozenset(rule.data["cues"])) for rule in load_rules("endpoints").rules)


@lru_cache(maxsize=256)
def mentions_in(text: str) -> tuple[EndpointMention, ...]:
    """Every endpoint that the text names by a name of its class, in order; the first rule wins an overlap."""
    words = frozenset(_WORD.findall(text.lower()))
    found: list[EndpointMention] = []
    for rule, cues in _rules():
        if cues.isdisjoint(words):
            continue
        for mention in _mentions(rule, text):
            if not any(m.start < mention.end and mention.start < m.end for m in found):
                found.append(mention)
    return tuple(sorted(found, key=lambda m: m.start))


def class_of_name(name: str) -> EndpointClass:
    """The class of the first rule, in the order of the table, that reads the name."""
    words = frozenset(_WORD.findall(name.lower()))
    for rule, cues in _rules():
        if rule.data.get("weight", 1.0) < _NAMES_ALONE or cues.isdisjoint(words):
            continue
        if rule.pattern.search(name):
            return rule.data["class"]  # type: ignore[no-any-return]  # the table's test holds classes to the list
    return "other"


def _mentions(rule: Rule, text: str) -> Iterator[EndpointMention]:
    for m in rule.pattern.finditer(text):
        if text[m.end() : m.end() + 1].isalnum():
            continue
        start = m.start() + len(m[0]) - len(m[0].lstrip(" -"))
        yield EndpointMention(
            text[start : m.end()],
            start,
            m.end(),
            rule.data["class"],
            rule.id,
            rule.data.get("weight", 1.0),
            rule.data.get("generic", False),
        )
