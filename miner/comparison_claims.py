"""What a sentence says of groups compared: wordings that compare, and p-values beside numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from miner.clauses import outside_brackets, skeleton
from miner.comparison_claim import Claim, is_significant
from miner.comparison_factors import continued, of_factors
from miner.comparison_items import Item, items_after, items_of_relation, object_of, subject_items
from miner.endpoint_mentions import class_of_name
from miner.model import Direction
from miner.p_values import PMention, find_p_values
from miner.rules import Rule, load_rules

__all__ = ["Claim", "claims_in"]

_PAIR = re.compile(
    r"(?<![\w.·])([-−]?\d+(?:[.·]\d+)?)(?:\s?(?:±|\+/-)\s?[\d.·]+)?\s?(?:%|months?|years?|days?)?(?:\s?[(\[][^()\[\]]{0,40}[)\]])?\s?,?\s?"
    r"(?:[\w\s/+-]{0,60}?\s)?(?:versus|vs?\.?|compared\s(?:with|to)|and|against|than)\s(?:[\w\s/+-]{0,60}?\s)?[(\[]?([-−]?\d+(?:[.·]\d+)?)",
    re.IGNORECASE,
)
_PERCENTS = re.compile(
    r"(?<![\w.·±])(?<!±\s)(\d+(?:[.·]\d+)?)(?:\s?±\s?[\d.·]+)?\s?%[^%;]{1,90}?(?<![\w.·±])(?<!±\s)(\d+(?:[.·]\d+)?)(?:\s?±\s?[\d.·]+)?\s?%"
)
_INTERVAL = re.compile(
    r"\d+\s?%\s?(?:CI|confidence\sintervals?)[^()\[\]a-z]{0,12}(?:[\d.·%\s,–−-]|to){0,30}", re.IGNORECASE
)
_FROM_TO = re.compile(r"\bfrom\s(\d+(?:[.·]\d+)?)\s?%?(?:\s\w+)?\sto\s(\d+(?:[.·]\d+)?)")
# "(P = NS)", "(not significant)": a test without its figure.
_NS = re.compile(
    r"[(\[,;]\s?((?:p\s?[=:]\s?)?(?:NS|n\.s\.|(?:not\s|non-?\s?)(?:statistically\s)?significant))(?=\s?[)\];,])",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:versus|vs?\.?|compared|than|between|respectively|groups?|arms?|against|controls?|placebo|alone)\b",
    re.IGNORECASE,
)
_PREDICTS = re.compile(
    r"\b(?:predict|prognostic|factors?|correlat|regression|multivaria|univaria|associat)", re.IGNORECASE
)
_WORSE = re.compile(
    r"\b(?:worse|poorer|lower|shorter|fewer|less|reduced|decreased|inferior)\b", re.IGNORECASE
)
_BETTER = re.compile(
    r"\b(?:better|higher|longer|greater|more|improved|improvement|increased|superior)\b", re.IGNORECASE
)


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
_GROUPS_END = re.compile(
    r"\b(?:groups|arms|patients|women|regimens|treatments|cohorts|therapies|modalities)\s$", re.I
)


def claims_in(text: str) -> list[Claim]:
    """Every comparison of the sentence: those its wordings make, then those of p-values left over."""
    ps = [p for p in find_p_values(text) if p.kind == "effect"]
    used: set[int] = set()
    found = list(_worded(text, ps, used))
    found.extend(of_factors(text, ps, used))
    found.extend(continued(text, ps, used, found))
    found.extend(_numbered(text, ps, used))
    if not found and _compares(text):
        found.extend(
            Claim("", *m.span(1), m.span(1), "no_difference", None, "not-significant")
            for m in _NS.finditer(text)
        )
    return found


def _worded(text: str, ps: Sequence[PMention], used: set[int]) -> Iterator[Claim]:
    taken: list[tuple[int, int]] = []
    low = text.lower()
    for rule in load_rules("comparisons").fitting(text):
        if (rule.data.get("needs_p") and not ps) or not any(cue in low for cue in rule.data["cues"]):
            continue
        for m in rule.pattern.finditer(text):
            if not _overlaps(taken, *m.span()):
                yield from _of_wording(rule, text, m, ps, taken, used)


def _of_wording(
    rule: Rule,
    text: str,
    m: re.Match[str],
    ps: Sequence[PMention],
    taken: list[tuple[int, int]],
    used: set[int],
) -> Iterator[Claim]:
    """The claims of one wording, an item each; what they take is noted in ``taken`` and ``used``."""
    items = [i for i in _items(rule, text, m) if not _overlaps(taken, i.start, i.end)]
    if rule.data["reads"] == "nothing":
        items = [Item("", m.start(), m.end())]
    values = _p_values_of(ps, text, m, len(items))
    if not items or (rule.data.get("needs_p") and not values[0]):
        return
    taken.append(m.span())
    for item, p in zip(items, values, strict=True):
        direction = _for_item(_direction(rule.data["direction"], p, text, m.end()), m[0], item.name)
        if direction:
            taken.append((item.start, item.end))
            used.update({p.start} if p else ())
            yield Claim(
                _denied(text, item), item.start, item.end, m.span(), direction, p.p if p else None, rule.id
            )


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in taken)


def _items(rule: Rule, text: str, m: re.Match[str]) -> list[Item]:
    if rule.data["reads"] == "after":
        items = items_after(text, m.end())
        return [] if rule.id == "but-not-in" and all(_PLACE.search(i.name) for i in items) else items
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


def _direction(stated: str, p: PMention | None, text: str, end: int) -> Direction | None:
    if p is not None and not is_significant(p.p):
        return "no_difference"
    if stated == "printed":
        return _from_numbers(text, end, len(text))
    return stated  # type: ignore[return-value]  # the table holds directions


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


def _numbered(text: str, ps: Sequence[PMention], used: set[int]) -> Iterator[Claim]:
    """``median PFS was 17 v 15 months (P = .13)``: nothing but numbers and a p-value."""
    if len(ps) == len(used) or _PREDICTS.search(text) or not _compares(text):
        return
    begin = 0
    for p in ps:
        if p.start in used:
            begin = p.end
            continue
        piece = text[begin : p.start]
        direction: Direction | None = "no_difference"
        if is_significant(p.p):
            direction = _from_numbers(text, begin, p.start) or _from_words(piece)
        if direction:
            yield Claim("", p.start, p.end, (p.start, p.end), direction, p.p, "numbers-with-p")
        begin = p.end


def _compares(text: str) -> bool:
    """Whether the sentence names groups or sets two figures side by side."""
    return bool(_COMPARES.search(text) or _PAIR.search(text) or text.count("%") > 1)


def _from_words(piece: str) -> Direction | None:
    worse, better = _WORSE.search(piece), _BETTER.search(piece)
    if bool(worse) == bool(better):
        return None
    return "lower" if worse else "higher"


def _from_numbers(text: str, start: int, end: int) -> Direction | None:
    """The first of two figures against the second; figures in brackets only where none stand outside."""
    piece = text[start:end]
    for searched in (outside_brackets(piece), _INTERVAL.sub("", piece)):
        rise = _FROM_TO.search(searched)
        m = rise or _PERCENTS.search(searched) or _PAIR.search(searched)
        if m is not None:
            first, second = (
                float(v.replace("·", ".").replace("−", "-"))
                for v in (m.groups() if rise is None else m.groups()[::-1])
            )
            return "higher" if first > second else "lower" if first < second else None
    return None
