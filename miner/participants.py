"""Whole numbers of a text that may count people, each described by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from miner.document import Document, Sentence
from miner.model import Design
from miner.other_numbers import OtherNumbers, find_other_numbers
from miner.surroundings import Surroundings
from miner.tokens import Number, Tokens, has_number, tokenize

__all__ = ["Mention", "design_kind", "find_mentions"]

_NOT_PEOPLE = frozenset(
    (
        "interval level p-value ratio spread test-statistic citation dose range-in-brackets "
        "range-named range-plain year time-point time-adjective age grade date follow-up "
        "threshold scale arithmetic-change"
    ).split()
)
_FRACTION_LEFT = re.compile(
    r"(?:(?<![\d.])\d+ /|\d[\d,]* (?:patients? |women )?(?:[(\[] ?[\d.·]+ % ?[)\]] )?"
    r"(?:out )?of (?:the |a total of )?|\d ?(?:% )?(?:[^\W\d]+ ){0,2}among (?:the )?)$"
)
_FRACTION_RIGHT = re.compile(
    r"/ \d[\d,]*(?: |$)|(?:patients? |women )?(?:[(\[] [\d.·]+ % [)\]] )?(?:out )?of (?:the |a total of )?\d"
)
_BEFORE_DENOMINATOR = ("/", "of", "the", "among")
# "FEC(75)", "(188)Re", "HPV16/18", "IL-6" carry numbers in names.
_IN_NAME_LEFT = re.compile(r"[^\W\d_][(\[]$|[)\]][(\[]$|[A-Za-z]\d*[/-]$|[×x]\s?$")
_IN_NAME_RIGHT = re.compile(r"[)\]]?[^\W\d_]|[(\[]|\.\d|-[A-Z]{2}|[\s-](?:thirds|halves|quarters|fifths)\b")
# "45%", and the 45 of "45 vs 38%".
_PERCENT = re.compile(
    r"\s?%|(?:\.\d+)?(?:\s?(?:,|/|-|–|,?\s(?:vs?\.?|versus|and|or|to|compared\s(?:with|to)|against))\s?(?:and\s)?"
    r"[\d.·]+){1,3}\s?(?:%|per\s?cent)"
)
_MOST = 300  # numbers read in one text: no abstract prints as many, a crafted text may
_FUNNEL = ("random", "enrol", "identified", "event", "treated")


@dataclass(frozen=True)
class Mention:
    """A whole number that may count people, with its place and the traits of its surroundings."""

    value: int
    start: int
    end: int
    sentence: Sentence
    traits: frozenset[str] = field(repr=False)


@lru_cache(maxsize=16)
def find_mentions(doc: Document) -> tuple[Mention, ...]:
    """All whole numbers that are no part of an interval, a p-value, a dose or the like."""
    others = find_other_numbers(doc)
    found = list(islice((m for s in doc.sentences for m in _mentions(s, others)), _MOST))
    return tuple(_with_relations(found))


def _mentions(sentence: Sentence, others: OtherNumbers) -> Iterator[Mention]:
    text = sentence.text
    if not has_number(text):
        return
    tokens = tokenize(text)
    surroundings = Surroundings(tokens, "participants")
    for number in tokens.numbers:
        value = number.whole
        if value is None or value < 1 or number.text[0] == "0":
            continue
        start, end = sentence.start + number.start, sentence.start + number.end
        kinds = others.at(start, end)
        if kinds & _NOT_PEOPLE or _IN_NAME_LEFT.search(text, max(0, number.start - 4), number.start):
            continue
        if _IN_NAME_RIGHT.match(text, number.end) or _PERCENT.match(text, number.end):
            continue
        traits = surroundings.of(number)
        traits.update([f"is:{k}" for k in kinds])
        traits |= _form(tokens, number, sentence)
        yield Mention(value, start, end, sentence, frozenset(traits))


def _form(tokens: Tokens, number: Number, sentence: Sentence) -> set[str]:
    """How the number is printed and where."""
    i = number.token
    before, after = tokens.texts[max(0, i - 3) : i], tokens.texts[i + 1 : i + 4]
    told = {
        "n=": _is_n(before),
        "(n=": _is_n(before) and len(before) == 3 and before[0] in "([",
        "(number": _opens(before),
        "(number)": _opens(before) and after[:1] in ((")",), ("]",)),
        "number(%": len(after) > 2 and after[0] == "(" and after[2] == "%",
        "spelled": number.text[0].isalpha(),
        "opens": i == 0,
        "opens with of": before[-1:] == ("of",) and i <= 3,
    }
    return {f"role:{sentence.role}", *(name for name, holds in told.items() if holds), *_fraction(tokens, i)}


def _is_n(before: Sequence[str]) -> bool:
    return before[-2:-1] == ("n",) and before[-1] in "=:"


def _opens(before: Sequence[str]) -> bool:
    return bool(before) and before[-1] in "(["


def _fraction(tokens: Tokens, i: int) -> list[str]:
    """Which side of "45 of 120", "45 (38%) of the 120" or "45/120" the number is on."""
    before, after = tokens.texts[max(0, i - 8) : i], tokens.texts[i + 1 : i + 9]
    traits = []
    if before and before[-1] in _BEFORE_DENOMINATOR and _FRACTION_LEFT.search(" ".join((*before, ""))):
        traits.append("denominator")
    if after and (after[0] == "/" or "of" in after) and _FRACTION_RIGHT.match(" ".join(after)):
        traits.append("numerator")
    return traits


def _with_relations(found: Sequence[Mention]) -> list[Mention]:
    """Add to each mention what it is to the others: a sum of two or three, the greatest, the first."""
    people = [m for m in found if "R1:unit" not in m.traits and "L0:-" not in m.traits and m.value > 3]
    values = [m.value for m in people]
    sums = _sums(people)
    top = max(values, default=0)
    randomised = {m.value for m in people if "RC:random" in m.traits and m.value > 9}
    first = min((m.sentence.index for m in people if "head:people" in m.traits), default=-1)
    out = []
    for m in found:
        extra = {_size(m.value)}
        if m.value in sums[0] and m.value > 9:
            extra.add("sum")
        if (m.value, m.sentence.index) in sums[1]:
            extra.add("part")
        if m.value == top:
            extra.add("greatest")
        if m.sentence.index == first:
            extra.add("first sentence with people")
        extra |= _funnel(m, people)
        if "RC:random" not in m.traits and any(value < m.value for value in randomised):
            extra.add("fewer randomised")
        if values.count(m.value) > 1:
            extra.add("repeated")
        out.append(Mention(m.value, m.start, m.end, m.sentence, m.traits | extra))
    return out


def _funnel(m: Mention, people: Sequence[Mention]) -> set[str]:
    """Tell A and B of each other in "of A assessed, B were enrolled"."""
    same = [o for o in people if o.sentence.index == m.sentence.index]
    traits: set[str] = set()
    if any(o.start < m.start and o.value > m.value and "L1:of" in o.traits for o in same):
        traits.add("out of a greater")
        traits |= {f"out of a greater, {verb}" for verb in _FUNNEL if f"RC:{verb}" in m.traits}
    later = [o for o in same if o.start > m.start and o.value < m.value]
    traits |= {f"before fewer, {verb}" for verb in _FUNNEL if any(f"RC:{verb}" in o.traits for o in later)}
    if any(o.start < m.start and o.value > m.value for o in same):
        traits |= {f"after more, {verb}" for verb in _FUNNEL if f"RC:{verb}" in m.traits}
    if "L1:of" in m.traits and later:
        traits.add("of which fewer")
        traits |= {f"of which fewer, {verb}" for verb in _FUNNEL if f"RC:{verb}" in later[0].traits}
    if same and m.start > same[0].start:
        traits.add("later in sentence")
    if len(same) > 1:
        traits.add("one of several")
    return traits


def _size(value: int) -> str:
    for limit in (2, 5, 10, 20, 50, 100, 500, 5000):
        if value < limit:
            return f"<{limit}"
    return ">=5000"


def _sums(found: Sequence[Mention]) -> tuple[set[int], set[tuple[int, int]]]:
    """Totals whose two or three parts stand near each other, and the parts with their sentence."""
    totals = {m.value for m in found}
    sums: set[int] = set()
    parts: set[tuple[int, int]] = set()
    for i, a in enumerate(found):
        for j in range(i + 1, min(i + 6, len(found))):
            b = found[j]
            if b.sentence.index - a.sentence.index > 1:
                break
            for c in (None, *found[j + 1 : j + 4]):
                total = a.value + b.value + (c.value if c else 0)
                if total in totals and (c is None or c.sentence.index == a.sentence.index):
                    sums.add(total)
                    parts |= {(m.value, m.sentence.index) for m in (a, b, c) if m}
    return sums, parts


def design_kind(design: Design) -> str:
    """Trials, reviews or observational studies: what they print as a size differs."""
    return (
        "rct"
        if design in ("randomized_trial", "nonrandomized_trial")
        else "meta"
        if design.endswith("review") or design == "meta_analysis"
        else "obs"
    )
