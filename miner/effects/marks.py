"""Where a text names an effect measure ("hazard ratio [HR]") or an interval ("95% CI")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from miner.model import Measure
from miner.numbers.printed import parse_number
from miner.rules import Rule, load_rules

__all__ = ["Head", "Mark", "ShortForms", "find_heads", "find_marks", "short_forms"]

# Short forms of measures that journals also use for something else.
_OTHER_MEANING = re.compile(
    r"\brate\b|receptor|response|repair|recombination|operating|room|resonance|cardiac|index|retinal", re.I
)
_SPELLED = {
    "HR": ("hazard ratio", "hazards ratio"),
    "OR": ("odds ratio",),
    "RR": ("risk ratio", "relative risk", "rate ratio"),
    "RD": ("risk difference",),
}
_STANDARDISED = ("cohen", "hedge", "standardised mean", "standardized mean", "smd")
_CAPITALS = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]{1,4}")
_NO_ESTIMATE = re.compile(r"\b(?:important|meaningful|detectable|relevant)\b", re.I)
# Where a text is about a vaccine's efficacy, "efficacy" alone is that.
_OF_VACCINE = re.compile(r"\bvaccine\s(?:efficacy|effectiveness)\b", re.I)
_BARE_EFFICACY = re.compile(r"(?<![\w-])(?:efficacy|effectiveness)(?![\w-])", re.I)
_CI_MARK = load_rules("statistics")["ci-mark"].pattern
# What every announcement of an interval holds, in small letters: asked first, since it costs little.
_MAY_MARK = re.compile(r"c(?:onfidence|redib|is?(?![a-z])|ris?(?![a-z])|ls?(?![a-z])|\.\s?i\b|i\s?\d)")
_RARER_MARK = re.compile(r"%[\s-]{0,3}(?:h|u|ic|p|bc|bia|com)|\bic\s?[\d:=]|\b9[059]\s?%[,:]?\s\d+[.·]")
_COUNT_OF = re.compile(r"(?<![\d.,·])\d{1,5}\s\($")
_SHORT = ("HR", "OR", "RR", "RD", "MD", "ES", "PR", "TR", "SIR", "CI")


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a measure; ``rule`` is its row in ``rules/statistics.toml``."""

    measure: Measure
    start: int
    end: int
    rule: str
    short: bool = False
    percent: bool = False
    interval: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The announcement of an interval; ``level`` in percent, None where only "CI" is printed."""

    level: float | None
    start: int
    end: int


@cache
def _measures() -> tuple[tuple[Rule, bool], ...]:
    """The rules of measures, each with whether it minds capitals."""
    rules = (r for r in load_rules("statistics").rules if r.data.get("kind") == "measure")
    return tuple((r, not r.pattern.flags & re.IGNORECASE) for r in rules)


@cache
def _any_cue() -> re.Pattern[str]:
    """The cues of all measures: a text without one names none."""
    cues = sorted(
        f"(?i:{re.escape(cue)})" if not capitals else re.escape(cue)
        for rule, capitals in _measures()
        for cue in rule.data["cues"]
    )
    return re.compile("|".join(dict.fromkeys(cues)))


@dataclass(frozen=True, slots=True)
class ShortForms:
    """What one text means by its short forms.

    ``spoiled`` ones name no measure in this text ("heart rate (HR)"); ``defined`` ones do though no rule
    knows them ("cumulative incidence difference [CID]"): a pattern, and the measure in the long form.
    ``shares``: its effect sizes are shares of variance, not standardised differences.
    ``rules`` are those with a cue in the text; None where it has not been looked through.
    """

    spoiled: frozenset[str] = frozenset()
    defined: tuple[tuple[re.Pattern[str], Head], ...] = ()
    rules: tuple[tuple[Rule, bool], ...] | None = None
    shares: bool = False


def short_forms(text: str, abbreviations: Mapping[str, str]) -> ShortForms:
    """The short forms of measures that this text defines.

    A text that also spells the measure out uses the short form for both: then it is not spoiled.
    """
    low = text.lower()
    spoiled = frozenset(
        s
        for s in _SHORT
        if _OTHER_MEANING.search(abbreviations.get(s, "")) and not any(n in low for n in _SPELLED.get(s, ()))
    )
    defined = list(_defined(abbreviations))
    if _OF_VACCINE.search(text):
        efficacy = Head("OTHER", 0, 0, "vaccine-efficacy", percent=True, interval=True)
        defined.append((_BARE_EFFICACY, efficacy))
    shares = "ta squared" in low and not any(n in low for n in _STANDARDISED)
    return ShortForms(spoiled, tuple(defined), _rules_of(text, _measures()), shares)


def _rules_of(text: str, among: Sequence[tuple[Rule, bool]]) -> tuple[tuple[Rule, bool], ...]:
    """The rules that the text holds a cue of, each with whether it minds capitals."""
    low = text.lower()
    return tuple(
        (rule, capitals)
        for rule, capitals in among
        if _holds_any(text if capitals else low, rule.data["cues"])
    )


def _holds_any(text: str, cues: Sequence[str]) -> bool:
    # A plain loop: this is asked for each rule and each sentence, and a generator costs more than the test.
    for cue in cues:  # noqa: SIM110
        if cue in text:
            return True
    return False


def _defined(abbreviations: Mapping[str, str]) -> Iterator[tuple[re.Pattern[str], Head]]:
    for short, long in abbreviations.items():
        if short in _SHORT or not _any_cue().search(long) or not _CAPITALS.fullmatch(short):
            continue
        if _NO_ESTIMATE.search(long):
            continue
        heads = find_heads(long)
        if heads and heads[-1].end == len(long):
            yield re.compile(rf"(?<![\w-]){re.escape(short)}(?![\w-])"), replace(heads[-1], short=True)


_PLAIN = ShortForms()


def find_heads(text: str, forms: ShortForms = _PLAIN) -> list[Head]:
    """Every name of a measure, in order, none overlapping another."""
    found: list[Head] = []
    for rule, _ in _rules_of(text, _measures() if forms.rules is None else forms.rules):
        measure = cast(Measure, rule.data["gives"])
        if forms.shares and measure == "SMD":
            measure = "OTHER"
        flags = [bool(rule.data.get(k)) for k in ("short", "percent", "interval")]
        for m in rule.pattern.finditer(text):
            if not (flags[0] and (any(s in m[0] for s in forms.spoiled) or _labels(text, m))):
                found.append(Head(measure, m.start(), m.end(), rule.id, *flags))
    for pattern, head in forms.defined:
        found += [replace(head, start=m.start(), end=m.end()) for m in pattern.finditer(text)]
    found.sort(key=lambda h: (h.start - h.end, h.start))
    kept: list[Head] = []
    for head in found:
        if all(head.end <= k.start or head.start >= k.end for k in kept):
            kept.append(head)
    return sorted(kept, key=lambda h: h.start)


def _labels(text: str, short: re.Match[str]) -> bool:
    """Whether a short form in brackets says whose the count before it is: ``37 (HR) and 52 (UC)``."""
    return text[short.end() : short.end() + 1] == ")" and bool(_COUNT_OF.search(text, 0, short.start()))


def find_marks(text: str) -> list[Mark]:
    """Every announcement of an interval, in order."""
    found: list[Mark] = []
    low = text.lower()
    if not _MAY_MARK.search(low) and not (("%" in low or " ic" in low) and _RARER_MARK.search(low)):
        return found
    for m in _CI_MARK.finditer(text):
        printed = m["level"] or m["level_after"] or m["level_bare"] or m["level_alone"] or m["level_tail"]
        found.append(Mark(parse_number(printed) if printed else None, m.start(), m.end()))
    return found
