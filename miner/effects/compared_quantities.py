"""Differences between groups told in words: "rose by 5% in the surgery group compared with controls".

Such a figure counts where its sentence sets one group against another and neither tells of a change over
time nor prints the same quantity for the other group: then it is that group's own result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from miner.effects.differences import is_planned
from miner.effects.marks import Head
from miner.effects.numbers import Estimate
from miner.effects.scan import Scan
from miner.effects.told_differences import is_per_unit
from miner.effects.units import share_measure
from miner.model import Measure
from miner.numbers.printed import Number
from miner.rules import Rule, load_rules

__all__ = [
    "BRACKETED",
    "bracketed_changes",
    "compared_quantities",
    "counts_per_thousand",
    "is_limit",
    "tells_no_result",
]

BRACKETED = "bracketed-share"
_TABLE = load_rules("compared_quantities")
_FORMS = tuple(r for r in _TABLE.rules if r.data.get("kind") == "quantity" and not r.data.get("count"))
_PER_THOUSAND = _TABLE["quantity-per-thousand"]
_COMPARED, _OF_TRIAL = _TABLE["compared-groups"].pattern, _TABLE["group-of-trial"].pattern
_OVER_TIME, _NO_QUANTITY = _TABLE["over-time"].pattern, _TABLE["no-quantity-before"].pattern
_OTHER_GROUP, _LISTED = _TABLE["other-group-after"].pattern, _TABLE["listed-after"].pattern
_BRACKETED, _CHANGED_RISK = _TABLE[BRACKETED].pattern, _TABLE["changed-risk"].pattern
_NOT_DIFFERENT = _TABLE["not-different"].pattern
_IN_GROUP = _TABLE["in-group-after"].pattern
_NO_RESULT, _AS_UNIT = _TABLE["no-result"].pattern, _TABLE["as-unit-after"].pattern
_COMPARING = (" than ", "compar", "versus", "vs", "relative to", "contrast", " over ", "against")
_OFTEN = re.compile(
    r"\smore\s(?:often|frequent(?:ly)?|common(?:ly)?)\b|\sless\s(?:often|frequent(?:ly)?|common(?:ly)?)\b"
)
_THAN = re.compile(
    r"(?:\s[\w\u2010-]+){0,6}?\sthan\s(?!\d|or\b|half\b|one\b|expected|planned|baseline|before|at\b)"
)
_CLAUSE = re.compile(r";\s|,\s(?:and|but|while|whereas|although)\s")
_ARTICLE = re.compile(r"\ban?\s$")
_LIMIT = re.compile(r"\sthan\s(?:\d|half\b|one\b|two\b|three\b)")
_TIME = re.compile(r"[\s-]?(?:days?|weeks?|months?|years?)\b")
_OPENED = re.compile(r"\s?[(\[]\s?(?:by\s|an?\s)?")
_PAIRED = re.compile(r"\s?%?[^.;()\[\]]{0,40}\b(?:vs?\.?|versus|and|compared)\s", re.I)
_WORD = re.compile(r"[\s-]?([A-Za-zµμ]+)")
_AGENT = re.compile(r"\b(?:reduction|decrease|increase|improvement)s?\s(?:by|with)\s", re.I)
_TOLD_OF = re.compile(r"(?:reduction|decrease|increase)s?\s(?:in|of)\s", re.I)
_EXCESS = re.compile(
    r"\b(?:excess|extra|additional)\s(?:number|proportion|share|percentage|risk|deaths?|events?|cases)", re.I
)
_ASSOCIATED = re.compile(r"\b(?:associated|linked|related|correlated)\s(?:with|to)\s(?:[\w-]+\s){0,5}$", re.I)
_RELATIVE = re.compile(r"\b(?:relative|proportional|absolute)\b", re.I)
_COMPARATIVE = re.compile(
    r"\b(?:more|fewer|less|greater|higher|lower|longer|shorter|better|worse|larger|smaller|faster|slower)\b",
    re.I,
)
_POINTS = re.compile(r"[\s-]percentage\spoints?\b")
_TIMES = re.compile(r"[\s-]?(?:fold|times)\b")
_SURVIVAL = re.compile(r"\b(?:median|survival|OS|PFS|DFS|mOS|mPFS|time\sto)\b")
_EVENTS = re.compile(
    r"\b(?:risk|hazard|odds|mortality|death|recurrence|relapse|incidence|cancer|event|fracture|infection|failure|progression|metastas[ei]s|complication)s?\b",
    re.I,
)
_NUMBER_WORDS = {
    word: float(value)
    for value, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_AROUND, _REACH, _SHARE_WORDS = 60, 180, 80


def compared_quantities(found: Scan, *, concluding: bool = False) -> list[Estimate]:
    """The quantities of a stretch that tell what two groups differ by.

    A conclusion (``concluding``) says again what was printed before, but for shares.
    """
    text = found.text
    low = text.lower()
    forms = [rule for rule in _FORMS if any(cue in low for cue in rule.data["cues"])]
    if not (forms and found.numbers):
        return []
    groups = list(_COMPARED.finditer(text)) if any(word in low for word in _COMPARING) else []
    by_start = {n.start: n for n in found.numbers if n.value and (n.percent or not concluding)}
    out: dict[int, Estimate] = {}
    for rule in forms:
        for m in rule.pattern.finditer(text):
            number = by_start.get(m.start("value"))
            if number is None or number.start in out or not _is_contrast(found, m, number, groups):
                continue
            measure = _measure(found, number, m)
            for n in (number, *_listed(found, m, number)):
                out[n.start] = _estimate(measure, n, rule)
    return [out[start] for start in sorted(out)]


def _is_contrast(found: Scan, m: re.Match[str], number: Number, groups: Sequence[re.Match[str]]) -> bool:
    """Whether a quantity is what two groups differ by, and not planned, a limit, or one group's change."""
    text = found.text
    if _is_no_quantity(text, m, number):
        return False
    if _THAN.match(text, m.end()) or _OFTEN.search(text[m.start() : m.end() + 12]):
        return True
    if _OVER_TIME.search(text) or _is_denied(text, m) or _is_own_result(text, m, number):
        return False
    if groups:
        return not any(
            g.start("group") <= m.start() < g.end("group") or _has_result(found, g, number) for g in groups
        )
    return _is_told_of_groups(found, m, number)


