"""Names of endpoints where a text prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from miner.model import EndpointClass
from miner.phrases.endpoint_terms import EndpointTerm, terms_in
from miner.rules import Rule, load_rules
from miner.text.abbreviations import find_abbreviations
from miner.text.document import Document

__all__ = [
    "EndpointMention",
    "ShortForm",
    "class_of_name",
    "mentions_in",
    "short_forms_of",
    "spelled_out",
]

# Below this weight a word names an endpoint only beside a result ("response"), not by itself.
_NAMES_ALONE = 0.5
_WORD = re.compile(r"[a-z0-9]+")
_CAPITALS = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b")
# "surgical site infection (SSI)" is an endpoint; "Oral Mucositis Committee (OMC)" ends otherwise.
_TAIL = re.compile(
    r"\s?(?:rates?|incidence|onset|formation|development|levels?|scores?|scales?|index|survival|interval)?$",
    re.I,
)
# Groups of terms whose short forms name endpoints; those of illnesses name who is meant.
_OF_CANCER = ("distant", "local", "relapse", "answer")
_GRADED = re.compile(r"\bgrades?\s(?:[≥>]\s?)?(?:\d|I{1,3}V?\b)", re.IGNORECASE)
# "nausea on a visual analogue scale" is a harm, whoever rates it.
_HARM_RATED = re.compile(
    r"\b(?:nausea|vomiting|emesis|toxicit(?:y|ies)|dermatitis|mucositis|delirium|sedation)\b", re.IGNORECASE
)


# "Fracture Intervention Trial (FIT)": what such a short form holds is no endpoint.
_NO_NAME = re.compile(
    r"\b(?:trial|study|group|project|program(?:me)?|society|organi[sz]ation)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Cues:
    """Words, and endings of words, one of which a text must hold before a pattern is tried."""

    words: frozenset[str]
    endings: tuple[str, ...]

    def stand_in(self, words: frozenset[str]) -> bool:
        """Whether one of them is among the words."""
        return not self.words.isdisjoint(words) or bool(
            self.endings and any(word.endswith(self.endings) for word in words)
        )


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


@dataclass(frozen=True, slots=True)
class ShortForm:
    """An abbreviation that a text defines for an endpoint, and the name that it would be read as."""

    short: str
    as_name: EndpointMention


@cache
def _cues() -> Mapping[str, _Cues]:
    """The cues of each rule, by its id."""
    return {
        rule.id: _Cues(frozenset(rule.data["cues"]), tuple(rule.data.get("endings", ())))
        for rule in load_rules("endpoints").rules
    }


def _rules_for(text: str) -> list[Rule]:
    """The rules that can match in the text."""
    fitting = load_rules("endpoints").fitting(text)
    if not fitting:
        return []
    words, cues = frozenset(_WORD.findall(text.lower())), _cues()
    words |= {word[:-1] for word in words if word.endswith("s")}  # "TTPs"
    return [rule for rule in fitting if cues[rule.id].stand_in(words)]


@lru_cache(maxsize=64)
def short_forms_of(text: str) -> tuple[ShortForm, ...]:
    """The abbreviations that the text defines for endpoints."""
    known = find_abbreviations(text)
    found: list[ShortForm] = []
    for short, long in known.items():
        name = _CAPITALS.sub(lambda m: known.get(m[0], m[0]), long)
        mention = _at_end(name)
        if mention is not None:
            found.append(ShortForm(short, mention))
    return tuple(found)


def _at_end(name: str) -> EndpointMention | None:
    """The endpoint with which the name ends."""
    for rule in _rules_for(name):
        for m in rule.pattern.finditer(name):
            if _TAIL.match(name, m.end()):
                return _mention(rule, m[0], m.start())
    terms = [t for t in terms_in(name) if _TAIL.match(name, t.end) and (t.named or t.group in _OF_CANCER)]
    return _of_term(name, terms[0]) if terms else None


def mentions_in(text: str, short_forms: tuple[ShortForm, ...] = ()) -> tuple[EndpointMention, ...]:
    """Every endpoint that the text names by a name of its class, in order; the first rule wins an overlap."""
    named = _mentions_in(text)
    if not any(form.short in text for form in short_forms):
        return named
    return _in_order([*named, *_short_mentions(text, short_forms)])


@lru_cache(maxsize=2048)
def _mentions_in(text: str) -> tuple[EndpointMention, ...]:
    ruled = _in_order([mention for rule in _rules_for(text) for mention in _mentions(rule, text)])
    terms = [t for t in terms_in(text) if t.named and not any(_holds(m, t) for m in ruled)]
    return _in_order([*[_of_term(text, t) for t in terms], *ruled]) if terms else ruled


def _holds(mention: EndpointMention, term: EndpointTerm) -> bool:
    """Whether the mention is at least as long as the term, or only in part the same words."""
    apart = term.end <= mention.start or mention.end <= term.start
    return not apart and (mention.start < term.start or term.end < mention.end or _spans(mention, term))


def _spans(mention: EndpointMention, term: EndpointTerm) -> bool:
    return mention.start == term.start and mention.end == term.end


def _of_term(text: str, term: EndpointTerm) -> EndpointMention:
    return EndpointMention(text[term.start : term.end], term.start, term.end, term.endpoint_class, "term")


def _in_order(mentions: Sequence[EndpointMention]) -> tuple[EndpointMention, ...]:
    """The mentions by their place, without those that overlap one given before them."""
    found: list[EndpointMention] = []
    for mention in mentions:
        if not any(m.start < mention.end and mention.start < m.end for m in found):
            found.append(mention)
    return tuple(sorted(found, key=lambda m: m.start))


def _short_mentions(text: str, short_forms: tuple[ShortForm, ...]) -> Iterator[EndpointMention]:
    for form in short_forms:
        at = text.find(form.short)
        while at >= 0:
            end = at + len(form.short)
            end += text[end : end + 1] == "s"  # "CRs"
            if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
                yield replace(form.as_name, text=text[at:end], start=at, end=end)
            at = text.find(form.short, end)


@lru_cache(maxsize=2048)
def class_of_name(name: str) -> EndpointClass:
    """The class of the first rule, in the order of the table, that reads the name; else that of a term.

    A symptom that is graded is a harm, whoever feels it.
    """
    found = _class_of(name)
    return "adverse_event" if found == "quality_of_life" and _GRADED.search(name) else found


def _class_of(name: str) -> EndpointClass:
    terms = terms_in(name)
    instrument = next((t for t in terms if t.group == "instrument"), None)
    if instrument is not None:
        rated = name[: instrument.start] + name[instrument.end :]
        return "adverse_event" if _HARM_RATED.search(rated) else "quality_of_life"
    for rule in _rules_for(name):
        found = rule.pattern.search(name) if rule.data.get("weight", 1.0) >= _NAMES_ALONE else None
        if found:
            longer = (t for t in terms if t.start <= found.start() and found.end() <= t.end)
            term = next((t for t in longer if len(found[0].strip()) < t.end - t.start), None)
            return term.endpoint_class if term else rule.data["class"]
    return terms[0].endpoint_class if terms else "other"


def _mentions(rule: Rule, text: str) -> Iterator[EndpointMention]:
    for m in rule.pattern.finditer(text):
        if text[m.end() : m.end() + 1].isalnum():
            continue
        start = m.start() + len(m[0]) - len(m[0].lstrip(" -"))
        yield _mention(rule, text[start : m.end()], start)


def _mention(rule: Rule, name: str, start: int) -> EndpointMention:
    return EndpointMention(
        name,
        start,
        start + len(name),
        rule.data["class"],
        rule.id,
        rule.data.get("weight", 1.0),
        rule.data.get("generic", False),
    )


def _long(known: Mapping[str, str], short: str, word: str) -> str:
    """The long form of a short form or of its plural, else the word itself."""
    return known.get(short) or (known.get(short[:-1], word) if short[-1:] == "s" else word)


def spelled_out(doc: Document, name: str) -> str:
    """The name with every short form that the text defines replaced by its long form."""
    return _spelled_out(doc.text, name)


@lru_cache(maxsize=512)
def _spelled_out(text: str, name: str) -> str:
    known = find_abbreviations(text)
    words = (_long(known, word.strip("(),"), word) for word in name.split())
    return " ".join(
        word if _NO_NAME.search(long) else _within(known, word, long)
        for word, long in zip(name.split(), words, strict=True)
    )


def _within(known: Mapping[str, str], word: str, long: str) -> str:
    """The long form with the short forms inside it spelled out as well: ``clinical FCR (cFCR)``."""
    return long if long == word else _CAPITALS.sub(lambda m: known.get(m[0], m[0]), long)
