"""Whole numbers of a text that may count people, each described by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from miner.document import Document, Sentence
from miner.model import Design
from miner.other_numbers import OtherNumbers, find_other_numbers
from miner.rules import load_rules
from miner.tokens import Token, has_number, tokenize

__all__ = ["Mention", "around", "design_kind", "find_mentions", "word_classes"]

Classes = Callable[[str], tuple[str, ...]]
_CLASSES = load_rules("participants").rules
_HARD = frozenset(
    ("interval level p-value ratio spread test-statistic citation dose range-in-brackets range-named").split()
)
_ANY_CLASS = re.compile("|".join(rule.pattern.pattern for rule in _CLASSES), re.VERBOSE)
_ZONES = ("1", "2", "3-5", "3-5", "3-5")
_HEADS = frozenset(("people", "case", "thing", "study", "place", "time", "unit", "event"))
_VERBS = frozenset(
    ("random", "enrol", "identified", "screened", "treated", "event", "group", "subset", "total")
)
_FRACTION_LEFT = re.compile(
    r"(?:(?<![\d.])\d+ /|\d[\d,]* (?:patients? |women )?(?:[(\[] ?[\d.·]+ % ?[)\]] )?"
    r"(?:out )?of (?:the |a total of )?)$"
)
_FRACTION_RIGHT = re.compile(
    r"/ \d[\d,]*(?: |$)|(?:patients? |women )?(?:[(\[] [\d.·]+ % [)\]] )?(?:out )?of (?:the |a total of )?\d"
)
# "FEC(75)", "(188)Re", "HPV16/18", "IL-6" carry numbers in names.
_IN_NAME_LEFT = re.compile(r"[^\W\d_][(\[]$|[)\]][(\[]$|[A-Za-z]\d*[/-]$")
_IN_NAME_RIGHT = re.compile(r"[)\]]?[^\W\d_]|[(\[]|\.\d|-[A-Z]{2}")
_SHARED_PERCENT = re.compile(
    r"(?:\.\d+)?(?:\s?(?:,|/|-|–|,?\s(?:vs?\.?|versus|and|or|to|compared\s(?:with|to)|against))\s?(?:and\s)?"
    r"[\d.·]+){1,3}\s?(?:%|per\s?cent)"
)
_FUNNEL = ("random", "enrol", "identified", "event", "treated")
_MARKS = "()[]%,;:=/-.+±<>≥≤\u2013&"


@dataclass(frozen=True)
class Mention:
    """A whole number that may count people, with its place and the traits of its surroundings."""

    value: int
    start: int
    end: int
    sentence: Sentence
    traits: frozenset[str] = field(repr=False)


@lru_cache(maxsize=20_000)
def word_classes(word: str) -> tuple[str, ...]:
    """The classes of ``rules/participants.toml`` that a lower-case word belongs to."""
    if not _ANY_CLASS.match(word):
        return ()
    return tuple(rule.id for rule in _CLASSES if rule.pattern.match(word))


@lru_cache(maxsize=16)
def find_mentions(doc: Document) -> tuple[Mention, ...]:
    """All whole numbers that are no part of an interval, a p-value, a dose or the like."""
    others = find_other_numbers(doc)
    found = [m for s in doc.sentences for m in _mentions(s, others)]
    return tuple(_with_relations(found))


def _mentions(sentence: Sentence, others: OtherNumbers) -> Iterator[Mention]:
    tokens = tokenize(sentence.text) if has_number(sentence.text) else ()
    for i, token in enumerate(tokens):
        value = token.whole
        if value is None or value < 1:
            continue
        start, end = sentence.start + token.start, sentence.start + token.end
        kinds = others.at(start, end)
        if kinds & _HARD or _IN_NAME_LEFT.search(sentence.text, max(0, token.start - 4), token.start):
            continue
        if _IN_NAME_RIGHT.match(sentence.text, token.end):
            continue
        traits = {f"is:{k}" for k in kinds} | around(tokens, i, word_classes) | _form(tokens, i, sentence)
        yield Mention(value, start, end, sentence, frozenset(traits))


def around(tokens: Sequence[Token], i: int, classes_of: Classes) -> set[str]:
    """Classes of the words on both sides, by distance and within the clause, and the counted noun."""
    left_marks, left = _neighbours(tokens, i, -1)
    right_marks, right = _neighbours(tokens, i, 1)
    head = _head(right)
    traits = {f"head:{head}"}
    for side, marks, clause, counted in (("L", left_marks, left, ""), ("R", right_marks, right, head)):
        traits.update(f"{side}0:{mark}" for mark in marks)
        for zone, token in zip(_ZONES, clause, strict=False):
            names = ("number",) if token.kind == "number" else classes_of(token.text)
            traits.update(f"{side}{zone}:{name}" for name in names)
        reach = _reach(clause, classes_of)
        traits.update(f"{side}C:{name}" for name in reach)
        told = reach & _VERBS
        traits.update(f"{counted}&R:{name}" if counted else f"L:{name}&{head}" for name in told)
    return traits


def _neighbours(tokens: Sequence[Token], i: int, step: int) -> tuple[list[str], list[Token]]:
    """The mark next to the number and the words on one side, to the next number or the clause's end."""
    marks: list[str] = []
    words: list[Token] = []
    j, end = i + step, len(tokens) if step > 0 else -1
    while j != end and len(words) < 16:
        token = tokens[j]
        j += step
        if token.kind == "mark":
            if not words and not marks and token.text in _MARKS:
                marks.append(token.text)
            if words and token.text in ";:":
                break
            continue
        words.append(token)
        if token.kind == "number" and len(words) >= 5:
            break
    return marks, words


