"""What the numbers and the comparisons of an abstract show for its studied treatment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from miner.model import Comparison, Effect, EndpointClass

__all__ = ["finding_traits", "shown_by", "trials_and_cohorts_differ"]

Shown = Literal["better", "null", "worse", "?"]

# Endpoints of which less is wanted, and of which more is, by their words; then by their class.
_UNWANTED = re.compile(
    r"\b(?:deaths?|mortality|died|recurren\w+|relapse\w*|progression(?!-free)|failure|loss|metastas\w+|complications?|toxicit\w+|"
    r"pain|fatigue|symptoms?|depress\w+|anxiety|distress|incidence|risk|stay|hospitali\w+|severity|dysfunction|nausea|vomiting|"
    r"emesis|lymph?o?edema|events?|infections?|bleeding|seromas?|drain\w*|duration|(?:operat\w+|surgical|procedure)\stime|"
    r"time\sto(?!\s(?:progress|recur|relapse|death|treatment\sfailure))|consumption|requirement\w*|insomnia|disturbance|"
    r"flashes|flushes|neutropenia|neuropathy|cardiotox\w+|necrosis|stress|conflict|regret|worry|fear|impairment|disability|costs?|"
    r"weight|BMI|fat|insulin|glucose|cholesterol|leptin|CRP|resorption|fractures?|density|Ki-?67|proliferation|levels?|"
    r"concentrations?|interference|limitations?|worsening|deteriorat\w+|discontinu\w+|dropouts?|withdraw\w+|reoperation|"
    r"re-excision|positive\smargins|adverse|VAS|alopecia|diarrh\w*|mucositis|arthralgia|dermatitis|ulcer\w*|disease|cancer)\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:surviv\w+|free(?:dom)?|control|response|remission|cure|benefit|efficacy|quality|QoL|function\w*|well-?being|success|"
    r"improve\w*|reduction|relief|recovery|adherence|satisfaction|knowledge|bone\s(?:mineral\s)?density|BMD|uptake|attendance|"
    r"accuracy|detection|cosme\w+|strength|fitness|LVEF|sleep\s(?:quality|duration)|prevention|gain|weight\sloss)\b|"
    r"(?-i:\bOS\b|\b[A-Z]{1,4}FS\b|pCR)",
    re.IGNORECASE,
)
# With these, what is unwanted is wanted: "freedom from recurrence", "pain relief".
_TURNS = re.compile(r"free|reduction|relief|control|prevention", re.IGNORECASE)
_WANTED_CLASSES: frozenset[EndpointClass] = frozenset((
    "overall_survival", "disease_specific_survival", "progression_free_survival", "disease_free_survival",
    "response", "quality_of_life",
))  # fmt: skip
_SHOWN: Mapping[str, Shown] = {"experimental": "better", "neither": "null", "comparator": "worse"}
# Which studies a pooled figure is of: the last that is named before it, else the first behind it.
_STUDIES = re.compile(
    r"\b(?:(?P<cohorts>observational|retrospective|cohorts?|non-?randomi[sz]ed|registr(?:y|ies))|(?P<trials>RCTs?|randomi[sz]ed|trials))\b",
    re.IGNORECASE,
)
_FIRST = 6  # findings, in which the main comparison is told


class _Finding(NamedTuple):
    source: str
    kind: EndpointClass
    shown: Shown

    @property
    def name(self) -> str:
        return f"{self.shown} harm" if self.kind == "adverse_event" else self.shown


def shown_by(comparison: Comparison) -> Shown:
    """What a comparison shows for its first-named group; "?" where its endpoint may be good or bad."""
    if comparison.direction == "no_difference":
        return "null"
    wanted = _is_wanted(comparison.endpoint, comparison.endpoint_class)
    if wanted is None:
        return "?"
    return "better" if (comparison.direction == "higher") == wanted else "worse"


def _is_wanted(endpoint: str, kind: EndpointClass) -> bool | None:
    """Whether more of an endpoint is good; None where neither its words nor its class tell."""
    good, bad = _WANTED.search(endpoint), _UNWANTED.search(endpoint)
    if good and bad:
        return good.start() > bad.start() or bool(_TURNS.match(good[0]))
    if good or bad:
        return good is not None
    if kind == "adverse_event":
        return False
    return True if kind in _WANTED_CLASSES else None


def finding_traits(effects: Sequence[Effect], comparisons: Sequence[Comparison]) -> Iterator[str]:
    """What the first findings show, and how all of them divide."""
    told = [_Finding("eff", e.endpoint_class, _SHOWN.get(e.favours or "", "?")) for e in effects]
    told += [_Finding("cmp", c.endpoint_class, shown_by(c)) for c in comparisons]
    yield from (f"found1 {finding.name}" for finding in told[:1])
    for source in ("eff", "cmp"):
        own = [finding for finding in told if finding.source == source]
        yield from (f"{source} {finding.name}" for finding in own[:_FIRST])
        yield from (f"{source}1 {finding.name}" for finding in own[:1])
    yield from (f"survival {finding.shown}" for finding in told if "survival" in finding.kind)
    yield from (f"harms {finding.shown}" for finding in told if finding.kind == "adverse_event")
    yield from _shares([f.shown for f in told if f.kind != "adverse_event" and f.shown != "?"])


def _shares(shown: Sequence[Shown]) -> Iterator[str]:
    """How the findings on all but harms divide."""
    if not shown:
        yield "nothing found"
        return
    kinds = set(shown)
    yield from (f"all {kind}" for kind in kinds if len(kinds) == 1)
    yield from (f"better and {kind} found" for kind in ("null", "worse") if {"better", kind} <= kinds)
    yield from (f"mostly {kind}" for kind in kinds if 2 * shown.count(kind) >= len(shown))


def trials_and_cohorts_differ(effects: Sequence[Effect]) -> bool:
    """Whether on one endpoint the pooled trials of a meta-analysis show another thing than its cohorts."""
    shown: dict[tuple[str, EndpointClass], set[str]] = {}
    for e in effects:
        if e.favours is not None and e.subgroup is None and (of := _studies_of(e)):
            shown.setdefault((of, e.endpoint_class), set()).add(e.favours)
    return any(
        told.isdisjoint(shown.get(("trials", kind), told))
        for (of, kind), told in shown.items()
        if of == "cohorts"
    )


def _studies_of(effect: Effect) -> str:
    quote = effect.evidence.quote
    at = re.search(rf"(?<![\d.]){re.escape(f'{effect.value:g}')}0*(?!\d)", quote.replace("\u00b7", "."))
    named = list(_STUDIES.finditer(quote)) if at else []
    before = [m for m in named if at and m.end() <= at.start()]
    found = before[-1] if before else next(iter(named), None)
    return str(found.lastgroup) if found else ""
