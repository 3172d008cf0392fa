"""Lists of numbers that may be the sizes of the compared groups, each described by its traits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from miner.mentions import Mention, share_of
from miner.titled import Titled

__all__ = ["ArmList", "Family", "find_lists"]

Family = Literal["n", "counted", "denominator"]
_LONGEST = 4
_FORM = ("R1:", "head:", "(n", "n=", "number(")
_AT_FIRST = frozenset(("L1", "L2", "LC", "R1", "RC"))
_PASSAGE = 3_000  # characters of the sentences that a list stands in: a crafted text may hold more
_FAMILIES: tuple[Family, ...] = ("n", "counted", "denominator")
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
_EACH = re.compile(
    r"\s(?:\w+\s)?(?:per|in\seach|to\seach|for\seach|in\sboth)\s(?:of\sthe\s)?"
    r"(?:two\s|treatment\s|study\s|matched\s){0,3}(?:arm|group)s?\b"
)
_CASES = re.compile(r"^\s?(?:[\w-]+\s){0,6}(?:cases?|patients?|women|subjects)\b")
_CONTROLS = re.compile(
    r"\s?(?:[\w-]+\s){0,6}?(?:controls?|referents?|(?:healthy|normal|unaffected)\s\w+)\b", re.I
)
_NO_COUNT = re.compile(
    r"-[a-z]|\s?(?:nm|mW|J|Hz|kHz|MHz|kV|MBq|GBq|mCi|mmHg|kcal|kJ|kPa|W)\b|\s(?:courses?|cycles?|doses?|fractions?|sessions?|times|points?|items?|visits?)\b",
    re.I,
)
# "107 with usual practice": the noun is not what is counted.
_HEADED_BY_GROUP = re.compile(
    r"\s(?:\(\d[\d.·]*\s?%\)\s)?(?:with|in|on|to|into|by|given|receiv(?:ed|ing)|had|having|who|were|was|allocated|assigned)\b",
    re.I,
)
_WITHIN = re.compile(
    r"[^.;()\d]{0,25}\b(?:of\s(?:the\s)?(?:them|whom|which|these|those)|among\s(?:them|whom))\b", re.I
)
_OF_WHOM = re.compile(r"\b(?:of|among|from)\s(?:them|whom|which|these|those)\b[^.;\d]{0,20}$", re.I)
_LATER_SHARE = re.compile(r"[^.;\d]{0,60}?[(,]\s?(\d+(?:[.·]\d+)?)\s?%")
_SEXES = re.compile(
    r"\s?(?:\w+\s)?(?:(?:fe)?males?|(?:wo)?m[ae]n|boys?|girls?|urban|rural|right|left)\b", re.I
)
_NO_SIZE = frozenset(("R1:time head:place head:time head:study").split())


@dataclass(frozen=True, slots=True)
class ArmList:
    """Up to four numbers of the same printed form, and what is remarkable about them.

    A single number is the size of the one group that the text counts ("of 120 women, 45 were operated on");
    a number that is said of each of two groups stands twice.
    """

    members: tuple[Mention, ...]
    family: Family
    traits: frozenset[str]


def find_lists(mentions: Sequence[Mention], text: str, title: str) -> list[ArmList]:
    """All runs of up to four numbers of one printed form within two neighbouring sentences."""
    fit = [m for m in mentions if m.value > 2 and _may_be_size(m, text)]
    sums = {m.value: "head:people" in m.traits or "opens with of" in m.traits for m in fit}
    bases = {m.value for m in fit if "denominator" in m.traits}
    about = _Passages(text)
    titled = Titled(text, title)
    top = max([m.value for m in fit if "greatest" in m.traits], default=0)
    lists: list[ArmList] = []
    for family in _FAMILIES:
        rank = 0
        kin = [m for m in fit if family in _families(m)]
        singles = _singles(fit, titled, top) if family == "counted" else ()
        for place, run in (*_runs(kin, text), *singles):
            beyond = set() if place is None else _beyond(run, kin, place)
            if _is_fragment(run, beyond, family):
                continue
            traits = _traits(run, text, sums)
            traits.update(about.traits(run), beyond, (f"rank {min(rank, 3)}", f"family {family}"))
            traits.update((f"sum of top {share_of(sum([m.value for m in run]), top)}", titled.trait(run)))
            if family != "denominator" and all(m.value in bases for m in run):
                traits.add("denominators elsewhere")
            lists.append(ArmList(run, family, frozenset(traits)))
            rank += len(run) == 2
    return lists


def _may_be_size(m: Mention, text: str) -> bool:
    """Whether what follows the number lets it be the size of a group: no time, no place, no course."""
    if "n=" in m.traits:
        return True
    if _NO_COUNT.match(text, m.end):
        return False
    return not m.traits & _NO_SIZE or bool(_HEADED_BY_GROUP.match(text, m.end))


def _singles(fit: Sequence[Mention], titled: Titled, top: int) -> Iterator[tuple[None, tuple[Mention, ...]]]:
    """Single numbers of those whom the title speaks of: "of 120 women, 45 relapsed" under "Relapse"."""
    for m in fit:
        treated = "RC:treated" in m.traits and "L0:(" not in m.traits
        if m.value < top and not treated and "n=" not in m.traits and titled.is_titled(m):
            yield None, (m,)


def _is_fragment(run: Sequence[Mention], beyond: set[str], family: Family) -> bool:
    """A list with its own total in it, part of a longer list in brackets, or two lists run together."""
    values = [m.value for m in run]
    if len(run) > 2 and 2 * max(values) == sum(values):
        return True
    if family != "n" or run[0] is run[-1]:
        return False
    if beyond and len(run) < _LONGEST and run[0].sentence is run[-1].sentence:
        return True
    firsts = sum(m.sentence is run[0].sentence for m in run)
    return 1 < firsts < len(run)


def _beyond(run: Sequence[Mention], kin: Sequence[Mention], place: int) -> set[str]:
    """Does the list that begins at a place go on with a number of the same form in the same sentence?"""
    last = place if run[0] is run[-1] else place + len(run) - 1
    total = sum([m.value for m in run])
    traits = set()
    for name, beside, edge in (("more before", place - 1, run[0]), ("more after", last + 1, run[-1])):
        if not 0 <= beside < len(kin) or kin[beside].value == total:
            continue
        if kin[beside].sentence is edge.sentence and _same_form((kin[beside], edge)):
            traits.add(name)
    return traits


def _families(mention: Mention) -> tuple[str, ...]:
    if "denominator" in mention.traits:
        return ("denominator",)
    if "opens with of" in mention.traits:
        return ("counted", "denominator")
    if "numerator" in mention.traits:
        return ()
    if "n=" in mention.traits:
        return ("n",)
    return ("n", "counted") if mention.traits & {"(number", "(number)"} else ("counted",)


def _runs(kin: Sequence[Mention], text: str) -> Iterator[tuple[int, tuple[Mention, ...]]]:
    """Each run with the place of its first number: single ones, lists, and sizes said of each group."""
    for i in range(len(kin)):
        if "RC:treated" in kin[i].traits and "L0:(" not in kin[i].traits:
            yield i, (kin[i],)
        for length in range(2, _LONGEST + 1):
            run = tuple(kin[i : i + length])
            if len(run) < length or run[-1].sentence.index - run[0].sentence.index > 1:
                break
            yield i, run
    for i, m in enumerate(kin):
        if _EACH.match(text, m.end):
            yield i, (m, m)


class _Prefixed(dict[str, str]):
    """Traits with a word put before them."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def __missing__(self, trait: str) -> str:
        self[trait] = name = f"{self._word} {trait}"
        return name


