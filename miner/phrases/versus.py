"""``A versus B``: the two groups that a stretch of text sets against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from miner.phrases.clauses import phrase_after, phrase_before, subject_of, trimmed
from miner.phrases.elided import elided_sides
from miner.phrases.group_or_factor import group_name, is_factor, is_group
from miner.phrases.groups import is_named
from miner.phrases.versus_words import (
    AGED,
    ALIKE,
    MEASURED,
    NOT_COMPARED,
    PEOPLE,
    RELATES_TWO,
    with_head,
    with_noun,
)
from miner.text.sieve import Sieve

__all__ = ["Pair", "labelled_pairs", "pairs_in"]

_VERSUS = re.compile(
    r"\s(?:versus|vs?\.?|(?:as\s|set\s|when\sset\s)?against|(?:(?:as|when)\s)?compared\s(?:\w+ly\s)?(?:with|to)|differ(?:ed)?\s(?:\w+ly\s)?from|rather\sthan|as\s(?:effective|good|safe|active|efficacious)\sas|(?:superior|inferior|non-?inferior|preferable|equivalent)\sto|(?:as\s)?opposed\sto|relative\sto|in\scomparison\s(?:with|to)|than(?:\s(?:it|they|that|those)\s(?:was|were|is|are|did|had|has)(?=\s(?:in|with|for|on|after|among|under)\s))?|(?:(?<=superior\s)|(?<=superiority\s)|(?<=advantage\s)|(?<=benefit\s)|(?<=improvement\s))over)\s(?=\S)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:between|comparing)\s(?:the\s)?([\w\s/+.-]{2,70}?)\s(?:and|with|to|versus)\s(?:the\s)?([\w\s/+.-]{2,70}?)(?=[,;)]|\.\s|\.$|\s(?:in|for|on|was|were|at|as|diagnoses)\b|$)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:^|[;.]\s)(?:([\w\s]{1,50}),\s)?(?:(?:as\s)?compared\s(?:with|to)|in\s(?:comparison|reference)\s(?:with|to)|with\sreference\sto|relative\sto|versus|vs\.?|against)\s([^,;]{3,90}?)(?:,\s|\s(?=(?:the\s(?:[\w-]+\s){0,2}?|(?:\w*adjusted|pooled|crude|summary)\s)?(?:(?:hazard|odds|risk|rate)\sratios?|relative\srisks?|excess|(?-i:HRs?|ORs?|RRs?|IRRs?))\b))",
    re.IGNORECASE,
)
# "In smokers, compared with others, ...": smokers; but not where "the risk was higher in A and B" follows.
_SETTING = re.compile(r"^(?:in|among|amongst|for)\s(?:the\s)?", re.IGNORECASE)
_GROUPS_FOLLOW = re.compile(
    r"\b(?:higher|lower|longer|shorter|better|worse|greater|reduced|increased|decreased|elevated|more|less|improved|commoner|rarer|poorer|likelier)\s(?:\w+\s)?(?:in|among|with|for|after|following)\s",
    re.IGNORECASE,
)
_COMPARATIVE = re.compile(
    r"(?:\b(?:more|less|likely|greater|lower|higher|longer|shorter|better|worse|fewer|significantly|frequent|frequently|common|often|was|were|superior|inferior)\s?)$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:more|fewer|less)\s([\w+/-]+(?:\s[\w+/-]+){0,3}?)\s(?:patients|women|participants|subjects)\s[^.;]{3,80}?\sthan\s([\w+/-]+(?:\s[\w+/-]+){0,3}?)\s(?:patients|women|participants|subjects|group|arm)\b",
    re.IGNORECASE,
)
# "higher in A than in B": where no such word leads A, it is the subject that is compared.
_PREPOSITION = re.compile(
    r"\b(?:in|for|with|among|after|on|by|at|following|when)\s(?:the\s|an?\s|patients\s(?:(?!(?:the|an?|patients|those)\s)\w+\s){0,2}|those\s(?:(?!(?:the|an?|patients|those)\s)\w+\s)?)*$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:more|less|fewer|greater|longer|older|younger|higher|lower)\sthan\s(?:\d|one\b|two\b|three|half)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:with|taking|using|considering|when|where)\s(?:the\s|those\s(?:with|who)\s)?((?:[^,;.]|\.(?=\d)){3,60}?)\s(?:as|being|(?:was|were)\s(?:taken|used|set|chosen)\sas|served\sas)\s(?:the\s|a\s)?(?:reference|referent|comparator|baseline\s(?:group|category))",
    re.IGNORECASE,
)
# "in favour of A over B", "the advantage of A over B".
_OVER = re.compile(
    r"\b(?:in\sfavou?r\sof|(?:advantage|benefit|superiority|preference)\s(?:of|for|with|from))\s(?:the\s)?([^,;:.()]{2,60}?)\sover\s(?=[a-z])",
    re.IGNORECASE,
)
# "A did not improve survival compared with B": the words before the sign are the verb's.
_AUXILIARY = re.compile(
    r"\b(?:did|does|do|may|might|could|would|will|can|to|not|failed\sto)\s(?:not\s)?$", re.IGNORECASE
)
# "mortality with and without B": those with B against those without.
_WITH_OR_WITHOUT = re.compile(
    r"\b(?:with\s(?:and|or|versus|vs\.?|compared\s(?:with|to)|than)\swithout|(?:did|had|used)\sand\s(?:did|had|used)\snot)\s(?=[A-Za-z])",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?:only\s|an?\s|median\s|of\s){0,3}\d")
_LABELLED = re.compile(
    r"\d\s?(?:%|months?|years?|days?|weeks?|patients|events|deaths)?\s[(\[]([A-Za-z][\w\s+/-]{1,40})[)\]]"
)
_AND_NUMBER = re.compile(r"\s(?:and|v)\s(?=\d)")
_NEAR = 120


Kind = Literal["order", "figures", "local", "reference"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups and their place; ``left`` is empty where the text names only what was compared with.

    ``kind``: "figures" where each group only stands beside its own figure, or both are told in one breath
    ("between A and B"), so that the order says nothing about which of them a ratio puts first; "local" for
    "A rather than B", which speaks of one item of a list; "reference" where B is what everything in the
    sentence is compared with.
    """

    start: int
    left: str
    right: str
    kind: Kind = "order"

    def __str__(self) -> str:
        return f"{self.left} vs {self.right}"