def _is_denied(text: str, m: re.Match[str]) -> bool:
    """Whether the clause of a quantity says that groups do not differ."""
    start = max((c.end() for c in _CLAUSE.finditer(text, 0, m.start())), default=0)
    clause = _CLAUSE.search(text, m.end())
    return _NOT_DIFFERENT.search(text, start, clause.start() if clause else len(text)) is not None


def _is_no_quantity(text: str, m: re.Match[str], number: Number) -> bool:
    """Whether words around make a number a limit, a plan, or the unit that a risk is counted by."""
    return (
        any(is_limit(text, at) for at in (m.start(), number.start))
        or _AS_UNIT.match(text[m.end() : m.end() + _REACH]) is not None
        or _LIMIT.match(text, m.end()) is not None
        or is_planned(text, number.start, m.end())
    )


def is_limit(text: str, start: int) -> bool:
    """Whether words before a number make it a limit or a definition: "at least a ", "patients with a "."""
    before = text[max(0, start - _AROUND) : start]
    return any(_NO_QUANTITY.search(told) for told in (before, _ARTICLE.sub("", before)))


def _is_told_of_groups(found: Scan, m: re.Match[str], number: Number) -> bool:
    """Whether groups are set apart though no phrase compares: by an adjective, agent, trial, or sum."""
    text = found.text
    led_to = text[max(0, m.start() - _AROUND) : m.start("value")]
    if m[0].lower().startswith(("differ", "exceed")) or _ASSOCIATED.search(led_to):
        return True
    if _COMPARATIVE.search(m[0]) and _IN_GROUP.match(text[m.end() : m.end() + _REACH]):
        return True
    if not number.percent:
        return False
    if _is_difference(found, number) or _EXCESS.search(text[: m.start()]) or _RELATIVE.search(m[0]):
        return True
    events = _EVENTS.search(text[m.start() : m.end() + _AROUND])
    return bool(_AGENT.search(m[0]) or (events and (_OF_TRIAL.search(text) or _TOLD_OF.match(m[0]))))


def _is_own_result(text: str, m: re.Match[str], number: Number) -> bool:
    """Whether the same quantity follows for another group: "by 2.1 in the block group and 1.2 in ..."."""
    end = m.end("unit") if m["unit"] else number.end
    after = text[end : end + _REACH]
    return bool(_OTHER_GROUP.match(after)) and not _LISTED.match(after)


