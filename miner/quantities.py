"""Numbers with their units that may be results of a group: rates, times, means, counts of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from miner.document import Document, Sentence
from miner.model import Statistic
from miner.other_numbers import OtherNumbers, find_other_numbers
from miner.participants import around
from miner.rules import load_rules
from miner.tokens import Token, has_number, tokenize

__all__ = ["Quantity", "find_quantities"]

Kind = Literal["percent", "time", "measure", "count"]
_CLASSES = load_rules("arm_results").rules
_ANY_CLASS = re.compile("|".join(rule.pattern.pattern for rule in _CLASSES), re.VERBOSE)
_ASIDE = frozenset(
    (
        "interval level p-value ratio ratio-list spread spread-in-brackets test-statistic citation range- "
        "in-brackets range-named range-from-to year date"
    ).split()
)
_N = r"[-−–]?\d+(?:[.·]\d+)?"
_SPREAD = r"(?:\s?(?:±|\+\s?/\s?[-−–]|\+-)\s?[\d.·]+)?(?:\s?[(\[][^()\[\]%]{0,30}[)\]])?"
_JOIN = r"(?:\s?(?:,|/|-|–)|,?\s(?:vs?\.?|versus|and|or|to|compared\s(?:with|to)|against))\s?(?:and\s)?"
_TIME = r"(?P<time>months?|mos?|years?|yrs?|weeks?|wks?|days?|hours?|hrs?|min(?:utes)?)\b"
_PERCENT = r"(?P<percent>%|percent\b|per\s?cent\b)"
_OTHER = (
    r"(?P<other>points?\b|[µμ]?[a-zA-Z]{1,5}/(?:\d+\s?)?[a-zA-Z]{1,4}\b|mm\b|cm\b|kg\b|mmHg\b|m[lL]\b|L\b|g\b|°|degrees\b|"
    r"(?:deaths|events|cases)\sper\s[\d ,]{1,8}\s?[\w-]{3,16}|per\s1[0 ,]{1,7}\s?[\w-]{3,16})"
)
_UNIT = re.compile(rf"{_SPREAD}\s?-?(?:{_PERCENT}|{_TIME}|{_OTHER})")
_SHARED = re.compile(
    rf"{_SPREAD}(?:{_JOIN}{_N}{_SPREAD}){{1,3}}\s?(?:{_PERCENT}|{_TIME}|{_OTHER})(?!\s?C\.?I\b|\sconfidence|\scredible)"
)
_PER_YEAR = re.compile(r"%?\s?(?:per|a|/)\s?(?:year|annum)\b|\sannually")
_SIGN = re.compile(r"(?:^|[\s(\[=:,])[-−–]$|\bminus\s$")
_IN_NAME_LEFT = re.compile(r"[^\W\d_][(\[]$|[)\]][(\[]$|[A-Za-z]\d*[/-]$")
_IN_NAME_RIGHT = re.compile(r"[)\]]?[A-Za-z]{2}|[(\[]|\.\d|[A-Za-z]\d")
_STATISTIC = re.compile(
    r"\b(?:(?P<mean>means?|average|averaged)|(?P<median>medians?)|"
    r"(?P<rate>rates?|incidence|proportions?|percentages?|frequency|probability|prevalence|survival|occurred|patients|women|"
    r"ORR|CBR|DCR|p?CR|RR|responses?|events|deaths|recurrences?|relapses?|cases|alive|OS|[DREP]FS|C?SS|control))\b"
    r"(?!\s(?:duration\sof\s|length\sof\s)?(?:follow|observation|age\b))", re.I
)  # fmt: skip
_TIMED = re.compile(
    r"surviv|progress|\btime\sto\b|\b(?:OS|PFS|DFS|TTP|TTF|RFS|EFS|DoR)\b|recurrence|relapse|disease-free|response",
    re.I,
)
_COUNTED = re.compile(
    r"\s(?:\w+\s)?(?:patients?|wom[ae]n|events?|deaths?|cases?|recurrences?|relapses?|died)\b|\s?[(\[]\s?\d|\s?/\s?\d"
)
_YEARLY = re.compile(r"\bannual(?:i[sz]ed|ly)?\b|\bper\syear\b", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, what statistic it is, and the traits of its surroundings."""

    value: float
    unit: str
    kind: Kind
    statistic: Statistic
    start: int
    end: int
    sentence: Sentence
    traits: frozenset[str]


