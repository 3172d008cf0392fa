"""What one sentence says of the studied treatment: better, no better, worse; of what; denied or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from miner.comparison_direction import group_words
from miner.model import Arm
from miner.rules import Rule, load_rules
from miner.word_starts import Passage, Sought

__all__ = ["rules_that_say", "said_in"]

_NEAR_BEFORE = 80  # characters of the clause that tell of what a word speaks
_NEAR_AFTER = 45
_CUT_BEFORE = re.compile(r"[,;:.]|\b(?:but|whereas|while|although|with)\s", re.IGNORECASE)
_CUT_AFTER = re.compile(r"[,;:.]|\b(?:but|whereas|while|although)\s", re.IGNORECASE)
# Of harms: that they are alike is no verdict on the treatment.
_HARMS = re.compile(
    r"\b(?:toxicit\w+|adverse|side\seffects?|tolerab\w+|complications?|morbidity|costs?|safety|anxiety|harm\w*|"
    r"cardiotoxic\w*|lympho?edema|seromas?|ha?ematomas?|infections?|bleeding|bleeds|neuropathy|neutropenia|nausea|"
    r"reactions|AEs|SAEs|hospitali[sz]ation|"
    r"without\s(?:\w+ly\s)?(?:influencing|affecting|compromising|increasing|impairing|altering))\b",
    re.IGNORECASE,
)
# Of other studies, or of subgroups beside each other: likeness there is no verdict either.
_ASIDE = re.compile(
    r"\b(?:previous(?:ly)?|prior|earlier|other\s(?:\w+\s)?(?:studies|trials|populations?|reports?|cancer|breast)|"
    r"published|literature|known|expected|historical|subgroups?|across|irrespective|regardless|"
    r"independent(?:ly)?\sof|consistent(?:ly)?|profile|"
    r"both\s(?:the\s)?(?:\w+\s)?(?:scores?|tools?|tests?|methods?))\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:no|not|without|nor|nothing|never|neither|cannot|failed|lack\sof)\b"
    r"(?:\W+(?!but\b|however\b|although\b)[\w-]+){0,4}\W*$",
    re.IGNORECASE,
)
_DENIED_FROM = 45
_DENIED = {"better": "null", "worse": "no worse"}
# "better than | placebo": the group that another is set against.
_SET_AGAINST = re.compile(
    r"\b(?:better|superior|longer|higher|improved?|inferior|worse|lower|shorter|fewer|less|more|greater)\b"
    r"[^.;]{0,60}?\s(?:than|to|over|versus|vs\.?|compared\s(?:with|to))\s(?:the\s|that\s(?:of|with|in)\s)?"
    r"([^.;,]{2,60})",
    re.IGNORECASE,
)


def rules_that_say(text: str, *says: str) -> list[tuple[Rule, Sought]]:
    """The rules of ``rules/conclusion.toml`` that say one of these and can match in the text."""
    rules = load_rules("conclusion").fitting(text)
    return [(rule, _sought()[rule.id]) for rule in rules if rule.data["says"] in says]


@cache
def _sought() -> Mapping[str, Sought]:
    return {rule.id: Sought(rule.pattern) for rule in load_rules("conclusion").rules}


def said_in(passage: Passage, arms: Sequence[Arm] = ()) -> frozenset[str]:
    """What the passage says: "better", "null", "null harm" (of harms) and so on, and by which rule."""
    text = passage.text
    nulls = [(rule, m) for rule, sought in rules_that_say(text, "null") for m in sought.finditer(passage)]
    said = {f"{name}{_of(text, m)}" for rule, m in nulls for name in (rule.id, "null")}
    taken = _covered(len(text), [m.span() for _, m in nulls])
    for rule, sought in rules_that_say(text, "better", "worse"):
        for m in sought.finditer(passage):
            if taken.find(1, m.start(), m.end()) < 0:
                denied = bool(_DENIAL.search(text[max(0, m.start() - _DENIED_FROM) : m.start()]))
                of = _of(text, m)
                said.add(f"{'no ' if denied else ''}{rule.id}{of}")
                said.add(f"{_DENIED[rule.data['says']] if denied else rule.data['says']}{of}")
    for rule, sought in rules_that_say(text, "against", "mixed"):
        for m in sought.finditer(passage):
            of = _of(text, m)
            said.update((f"{rule.id}{of}", f"{rule.data['says']}{of}"))
    said.update(rule.id for rule, sought in rules_that_say(text, "turn") if sought.search(passage))
    if len(arms) > 1:
        said.update(_set_against(text, arms))
    return frozenset(said)


def _of(text: str, m: re.Match[str]) -> str:
    """Whether the words speak of harms or of other studies, by their own clause."""
    start, end = m.span()
    left, right = text[max(0, start - _NEAR_BEFORE) : start], text[end : end + _NEAR_AFTER]
    left = _CUT_BEFORE.split(left)[-1]
    stop = _CUT_AFTER.search(right)
    right = right[: stop.start()] if stop else right
    if _HARMS.search(right) or _HARMS.search(left) or _HARMS.search(m[0]):
        return " harm"
    return " aside" if _ASIDE.search(right) or _ASIDE.search(left) else ""


def _set_against(text: str, arms: Sequence[Arm]) -> Iterable[str]:
    """Which of the first two arms another is set against."""
    names = [group_words(arm.label) for arm in arms[:2]]
    for m in _SET_AGAINST.finditer(text):
        words = group_words(m[1])
        first, second = (bool(words & (a - b)) for a, b in (names, names[::-1]))
        if first != second:
            yield "against first arm" if first else "against second arm"


def _covered(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """A one for each character in a span."""
    covered = bytearray(length)
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return covered