@lru_cache(maxsize=512)
def pairs_in(text: str) -> tuple[Pair, ...]:
    """Every pair of groups in the text, in order; the text is best given without its brackets."""
    fitting = _sieve().fitting(text)
    found = [Pair(*sides) for sides in elided_sides(text) if is_factor(sides[1])]
    if not fitting and not found:
        return ()
    found += [pair for i, (_, read) in enumerate(_WORDINGS) if fitting >> i & 1 for pair in read(text)]
    return tuple(sorted(found, key=lambda p: p.start))


def _reference(text: str) -> Iterator[Pair]:
    for m in _REFERENCE.finditer(text):
        if is_factor(m[1]):
            yield Pair(m.start(), "", group_name(m[1]), "reference")


def _more_than(text: str) -> Iterator[Pair]:
    for m in _MORE.finditer(text):
        if is_group(m[1]) and is_group(m[2]):
            yield Pair(m.end(), group_name(m[1]), group_name(m[2]))


def _opening(text: str) -> Iterator[Pair]:
    for m in _OPENING.finditer(text):
        subject = subject_of(text[m.end() :], len(text) - m.end())
        if is_group(m[2]):
            led = "" if _GROUPS_FOLLOW.search(text, m.end()) else _SETTING.sub("", group_name(m[1] or ""))
            named = [s for s in (subject, led) if is_group(s) and is_named(s)]
            yield Pair(m.end(), named[0] if named else "", group_name(m[2]), "reference")


def _over(text: str) -> Iterator[Pair]:
    for m in _OVER.finditer(text):
        right = phrase_after(text, m.end())
        if is_group(m[1]) and is_group(right):
            yield Pair(m.start(), group_name(m[1]), right)


