"""What a sentence says of groups compared: wordings that compare, and p-values beside numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from miner.comparisons.associations import with_factors
from miner.comparisons.claim import Claim, is_significant
from miner.comparisons.factors import continued, of_factors
from miner.comparisons.items import (
    Item,
    items_after,
    items_of_relation,
    object_of,
    of_baseline,
    subject_items,
    topic_items,
)
from miner.comparisons.numbers import direction_of_numbers, numbered, untested
from miner.model import Direction
from miner.numbers.p_values import PMention, find_p_values
from miner.phrases.clauses import skeleton
from miner.phrases.endpoint_mentions import class_of_name
from miner.rules import Rule, load_rules

__all__ = ["Claim", "claims_in"]

_BAD = re.compile(
    r"\b(?:pain|fatigue|anxiety|depress\w+|distress|nausea|vomiting|toxicit\w+|symptoms?|hot[\s-]fl(?:ush|ash)\w*|insomnia|complications?|lymph(?:o)?edema|"
    r"mucositis|neuropathy|burden|dyspn(?:o)?ea|fear|stress|discomfort|severity|morbidity|disability|"
    r"failures?|metastas[ei]s|recurrences?|relapses?|mortality|deaths?|infections?|leaks?|leakage|bleeding)\b",
    re.IGNORECASE,
)
_AGAINST_BAD = re.compile(
    r"\b(?:control|management|relief|regulation|improvements?|reductions?|free|coping|worsening|deterioration|time\s(?:to|until)|survival|interval|latency)\b",
    re.IGNORECASE,
)
_GOOD_WORD = re.compile(r"\b(?:improv\w+|better|superior|favou?r\w*)\b", re.IGNORECASE)
_BAD_WORD = re.compile(r"\b(?:worse\w*|poorer|inferior|impair\w+|deteriorat\w+)\b", re.IGNORECASE)

# "survival was longer, but not for tumours under 2 cm": a part of the people, no endpoint.
_PLACE = re.compile(
    r"\b(?:patients|women|men|those|tumou?rs?|diseases?|stage|subgroups?|groups?|cohorts?|arms?|cancers?|carcinomas?)\b|[≤≥<>]",
    re.IGNORECASE,
)
# "more pain and | poorer | sleep": an item with a word of its own
_OWN_MORE = re.compile(
    r"(?:\band|,|\bor|\bbut)\s(?:an?\s|significantly\s)*(?:higher|greater|more|longer|better|improved|increased|larger)\s(?:rates?\sof\s)?$",
    re.IGNORECASE,
)
_OWN_LESS = re.compile(
    r"(?:\band|,|\bor|\bbut)\s(?:an?\s|significantly\s)*(?:lower|fewer|less|shorter|worse|poorer|reduced|decreased|impaired|smaller)\s(?:rates?\sof\s)?$",
    re.IGNORECASE,
)
# "P < .001 | for all": one p-value of a whole list
_EACH = re.compile(r"\s?,?\s(?:each|(?:for\s|in\s)?(?:all|both)\b)", re.IGNORECASE)
_ALIKE_TESTED = re.compile(r"equivalen|inferior", re.IGNORECASE)
_GROUPS_END = re.compile(
    r"\b(?:groups|arms|patients|women|regimens|treatments|cohorts|therapies|modalities)\s$", re.I
)


def claims_in(text: str, known: str = "") -> list[Claim]:
    """Every comparison of the sentence: those its wordings make, then those of p-values left over.

    ``known`` is the endpoint that the study is about.
    """
    ps = [p for p in find_p_values(text) if p.kind == "effect"]
    used: set[int] = set()
    found = _worded(text, ps, used)
    found = with_factors(text, ps, used, found, known)
    found.extend(of_factors(text, ps, used))
    found.extend(continued(text, ps, used, found))
    found.extend(numbered(text, ps, used))
    found.extend(untested(text, ps, found))
    return found


@dataclass(slots=True)
class _Told:
    """What the wordings of a sentence have taken so far: stretches of text, p-values; and their claims."""

    used: set[int]
    taken: list[tuple[int, int]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def direction_before(self, place: int) -> Direction | None:
        """The direction of the last claim before the place."""
        before = [c for c in self.claims if c.start < place]
        return max(before, key=lambda c: c.start).direction if before else None


def _worded(text: str, ps: Sequence[PMention], used: set[int]) -> list[Claim]:
    told = _Told(used)
    low = text.lower()
    for rule in load_rules("comparisons").fitting(text):
        if (rule.data.get("needs_p") and not ps) or not any(cue in low for cue in rule.data["cues"]):
            continue
        for m in rule.pattern.finditer(text):
            if not _overlaps(told.taken, *m.span()):
                told.claims.extend(_of_wording(rule, text, m, ps, told))
    return told.claims


def _of_wording(
    rule: Rule, text: str, m: re.Match[str], ps: Sequence[PMention], told: _Told
) -> Iterator[Claim]:
    """The claims of one wording, an item each; what they take is noted."""
    items = [i for i in _items(rule, text, m) if not _overlaps(told.taken, i.start, i.end)]
    if rule.data["reads"] == "nothing":
        items = [Item("", m.start(), m.end())]
    values = _p_values_of(ps, text, m, len(items))
    if rule.data["direction"] == "no_difference" and not _ALIKE_TESTED.search(m[0]):
        # "similar, but more pain (P = .01)": what is alike has no such p-value
        values = [None if p and is_significant(p.p) else p for p in values]
    if not items or (rule.data.get("needs_p") and not values[0]):
        return
    told.taken.append(m.span())
    stated = rule.data["direction"]
    stated = told.direction_before(m.start()) if stated == "before" else stated
    at_first = stated == "no_difference" and of_baseline(items)
    for item, p in zip(items, values, strict=True):
        direction = _for_item(_direction(stated, p, text, m.end()), m[0], item.name)
        if direction in ("higher", "lower"):
            direction = _of_its_own(text, m, item) or direction
        if direction:
            told.taken.append((item.start, item.end))
            told.used.update({p.start} if p else ())
            name, value = _denied(text, item), p.p if p else None
            if not at_first:
                yield Claim(name, item.start, item.end, m.span(), direction, value, rule.id)


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in taken)


def _items(rule: Rule, text: str, m: re.Match[str]) -> list[Item]:
    if rule.data["reads"] == "after":
        items = items_after(text, m.end())
        return [] if rule.id == "but-not-in" and all(_PLACE.search(i.name) for i in items) else items
    if rule.data["reads"] == "topic":
        return topic_items(text, m.start())
    if rule.data["reads"] == "first":
        return subject_items(text, m.start())[:1]
    if rule.data["reads"] == "subject":
        return _of_subject(text, m, rule.data["direction"])
    if rule.data["reads"] == "itself":
        return [Item("survival", m.start(), m.end())]
    if rule.data["reads"] == "relation":
        return _related(text, m)
    return object_of(text, m.end())


def _of_subject(text: str, m: re.Match[str], direction: str) -> list[Item]:
    """``Pain was similar``: pain; ``the groups did not differ in pain``: pain again."""
    if direction != "no_difference":
        return subject_items(text, m.start())
    of_relation = items_of_relation(text, m.end())
    if of_relation and _GROUPS_END.search(skeleton(text).text[: skeleton(text).at(m.start())]):
        return of_relation
    return subject_items(text, m.start()) or of_relation


def _related(text: str, m: re.Match[str]) -> list[Item]:
    """``A was not associated with B``: B is the endpoint, unless only A is one."""
    after, before = object_of(text, m.end()), subject_items(text, m.start())
    if any(class_of_name(i.name) != "other" for i in after):
        return after
    return before if any(class_of_name(i.name) != "other" for i in before) else after


def _p_values_of(ps: Sequence[PMention], text: str, m: re.Match[str], count: int) -> list[PMention | None]:
    """The p-values of the items: one each in order where as many are printed, else the first one to all."""
    stop = _clause_end(text, m.end())
    after = [p for p in ps if m.start() <= p.start < stop]
    if after and _EACH.match(text, after[0].end):
        return [after[0]] * max(count, 1)
    if count > 1 and len(after) >= count:
        return list(after[:count])
    before = [p for p in ps if p.end <= m.start()]
    if not after and len(before) == count:
        return list(before)
    return [after[0] if after else None] * max(count, 1)


def _clause_end(text: str, start: int) -> int:
    """The next semicolon outside brackets."""
    bones = skeleton(text)
    at = bones.text.find(";", bones.at(start))
    return bones.origin(at) if at >= 0 else len(text)


def _direction(stated: str | None, p: PMention | None, text: str, end: int) -> Direction | None:
    if p is not None and not is_significant(p.p):
        return "no_difference"
    if stated == "printed":
        return direction_of_numbers(text, end, len(text))
    return stated  # type: ignore[return-value]  # the table holds directions


def _of_its_own(text: str, m: re.Match[str], item: Item) -> Direction | None:
    """``had more pain and | poorer sleep``: the direction of a later item that has a word of its own."""
    if item.start <= m.end():
        return None
    before = text[m.end() : item.start]
    return "higher" if _OWN_MORE.search(before) else "lower" if _OWN_LESS.search(before) else None


def _denied(text: str, item: Item) -> str:
    """``reported no nausea``: being without it is what was counted."""
    denied = item.name and text[max(0, item.start - 4) : item.start].lower() == " no "
    return f"no {item.name}" if denied else item.name


def _for_item(direction: Direction | None, wording: str, name: str) -> Direction | None:
    """``anxiety improved``: better is less of what is bad, and worse is more of it."""
    if direction in (None, "no_difference") or not _BAD.search(name) or _AGAINST_BAD.search(name):
        return direction
    if _GOOD_WORD.search(wording):
        return "lower"
    return "higher" if _BAD_WORD.search(wording) else direction