_ALL, _SOME, _FIRST = _Prefixed("all"), _Prefixed("some"), _Prefixed("first")


def _traits(run: Sequence[Mention], text: str, sums: dict[int, bool]) -> set[str]:
    shared = frozenset.intersection(*[m.traits for m in run])
    some = frozenset.union(*[m.traits for m in run]) - shared
    traits = {_ALL[t] for t in shared}
    traits.update([_SOME[t] for t in some], [_FIRST[t] for t in run[0].traits if t[:2] in _AT_FIRST])
    traits.update(_arithmetic(run, text, sums), _layout(run, text))
    return traits


def _arithmetic(run: Sequence[Mention], text: str, sums: dict[int, bool]) -> set[str]:
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


def _layout(run: Sequence[Mention], text: str) -> set[str]:
    """How far apart the numbers are printed and what joins them."""
    between = [text[a.end : b.start].lower() for a, b in pairwise(run)]
    widest = max((len(b) for b in between), default=0)
    traits = {"gap " + next((str(limit) for limit in (25, 60, 120, 240) if widest < limit), "more")}
    traits |= {"joined"} if between and _JOINS.search(between[-1]) else set()
    traits |= {"each"} if len(run) > 1 and run[0] is run[1] else set()
    traits |= {"groups between"} if any(_GROUPS.search(b) for b in between) else set()
    traits |= {f"apart {run[-1].sentence.index - run[0].sentence.index}", f"length {len(run)}"}
    if between and _CASES.search(between[0]) and _CONTROLS.match(text, run[-1].end):
        traits.add("cases and controls")
    return traits | ({"same form"} if _same_form(run) else set())


class _Passages:
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


def _same_form(run: Sequence[Mention]) -> bool:
    first, last = _form(run[0].traits), _form(run[-1].traits)
    return len(first & last) * 2 > max(len(first), len(last))


@lru_cache(maxsize=2048)
def _form(traits: frozenset[str]) -> frozenset[str]:
    return frozenset([t for t in traits if t.startswith(_FORM)])
