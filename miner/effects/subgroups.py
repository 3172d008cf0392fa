"""The part of the patients that an estimate is about, in the text's own words, or None for all of them."""

from __future__ import annotations

import re

from miner.rules import load_rules
from miner.text.document import Document, Sentence

__all__ = ["subgroup_of"]

_RULES = load_rules("statistics")
_BEFORE, _AFTER = _RULES["subgroup-before"].pattern, _RULES["subgroup-after"].pattern
_ASSIGNED = _RULES["subgroup-assigned"].pattern
_LISTS = load_rules("subgroups")
_WHOLE = _LISTS["subgroup-none"].pattern
_BEHIND_EACH = _LISTS["subgroup-behind-each"].pattern
_ITEM_OF_SUBGROUPS = _LISTS["subgroup-of-list"].pattern
_ROW_OF_SUBGROUPS = _LISTS["subgroup-row"].pattern
_OTHERWISE = tuple(
    _LISTS[f"subgroup-{name}"].pattern
    for name in ("subject", "counted", "led", "analysed", "period", "site", "in-which")
)
_CALLED = _LISTS["subgroup-called"].pattern
_AGAIN = _LISTS["subgroup-again"].pattern
_LINK = re.compile(r"^(?:the|all|these|those)\s+|\s+$", re.I)
# "82% for slim and 75% for obese patients": the second side of a contrast.
_SIDE = re.compile(r"\b(?:and|v|vs\.?|versus)\s[\d.·]+\s?%?(?:\s\w+)?\s*$")
# The second part of a list, as in "in patients with luminal A (HR 0.5) and luminal B tumours (HR 0.9)".
_LISTED = re.compile(
    r"[)\]]\s*(?:[,;]\s*(?:and\s|or\s|but\snot\s)?|and\s|or\s|but\snot\s)\s*(?:in\s|for\s)?"
    r"(?P<group>[A-Za-z][\w +/≥≤<>-]{2,60}?)\s*[(\[][^()\[\]]{0,30}$"
)
_REACH = 400
_WORD = re.compile(r"[a-z0-9+]{3,}|\b(?:er|pr|hr)\b")
_COMMON = frozenset(
    (
        "patients",
        "women",
        "with",
        "breast",
        "cancer",
        "disease",
        "tumors",
        "tumours",
        "metastatic",
        "advanced",
        "who",
        "group",
        "had",
        "those",
    )
)


def subgroup_of(doc: Document, sentence: Sentence, start: int, end: int, contrast: str) -> str | None:
    """The subgroup named nearest to the estimate printed from ``start`` to ``end``.

    A phrase that repeats the title names the whole population, one with "group" or "assigned to" an arm,
    and one that repeats the contrast a side of it.
    """
    behind = doc.text[end : min(sentence.end, end + 160)]
    after = _AFTER.search(behind) or _BEHIND_EACH.match(behind)
    if after and _is_part(doc, after["group"], contrast):
        return _LINK.sub("", after["group"])
    text = doc.text[max(sentence.start, start - _REACH) : start]
    item = _ITEM_OF_SUBGROUPS.search(text) or _ROW_OF_SUBGROUPS.search(text)
    if item and _is_part(doc, item["group"], contrast):
        return _LINK.sub("", item["group"])
    called = list(_CALLED.finditer(text))[-1:]
    if called and not _told_of(called[0]["group"]) <= set(_WORD.findall(contrast.lower())):
        return called[0]["group"]
    found = None
    for m in _BEFORE.finditer(text):
        if _is_part(doc, m["group"], contrast) and not _SIDE.search(text[: m.start()]):
            found = m
    if found is None:
        return _told_otherwise(doc, sentence, text, contrast)
    rest = text[found.end() :]
    listed = _LISTED.search(rest) if rest.lstrip()[:1] in ("(", "[") else None
    if listed and not _ASSIGNED.search(listed["group"]):
        return _LINK.sub("", listed["group"])
    return _LINK.sub("", found["group"])


def _told_otherwise(doc: Document, sentence: Sentence, text: str, contrast: str) -> str | None:
    """The subject, or what "in which" goes back to; of "the same held" what the sentence before is about."""
    for pattern in _OTHERWISE:
        named = pattern.search(text)
        if named and _is_part(doc, named["group"], contrast):
            return _LINK.sub("", named["group"])
    if sentence.index and _AGAIN.search(sentence.text):
        before = doc.sentences[sentence.index - 1]
        return subgroup_of(doc, before, before.end, before.end, contrast)
    return None


def _is_part(doc: Document, phrase: str, contrast: str) -> bool:
    if _ASSIGNED.search(phrase) or _WHOLE.search(phrase):
        return False
    told = _told_of(phrase)
    if told <= set(_WORD.findall(contrast.lower())):
        return False
    return bool(told) and not told <= set(_WORD.findall(doc.title.lower()))


def _told_of(phrase: str) -> set[str]:
    return set(_WORD.findall(phrase.lower())) - _COMMON