def _has_result(found: Scan, group: re.Match[str], number: Number) -> bool:
    """Whether a quantity in the same unit is printed for the other group: "compared with 45 minutes"."""
    unit = _unit(found.text, number)
    start, end = group.span("group")
    stop = number.start if start <= number.start < end else end
    if any(start <= n.start < stop and _unit(found.text, n) == unit for n in found.numbers):
        return True
    if stop != end:
        return False
    first = next((n for n in found.numbers if n.start >= end), None)
    if first is None or not _OPENED.fullmatch(found.text, end, first.start):
        return False
    return _unit(found.text, first) == unit and not _PAIRED.match(found.text, first.end)


def _unit(text: str, number: Number) -> str:
    if number.percent:
        return "%"
    m = _WORD.match(text, number.end)
    return m[1].lower().rstrip("s") if m else ""


def _listed(found: Scan, m: re.Match[str], number: Number) -> Iterator[Number]:
    """Further values in the same unit: "by 5.5% and 7.6%", "was 127 or 150 mL, respectively"."""
    text, end, unit = found.text, m.end("unit") if m["unit"] else number.end, _unit(found.text, number)
    while more := _LISTED.match(text[end : end + _REACH]):
        following = next((n for n in found.numbers if n.start == end + more.start("value")), None)
        if following is None or (unit and m["unit"] and _unit(text, following) != unit):
            return
        yield following
        end += more.end()


def _measure(found: Scan, number: Number, m: re.Match[str]) -> Measure:
    """Relative changes of percent are OTHER, absolute ones RD; differences of survival times are OTHER."""
    text = found.text
    if number.percent or _POINTS.match(text, number.end):
        if _EXCESS.search(text[: m.start()]) or _is_difference(found, number):
            return "RD"
        return share_measure(text[max(0, m.start() - _SHARE_WORDS) : m.end() + 30])
    if _TIMES.match(text, number.end):
        return "OTHER"
    if _TIME.match(text, number.end) and _SURVIVAL.search(text):
        return "OTHER"
    return "BETA" if is_per_unit(text[: m.start()]) else "MD"


def _is_difference(found: Scan, number: Number) -> bool:
    """Whether the share is what two others of its stretch differ by ("by 20% (29.8% v 49.6%)")."""
    shares = [n.value for n in found.numbers if n.percent and n != number]
    return any(abs(a - b) > 0.05 and abs(abs(a - b) - number.value) < 0.6 for a, b in pairwise(shares))


def tells_no_result(text: str) -> bool:
    """Whether a stretch tells of the start, the doses, plans or other studies rather than of results."""
    return _NO_RESULT.search(text) is not None


def counts_per_thousand(found: Scan) -> list[Estimate]:
    """Absolute differences as counts: "nine fewer events per 1000 patients"."""
    low = found.text.lower()
    if not any(cue in low for cue in _PER_THOUSAND.data["cues"]):
        return []
    out: list[Estimate] = []
    for m in _PER_THOUSAND.pattern.finditer(found.text):
        word = _NUMBER_WORDS.get(m["value"].lower())
        number = next((n for n in found.numbers if n.start == m.start("value")), None)
        if word is not None:
            number = Number(word, m.start("value"), m.end("value"))
        if number is not None and not is_planned(found.text, number.start, m.end()):
            out.append(_estimate("RD", number, _PER_THOUSAND))
    return out


def bracketed_changes(found: Scan, before: Sequence[Estimate]) -> list[Estimate]:
    """A change told before, now for each subgroup: "risk was reduced in older (44%) and ... women (51%)"."""
    if not any(e.value.percent and e.head.percent for e in before) or not _CHANGED_RISK.search(found.text):
        return []
    starts = {m.start("value") for m in _BRACKETED.finditer(found.text)}
    rule = _TABLE[BRACKETED]
    listed = [n for n in found.numbers if n.start in starts]
    return [_estimate("OTHER", n, rule) for n in listed] if len(listed) > 1 else []


def _estimate(measure: Measure, number: Number, rule: Rule) -> Estimate:
    head = Head(measure, number.start, number.start, rule.id, percent=number.percent)
    return Estimate(measure, number, None, head, "headless")
