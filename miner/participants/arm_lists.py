"""Lists of numbers that may be the sizes of the compared groups, each described by its traits."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from miner.participants.list_traits import Passages, arithmetic, layout, same_form
from miner.participants.mentions import Mention, share_of
from miner.participants.titled import Beside, Titled, contrasted_words
from miner.phrases.unnamed_groups import groups_counted

__all__ = ["ArmList", "Family", "find_lists"]

Family = Literal["n", "counted", "denominator"]
_LONGEST = 4
_MOST_EQUAL = 6  # groups of one size
_LONGEST_NAMED = 8  # of sizes in brackets behind the groups' names
_AT_FIRST = frozenset(("L1", "L2", "LC", "R1", "RC"))
_FAMILIES: tuple[Family, ...] = ("n", "counted", "denominator")
# "96 patients in each group", "74 matched pairs": the number is that of each of two groups, or of three.
_EACH = re.compile(
    r"(?:\s?[(\[][\d.·]+\s?%[)\]])?\s(?:[\w-]+\s){0,5}?(?:(?:per|(?:in|to|for|into|of|within)\s(?:each|both)(?:\sof\sthe(?:se)?)?)\s(?:[\w-]+\s){0,2}?(?:arm|group|cohort|condition)s?\b"
    r"|(?:in|to)\seach\b(?=[.;,)])|(?:[\w-]+-)?(?:matched|case[\s-]control|patient|such)(?:\s[\w-]+)?[\s-]pairs\b|each\b(?=\s?\)))",
    re.I,
)
_EACH_CUES = ("each", "per ", "both", "pairs")
_NO_COUNT = re.compile(
    r"-[a-z]|\s?(?:mm|cm|mg|ml|dl|kg|nm|mW|J|Hz|kHz|MHz|kV|MBq|GBq|mCi|mmHg|kcal|kJ|kPa|W)\b|\s(?:courses?|cycles?|doses?|fractions?|sessions?|times|points?|items?|visits?)\b",
    re.I,
)
# "107 with usual practice": the noun is not what is counted.
_HEADED_BY_GROUP = re.compile(
    r"\s(?:\(\d[\d.·]*\s?%\)\s)?(?:with|in|on|to|into|by|given|receiv(?:ed|ing)|had|having|who|were|was|allocated|assigned)\b",
    re.I,
)
_ON_SEXES = re.compile(r"\b(?:sex(?:es)?|gender|(?:wo)?m[ae]n|(?:fe)?males?|boys?|girls?)\b", re.I)
_FEMALE = re.compile(r"\s?(?:\w+\s)?(?:females?|wom[ae]n|girls?)\b", re.I)
_MALE = re.compile(r"\s?(?:\w+\s)?(?:males?|m[ae]n|boys?)\b", re.I)
_EXCLUDED = re.compile(r"\s(?:[\w-]+\s){0,3}?(?:(?:were|was|had\sbeen)\s(?:\w+\s)?)?excluded\b", re.I)
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
    about = Passages(text)
    beside = Beside(text)
    titled, contrasted = Titled(beside, title), Titled(beside, contrasted_words(text))
    top = max([m.value for m in fit if "greatest" in m.traits], default=0)
    on_sexes = bool(_ON_SEXES.search(title))
    lists: list[ArmList] = []
    for family in _FAMILIES:
        rank = 0
        kin = _kin(fit, family)
        singles = _singles(fit, (titled, contrasted), top) if family == "counted" else ()
        for place, run in (*_runs(kin, text, sums), *singles):
            beyond = set() if place is None else _beyond(run, kin, place)
            if _is_fragment(run, beyond, family) or _are_no_groups(run, text, on_sexes=on_sexes):
                continue
            traits = _traits(run, text, sums)
            traits.update(about.traits(run), beyond, (f"rank {min(rank, 3)}", f"family {family}"))
            traits.update((f"sum of top {share_of(sum([m.value for m in run]), top)}", titled.trait(run)))
            traits.add(f"contrasted: {contrasted.trait(run)}")
            if family != "denominator" and all(m.value in bases for m in run):
                traits.add("denominators elsewhere")
            lists.append(ArmList(run, family, frozenset(traits)))
            rank += len(run) == 2
    return lists


def _may_be_size(m: Mention, text: str) -> bool:
    """Whether what follows the number lets it be the size of a group: no time, no place, no course."""
    if "n=" in m.traits:
        return True
    if "described" in m.traits:
        return False
    if _NO_COUNT.match(text, m.end):
        return False
    return not m.traits & _NO_SIZE or bool(_HEADED_BY_GROUP.match(text, m.end))


def _kin(fit: Sequence[Mention], family: Family) -> list[Mention]:
    """The numbers of one printed form; of neighbours that are wholes of counts, a repeated one once.

    "9 of 30 relapsed and 6 of 30 died, against 2 of 41 and 1 of 41": groups of 30 and 41.
    """
    kin = [m for m in fit if family in _families(m)]
    if family != "denominator" or len({m.value for m in kin}) < 2:
        return kin
    return [m for i, m in enumerate(kin) if not i or kin[i - 1].value != m.value]


def _singles(
    fit: Sequence[Mention], about: Sequence[Titled], top: int
) -> Iterator[tuple[None, tuple[Mention, ...]]]:
    """Single numbers of those whom the title speaks of, or who are set against others.

    "Of 120 women, 45 relapsed" under "Relapse", or beside "those without relapse".
    """
    for m in fit:
        treated = "RC:treated" in m.traits and "L0:(" not in m.traits
        if m.value < top and not treated and "n=" not in m.traits and any(a.is_titled(m) for a in about):
            yield None, (m,)


def _is_fragment(run: Sequence[Mention], beyond: set[str], family: Family) -> bool:
    """A list with its own total in it, part of a longer list in brackets, or two lists run together."""
    values = [m.value for m in run]
    if len(run) > 2 and 2 * max(values) == sum(values):
        return True
    if family != "n" or run[0] is run[-1]:
        return False
    longest = _LONGEST_NAMED if "n=" in run[0].traits else _LONGEST
    if beyond and len(run) < longest and run[0].sentence is run[-1].sentence:
        return True
    firsts = sum(m.sentence is run[0].sentence for m in run)
    return 1 < firsts < len(run)


def _are_no_groups(run: Sequence[Mention], text: str, *, on_sexes: bool) -> bool:
    """People and their kin, or the women and the men of one group."""
    if any("kin" in m.traits or _EXCLUDED.match(text, m.end) for m in run):
        return True
    if on_sexes or len(run) != 2:
        return False
    female, male = ([bool(sex.match(text, m.end)) for m in run] for sex in (_FEMALE, _MALE))
    return any(female) and any(male) and female != male


def _beyond(run: Sequence[Mention], kin: Sequence[Mention], place: int) -> set[str]:
    """Does the list that begins at a place go on with a number of the same form in the same sentence?"""
    last = place if run[0] is run[-1] else place + len(run) - 1
    total = sum([m.value for m in run])
    traits = set()
    for name, beside, edge in (("more before", place - 1, run[0]), ("more after", last + 1, run[-1])):
        if not 0 <= beside < len(kin) or kin[beside].value == total:
            continue
        if kin[beside].sentence is edge.sentence and same_form((kin[beside], edge)):
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


def _runs(
    kin: Sequence[Mention], text: str, values: Collection[int]
) -> Iterator[tuple[int, tuple[Mention, ...]]]:
    """Each run with the place of its first number: single ones, lists, and sizes said of each group.

    ``values`` are all numbers of people that the text prints.
    """
    for i in range(len(kin)):
        if "RC:treated" in kin[i].traits and "L0:(" not in kin[i].traits:
            yield i, (kin[i],)
        for length in range(2, _LONGEST_NAMED + 1):
            run = tuple(kin[i : i + length])
            if len(run) < length or run[-1].sentence.index - run[0].sentence.index > 1:
                break
            if length > _LONGEST and not (
                run[0].sentence is run[-1].sentence and "n=" in run[0].traits and "n=" in run[-1].traits
            ):
                break
            yield i, run
    for i, m in enumerate(kin):
        if "of each" in m.traits or _is_of_each(m, text):
            yield i, (m,) * _times(m, values)


def _is_of_each(m: Mention, text: str) -> bool:
    """Is the number said of each group, or the number of pairs?"""
    sentence = m.sentence.text
    return any(cue in sentence for cue in _EACH_CUES) and bool(_EACH.match(text, m.end))


def _times(m: Mention, values: Collection[int]) -> int:
    """How many groups there are of a number that is said of each.

    As its sentence says; else as often as it goes into a printed number of people; else two.
    """
    dividing = (times for times in range(2, _MOST_EQUAL + 1) if times * m.value in values)
    return groups_counted(m.sentence.text) or next(dividing, 2)


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
    traits.update(arithmetic(run, text, sums), layout(run, text))
    return traits