def _reach(clause: Sequence[Token], classes_of: Classes) -> set[str]:
    """Classes of the words up to the next number."""
    found: set[str] = set()
    for token in clause:
        if token.kind == "number":
            break
        found.update(classes_of(token.text))
    return found


def _head(clause: Sequence[Token]) -> str:
    """What is counted: the class of the first noun among the next five words."""
    for token in clause[:5]:
        if token.kind == "number":
            return "none"
        for name in word_classes(token.text):
            if name in _HEADS:
                return name
            if name in ("was", "to", "and"):
                return "none"
    return "none"


def _form(tokens: Sequence[Token], i: int, sentence: Sentence) -> set[str]:
    """How the number is printed and where."""
    token = tokens[i]
    before = [t.text for t in tokens[max(0, i - 3) : i]]
    after = [t.text for t in tokens[i + 1 : i + 4]]
    told = {
        f"role:{sentence.role}": True,
        "n=": _is_n(before),
        "(n=": _is_n(before) and len(before) == 3 and before[0] in "([",
        "(number": _opens(before),
        "(number)": _opens(before) and after[:1] in ([")"], ["]"]),
        "number(%": len(after) > 2 and after[0] == "(" and after[2] == "%",
        "R0:%": bool(_SHARED_PERCENT.match(sentence.text, token.end)),
        "spelled": token.text[0].isalpha(),
        "opens": i == 0,
        "opens with of": before[-1:] == ["of"] and i <= 3,
    }
    return {name for name, holds in told.items() if holds} | _fraction(tokens, i)


def _is_n(before: Sequence[str]) -> bool:
    return before[-2:-1] == ["n"] and before[-1] in "=:"


def _opens(before: Sequence[str]) -> bool:
    return bool(before) and before[-1] in "(["


def _fraction(tokens: Sequence[Token], i: int) -> set[str]:
    """Which side of "45 of 120", "45 (38%) of the 120" or "45/120" the number is on."""
    before = [t.text for t in tokens[max(0, i - 8) : i]]
    after = [t.text for t in tokens[i + 1 : i + 9]]
    traits = set()
    if _FRACTION_LEFT.search(" ".join((*before, ""))):
        traits.add("denominator")
    if _FRACTION_RIGHT.match(" ".join(after)):
        traits.add("numerator")
    return traits


def _with_relations(found: Sequence[Mention]) -> list[Mention]:
    """Add to each mention what it is to the others: a sum of two or three, the greatest, the first."""
    people = [m for m in found if "R1:unit" not in m.traits and "L0:-" not in m.traits and m.value > 3]
    values = [m.value for m in people]
    sums = _sums(people)
    top = max(values, default=0)
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