def _versus(text: str) -> Iterator[Pair]:
    for m in _VERSUS.finditer(text):
        aged = AGED.match(text, m.end())
        right = aged[0] if aged else phrase_after(text, m.end())
        if "gainst" in m[0] and NOT_COMPARED.search(text, max(0, m.start() - 40), m.start()):
            continue
        if not (aged or is_group(right)) or _AMOUNT.search(text[: m.end() + 6], max(0, m.start() - 10)):
            continue
        left = _whole(phrase_before(text, m.start()), right, text[: m.start()])
        if m[0].strip().lower().startswith("than") and (
            not _PREPOSITION.search(text[: m.start()].removesuffix(left))
            or (PEOPLE.match(text, m.end()) and PEOPLE.match(subject_of(text, m.start())))
        ):
            left = ""
        verb_phrase = _AUXILIARY.search(text[: m.start()].rstrip(" ,").removesuffix(left))
        if verb_phrase or _COMPARATIVE.search(text, max(0, m.start() - 30), m.start()) or not is_group(left):
            tail = left.rpartition(" of ")[2]
            left = (
                tail if not verb_phrase and tail != left and is_group(tail) else subject_of(text, m.start())
            )
        yield Pair(m.start(), left if is_group(left) else "", right, _kind(text, m))


def _whole(left: str, right: str, before: str) -> str:
    """``low- versus high-volume hospitals``: "low" with what only the right side has of the name."""
    head = right.partition("-")[2] or right.partition(" ")[2]
    left = with_head(left, right, before)
    return f"{left}-{head}" if before.endswith("-") and head and left else left


def _with_or_without(text: str) -> Iterator[Pair]:
    for m in _WITH_OR_WITHOUT.finditer(text):
        name = phrase_after(text, m.end())
        if is_group(name):
            yield Pair(m.start(), name, f"no {name}")


def _kind(text: str, sign: re.Match[str]) -> Kind:
    if _FIGURE.match(text, sign.end()):
        return "figures"
    return (
        "local"
        if sign[0].strip().lower() in ("rather than", "as opposed to", "opposed to", "as against")
        else "order"
    )


def _between(text: str) -> Iterator[Pair]:
    for m in _BETWEEN.finditer(text):
        if RELATES_TWO.search(text, max(0, m.start() - 50), m.start()):
            continue
        if is_group(m[1]) and is_group(m[2]):
            kind: Kind = "figures" if m[0].lower().startswith("between") else "order"
            yield Pair(m.start(), with_noun(group_name(m[1]), group_name(m[2])), group_name(m[2]), kind)


def _alike(text: str) -> Iterator[Pair]:
    for m in ALIKE.finditer(text):
        left, right = trimmed(m[1]), trimmed(m[2])
        if is_group(left) and is_group(right) and is_named(left) and is_named(right, other=True):
            yield Pair(m.end(), group_name(left), group_name(right))


def _measured(text: str) -> Iterator[Pair]:
    found = [(m.start(), _measured_group(text, m.end())) for m in MEASURED.finditer(text)]
    for (start, left), (after, right) in pairwise(found):
        if after - start < _NEAR and is_group(left) and is_group(right) and left.lower() != right.lower():
            yield Pair(start, left, right, "figures")


def _measured_group(text: str, start: int) -> str:
    return phrase_after(_AND_NUMBER.sub(", ", text[start : start + _NEAR]), 0)


_WORDINGS: tuple[tuple[re.Pattern[str], Callable[[str], Iterator[Pair]]], ...] = (
    (_REFERENCE, _reference),
    (_MORE, _more_than),
    (_OPENING, _opening),
    (_OVER, _over),
    (_VERSUS, _versus),
    (_BETWEEN, _between),
    (ALIKE, _alike),
    (MEASURED, _measured),
    (_WITH_OR_WITHOUT, _with_or_without),
)


@cache
def _sieve() -> Sieve:
    return Sieve([pattern for pattern, _ in _WORDINGS])


def labelled_pairs(text: str) -> list[Pair]:
    """``94.3% (letrozole) and 91.4% (placebo)``: groups named in the brackets behind their numbers."""
    if text.count("(") + text.count("[") < 2:
        return []
    found = [m for m in _LABELLED.finditer(text) if is_group(m[1])]
    return [
        Pair(a.start(), a[1], b[1], "figures")
        for a, b in pairwise(found)
        if b.start() - a.end() < 40 and a[1] != b[1]
    ]