@lru_cache(maxsize=20_000)
def _classes_of(word: str) -> tuple[str, ...]:
    if not _ANY_CLASS.match(word):
        return ()
    return tuple(rule.id for rule in _CLASSES if rule.pattern.match(word))


def find_quantities(doc: Document) -> list[Quantity]:
    """All numbers of the text's sentences, title apart, that carry a unit or may count people."""
    others = find_other_numbers(doc)
    return [q for s in doc.sentences if s.role != "title" for q in _quantities(s, others)]


def _quantities(sentence: Sentence, others: OtherNumbers) -> Iterator[Quantity]:
    text = sentence.text
    tokens = tokenize(text) if has_number(text) else ()
    for i, token in enumerate(tokens):
        if token.value is None:
            continue
        kinds = others.at(sentence.start + token.start, sentence.start + token.end)
        if kinds & _ASIDE or _in_name(text, token) or _is_dose(text, token, kinds):
            continue
        unit, kind = _unit(text, token)
        if kind is None:
            continue
        statistic = _statistic(text, token, kind)
        if kind == "count" and statistic != "count":
            kind, unit = "measure", "score"
        sign = -1 if token.value and _SIGN.search(text, max(0, token.start - 7), token.start) else 1
        traits = around(tokens, i, _classes_of) | {f"is:{k}" for k in kinds}
        traits |= _form(text, token, sentence) | {kind, statistic} | _about(text)
        start = sentence.start + token.start
        yield Quantity(
            sign * token.value, unit, kind, statistic, start, sentence.start + token.end, sentence,
            frozenset(traits | {f"{kind}: {t}" for t in traits}),
        )  # fmt: skip


def _in_name(text: str, token: Token) -> bool:
    if _IN_NAME_LEFT.search(text, max(0, token.start - 4), token.start):
        return True
    return bool(token.text[0].isdigit() and _IN_NAME_RIGHT.match(text, token.end))


def _is_dose(text: str, token: Token, kinds: frozenset[str]) -> bool:
    """A number with a unit of dose is a result only where a mean or a median is named just before."""
    if "dose" not in kinds:
        return False
    return not re.search(r"\b(?:mean|median|average)\b", text[max(0, token.start - 120) : token.start], re.I)


def _unit(text: str, token: Token) -> tuple[str, Kind | None]:
    """The unit printed after the number, or after the last number of its list; people if none."""
    m = _UNIT.match(text, token.end) or _SHARED.match(text, token.end)
    if m and m["percent"]:
        yearly = _PER_YEAR.match(text, m.end()) or _YEARLY.search(text, max(0, token.start - 60), token.start)
        return ("% per year" if yearly else "%"), "percent"
    if m and m["time"]:
        return _TIMES[m["time"].lower()[:2]], "time"
    if m and m["other"]:
        return ("degrees" if m["other"] == "°" else m["other"]), "measure"
    if re.search(r"[$€£]\s?$", text[max(0, token.start - 2) : token.start]):
        return text[: token.start].rstrip()[-1], "measure"
    if token.whole is None:
        return "score", "measure"
    return "patients", "count"


_TIMES = dict(
    zip(
        ("mo", "ye", "yr", "we", "wk", "da", "ho", "hr", "mi"),
        ("months", "years", "years", "weeks", "weeks", "days", "hours", "hours", "min"),
        strict=True,
    )
)


