"""What is remarkable about a list of numbers: arithmetic, layout, what its sentences speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from miner.participants.in_turn import names_in_turn
from miner.participants.mentions import Mention

__all__ = ["Passages", "arithmetic", "layout", "same_form"]

_FORM = ("R1:", "head:", "(n", "n=", "number(")
_PASSAGE = 3_000  # characters of the sentences that a list stands in: a crafted text may hold more
_JOINS = re.compile(r"\b(?:or|and|versus|vs?|while|whereas|compared|other)\b")
_GROUPS = re.compile(r"\b(?:groups?|arms?|controls?|placebo|received?)\b")
_SHARE = re.compile(r"\s?\w{0,12}\s?[(;,]\s?(\d+(?:[.·]\d+)?)\s?%")
_ASSIGNS = re.compile(
    r"randomi[sz]|randomly|assigned|allocated|divided|received|matched|enrol|includ|cases|controls"
)
_EVENTS = re.compile(
    r"\b(?:died|deaths?|events?|recurren|relaps|respon|surviv|toxicit|complication|incidence|rates?|adverse)"
)
_P = re.compile(r"\bp\s?[=<>]|\bci\b|ratio")
_CASES = re.compile(r"^\s?(?:[\w-]+\s){0,6}(?:cases?|patients?|women|subjects)\b")
_CONTROLS = re.compile(
    r"\s?(?:[\w-]+\s){0,6}?(?:controls?|referents?|(?:healthy|normal|unaffected)\s\w+)\b", re.I
)
_WITHIN = re.compile(
    r"[^.;()\d]{0,25}\b(?:of\s(?:the\s)?(?:them|whom|which|these|those)|among\s(?:them|whom))\b", re.I
)
_OF_WHOM = re.compile(r"\b(?:of|among|from)\s(?:them|whom|which|these|those)\b[^.;\d]{0,20}$", re.I)
_LATER_SHARE = re.compile(r"[^.;\d]{0,60}?[(,]\s?(\d+(?:[.·]\d+)?)\s?%")
_NAMED = re.compile(r"\b(?:cohort|group|arm)\s(?:[1-4A-D]|I{1,3}|IV)\s?[(\[](?:n\s?=\s?)?$", re.I)
# "73 women with a fracture were compared with 365 women without": between two sizes, brackets left out.
_SET_AGAINST = re.compile(
    r"[^.;:\d]*\b(?:was|were)\s(?:\w+ly\s|then\s)?(?:compared|matched|contrasted)\s(?:with|to|against)\s"
    r"(?:(?:the|those|data|of|a|total|another|other)\s){0,4}"
)
# "Compared with 63 untreated women, the 79 who were treated".
# "We compared 210 women given drug A with 190 given drug B".
_COMPARE = re.compile(r"\b(?:compar(?:e|ed|es|ing)|matched)\s(?:the\s|data\s(?:of|from)\s)?$", re.I)
_WITH_OTHERS = re.compile(
    r"[^.;:\d]*\b(?:with|to|and|versus|vs\.?|against)\s(?:(?:the|those|data|of|a|total|another|other)\s){0,4}"
)
_COMPARED_WITH = re.compile(r"\b(?:compared|in\scomparison|relative)\s(?:with|to)\s(?:the\s)?$", re.I)
_THE_OTHERS = re.compile(r"[^.;:\d]*,\s(?:the\s|those\s)?")
_ASIDE = re.compile(r"\s?\((?:[^()]|\([^()]*\))*\)")
_SEXES = re.compile(
    r"\s?(?:\w+\s)?(?:(?:fe)?males?|(?:wo)?m[ae]n|boys?|girls?|urban|rural|right|left)\b", re.I
)


def arithmetic(run: Sequence[Mention], text: str, sums: dict[int, bool]) -> set[str]:
    """What the numbers are to each other and to the totals that the text prints."""
    values = [m.value for m in run]
    traits = set()
    if sum(values) in sums:
        traits |= {"sum printed", f"sum printed, {'people' if sums[sum(values)] else 'other'}"}
    ratio = max(values) / min(values)
    traits.add("ratio " + next((str(limit) for limit in (1.2, 2.2, 5) if ratio < limit), "more"))
    shares = [_SHARE.match(text, m.end) for m in run]
    if all(shares):
        whole = abs(sum(float(s[1].replace("·", ".")) for s in shares if s) - 100) < 1.5
        traits.add("shares of the whole" if whole else "shares of each")
    if len(set(values)) < len(values) and run[0] is not run[1]:
        traits.add("repeated size")
    if any(_is_within(m, before, text) for before, m in pairwise(run)):
        traits.add("one within another")
    if len(run) > 1 and all(_SEXES.match(text, m.end) for m in run):
        traits.add("kinds of people")
    if any(_is_share(share, m.value, run[:i]) for i, (m, share) in enumerate(zip(run, shares, strict=True))):
        traits.add("share of another")
    return traits


def _is_within(m: Mention, before: Mention, text: str) -> bool:
    """Is the number counted out of the one before it: "610 women, 45 of whom", "of 610 women, 45 (7.4%)"?"""
    if m.value >= before.value:
        return False
    if _WITHIN.match(text, m.end) or _OF_WHOM.search(text, max(before.end, m.start - 60), m.start):
        return True
    return _is_share(_LATER_SHARE.match(text, m.end), m.value, (before,))


def _is_share(share: re.Match[str] | None, value: int, earlier: Sequence[Mention]) -> bool:
    """Is the percentage printed at the value its share of a number before it ("256 and 253 (99%)")?"""
    if share is None:
        return False
    percent = float(share[1].replace("·", "."))
    return any(m.value > value and abs(100 * value / m.value - percent) < 0.6 for m in earlier)


def layout(run: Sequence[Mention], text: str) -> set[str]:
    """How far apart the numbers are printed and what joins them."""
    between = [text[a.end : b.start].lower() for a, b in pairwise(run)]
    widest = max((len(b) for b in between), default=0)
    traits = {"gap " + next((str(limit) for limit in (25, 60, 120, 240) if widest < limit), "more")}
    traits |= {"joined"} if between and _JOINS.search(between[-1]) else set()
    traits |= {"each"} if len(run) > 1 and run[0] is run[1] else set()
    traits |= {"groups between"} if any(_GROUPS.search(b) for b in between) else set()
    traits |= {f"apart {run[-1].sentence.index - run[0].sentence.index}", f"length {len(run)}"}
    if len(run) == 2 and _are_set_against(run[0].start, text, _ASIDE.sub("", between[0])):
        traits.add("set against")
    if len(run) > 1 and all(_NAMED.search(text, max(0, m.start - 24), m.start) for m in run):
        traits.add("named groups")
    if len(run) > 1 and names_in_turn(run):
        traits.add("named in turn")
    if between and _CASES.search(between[0]) and _CONTROLS.match(text, run[-1].end):
        traits.add("cases and controls")
    return traits | ({"same form"} if same_form(run) else set())


def _are_set_against(start: int, text: str, between: str) -> bool:
    """Are two sizes compared with each other by name?"""
    if _SET_AGAINST.fullmatch(between):
        return True
    near = max(0, start - 24)
    return bool(
        (_COMPARED_WITH.search(text, near, start) and _THE_OTHERS.fullmatch(between))
        or (_COMPARE.search(text, near, start) and _WITH_OTHERS.fullmatch(between))
    )


class Passages:
    """What the sentences of a list speak of, read once for all lists of the same sentences."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[int, int], set[str]] = {}

    def traits(self, run: Sequence[Mention]) -> set[str]:
        """The traits of the sentences from the list's first to its last."""
        place = (run[0].sentence.start, run[-1].sentence.end)
        if place not in self._known:
            self._known[place] = _speaks_of(self._text[place[0] : min(place[1], place[0] + _PASSAGE)].lower())
        return self._known[place]


def _speaks_of(words: str) -> set[str]:
    traits = {"assigns"} if _ASSIGNS.search(words) else set()
    traits |= {"reports events"} if _EVENTS.search(words) else set()
    traits |= {"has p-value"} if _P.search(words) else set()
    percents = words.count("%")
    return traits | {"percents " + ("none" if not percents else "few" if percents < 3 else "many")}


def same_form(run: Sequence[Mention]) -> bool:
    """Are the first and the last number printed alike?"""
    first, last = _form(run[0].traits), _form(run[-1].traits)
    return len(first & last) * 2 > max(len(first), len(last))


@lru_cache(maxsize=2048)
def _form(traits: frozenset[str]) -> frozenset[str]:
    return frozenset([t for t in traits if t.startswith(_FORM)])
