"""What a text calls the groups and the endpoint of a contrast: short forms, letters, roles, cases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from miner.contrasts.looks import content_of
from miner.phrases.contrast_titles import named_in_title
from miner.phrases.denial import denies
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.phrases.groups import samples_cases, spelled_out_by_role
from miner.text.abbreviations import find_abbreviations
from miner.text.document import Document

__all__ = ["against_its_denial", "against_other_sex", "known_endpoint", "names_cases", "spelled_out"]

_CASES = re.compile(r"\bcases?\b(?!\s(?:manage\w+|volume|load|mix))", re.IGNORECASE)
_PEOPLE = re.compile(
    r"^(?:the\s|our\s)?(?:[\w-]+\s){0,3}?(?:patients|women|men|people|persons|subjects|individuals|participants|children|infants|"
    r"mothers|adults|boys|girls|those|survivors|adolescents)\b",
    re.IGNORECASE,
)
# "Non-obese", "unvaccinated": those without what the rest of the word names.
_DENIED = re.compile(
    r"\b(?:non-?(?!inferior|significan|random|steroid|hodgkin|small|linear|parametric|fatal|invasive)([a-z]{4,})(?<!ly)|un([a-z]{4,}ed))\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\d|\bper\b|[<>≥≤]")
_PRACTICE = re.compile(r"^(?:users?|expos\w+|treat\w+|recipients?|takers?)$")
# What may follow a name without being part of a longer one.
_NOTHING_MORE = re.compile(
    r"s?(?:\s(?:groups?|arms?|implantation|users?|use|patients|treatment|recipients))?"
)
_OTHER_SEX = {
    **{"men": "women", "women": "men", "boys": "girls", "girls": "boys"},
    **{"male sex": "female sex", "female sex": "male sex", "male gender": "female gender"},
}
_SHORTEST = 4  # letters that a word and its denial share


def against_its_denial(doc: Document, contrast: str) -> str:
    """``obesity``, where the text speaks of the non-obese, is set against them; else as it is."""
    words = content_of(contrast)
    if " vs " in contrast or not words or denies(contrast) or _LEVEL.search(contrast):
        return contrast
    for denied, rest in _denials(doc):
        practised = _PRACTICE.match(rest) and not words.isdisjoint(content_of(named_in_title(doc.title)))
        if practised or any(_is_kin(word, rest) for word in words):
            return f"{contrast} vs {denied}"
    return contrast


def against_other_sex(doc: Document, contrast: str) -> str:
    """``men``, where the text speaks of both: "men vs women"; else the contrast as it is."""
    low = contrast.lower().removeprefix("the ")
    other = _OTHER_SEX.get(low)
    return f"{contrast} vs {other}" if other and f" {other}" in doc.low and f" {low}" in doc.low else contrast


@lru_cache(maxsize=32)
def _denials(doc: Document) -> tuple[tuple[str, str], ...]:
    """The words of the text that deny something, with what they deny."""
    found = {m[0].lower(): (m[1] or m[2]).lower() for m in _DENIED.finditer(doc.text)}
    return tuple(found.items())


def _is_kin(word: str, other: str) -> bool:
    least = min(len(word), len(other))
    shared = next((i for i in range(least) if word[i] != other[i]), least)
    return shared >= _SHORTEST and 2 * shared >= least


def spelled_out(doc: Document, contrast: str) -> str:
    """The contrast with what letters, roles and short forms stand for, where the text defines them."""
    contrast = " vs ".join(spelled_out_by_role(doc, side) for side in contrast.split(" vs "))
    known = find_abbreviations(doc.text)
    words = [f"{known[w]} ({w})" if w in known and known[w] not in contrast else w for w in contrast.split()]
    return " vs ".join(_with_short_form(side, known) for side in " ".join(words).split(" vs "))


def _with_short_form(side: str, known: Mapping[str, str]) -> str:
    """The side with the short form that the text has for it, by which other sentences call it."""
    low = f" {side.lower()}"
    for short, long in known.items():
        at = low.rfind(f" {long.lower()}")
        rest = low[at + 1 + len(long) :]
        if at >= 0 and short not in side and _NOTHING_MORE.fullmatch(rest):
            end = len(side) - len(rest.removeprefix("s"))
            return f"{side[:end]} ({short}){side[end:]}"
    return side


@lru_cache(maxsize=64)
def known_endpoint(doc: Document) -> str:
    """The endpoint that the title names, with its short form; empty where it names none."""
    named = endpoint_in_title(doc.title)
    return _with_short_form(named, find_abbreviations(doc.text)) if named else ""


def names_cases(doc: Document, phrase: str) -> bool:
    """Whether a study that samples cases calls those by the phrase: "cases", "women with" its endpoint."""
    left = phrase.partition(" vs ")[0]
    if not samples_cases(doc):
        return False
    if _CASES.search(left):
        return True
    about, words = content_of(endpoint_in_title(doc.title)), content_of(left)
    return bool(about) and (words == about or (_PEOPLE.match(left) is not None and about <= words))