def _statistic(text: str, token: Token, kind: Kind) -> Statistic:
    """What the number is, from the nearest words before it that name a statistic."""
    near = list(_STATISTIC.finditer(text, max(0, token.start - 240), token.start))
    last = near[-1].lastgroup if near else None
    named = next((m.lastgroup for m in reversed(near) if m.lastgroup != "rate"), None)
    if kind == "percent":
        return "mean" if last == "mean" else "median" if last == "median" else "rate"
    if kind == "count":
        measured = last in ("mean", "median") and token.start - near[-1].end() < 120
        return _named(last) if measured and not _COUNTED.match(text, token.end) else "count"
    if kind == "time":
        return _time_statistic(text, token, named)
    if "per" in text[token.end : token.end + 40] and named is None:
        return "rate"
    return _named(named)


def _named(name: str | None) -> Statistic:
    return "median" if name == "median" else "mean"


def _time_statistic(text: str, token: Token, named: str | None) -> Statistic:
    """Median survival is a median time; a median stay in days is a median of another measure."""
    if named == "mean":
        return "mean"
    short = re.match(
        r"[^a-z]{0,30}(?:(?:vs|versus|and|v)\b[^a-z]{0,30})?(?:days?|hours?|min)", text[token.end :]
    )
    if short and not _TIMED.search(text):
        return "median" if named == "median" else "mean"
    return "median_time"


_SPEAKS_OF = {
    "respectively": re.compile(r"respectively"),
    "tested": re.compile(r"\bp\s?[=<>]|\bci\b|ratio"),
    "assigns": re.compile(r"\brandom|assigned|allocated|enrol|recruited|screened|divided into"),
    "baseline": re.compile(
        r"\b(?:mean|median)\sage|\baged?\b|baseline|characteristic|demographic|\b(?:fe)?male\b|histolog|stage\s[i\d]|"
        r"node[-\s](?:positive|negative)|receptor[-\s](?:positive|negative)|comorbid"
    ),
    "survives": re.compile(r"surviv|\b(?:os|pfs|dfs|rfs|ttp)\b|recurr|relaps|progress"),
    "harms": re.compile(r"adverse|toxic|complicat|grade\s[1-5]|morbid"),
    "responds": re.compile(r"respon|remission|\bp?cr\b"),
    "models": re.compile(r"regression|predict|independent|associated with|factor"),
    "follows up": re.compile(r"follow-?\s?up"),
}  # fmt: skip


_BEFORE = {
    "opens bracket": re.compile(r"[(\[]$"),
    "count (this": re.compile(r"\d\s?[(\[]$"),
    "second of two": re.compile(r"\d\s?%?\s(?:vs?\.?|versus|and|compared\swith)\s(?:only\s)?$"),
    "a base": re.compile(r"\d\s?/\s?$|\d\s(?:out\s)?of\s(?:the\s)?$"),
    "n=": re.compile(r"\b[Nn]\s?=\s?$"),
}
_AFTER = {
    "first of two": re.compile(rf"\s?%?\s?(?:\w+\s)?(?:vs?\.?|versus|and|compared\swith)\s(?:only\s)?{_N}"),
    "this (share": re.compile(r"\s?[(\[]\s?\d+(?:[.·]\d+)?\s?%"),
    "of a number": re.compile(r"\s?(?:/|(?:out\s)?of\s(?:the\s)?)\d"),
    "has interval": re.compile(
        r"[^.;\d]{0,12}(?:[,;(\[]\s?)(?:9[059]\s?%\s?(?:C|con)|[\d.·]+\s?[-–]\s?[\d.·]+\s?[)\]])"
    ),
}


@lru_cache(maxsize=512)
def _about(text: str) -> frozenset[str]:
    """What the sentence speaks of."""
    low = text.lower()
    return frozenset(f"sentence {name}" for name, pattern in _SPEAKS_OF.items() if pattern.search(low))


def _form(text: str, token: Token, sentence: Sentence) -> set[str]:
    """Where and how the number is printed."""
    traits = {f"role:{sentence.role}"}
    before, after = text[max(0, token.start - 40) : token.start], text[token.end : token.end + 60]
    traits.update(name for name, pattern in _BEFORE.items() if pattern.search(before))
    traits.update(name for name, pattern in _AFTER.items() if pattern.match(after))
    if token.text[0].isalpha():
        traits.add("spelled")
    return traits | {"decimal"} if token.whole is None else traits
