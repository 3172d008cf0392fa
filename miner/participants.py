"""Whole numbers of a text that may count people, each described by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from miner.document import Document, Sentence
from miner.mentions import Mention, with_relations
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
_IN_NAME_RIGHT = re.compile(
    r"(?i:\s?(?:person|patient|participant|wom[ae]n|child|m[ae]n)s?[\s-](?:years?|months?|weeks?|days?)\b)"
    r"|[)\]]?[^\W\d_]|[(\[]|\.\d|-[A-Z]{2}|[\s-](?:thirds|halves|quarters|fifths)\b"
)
# "45%", and the 45 of "45 vs 38%".
_PERCENT = re.compile(
    r"\s?%|(?:\.\d+)?(?:\s?(?:,|/|-|–|,?\s(?:vs?\.?|versus|and|or|to|compared\s(?:with|to)|against))\s?(?:and\s)?"
    r"[\d.·]+){1,3}\s?(?:%|per\s?cent)"
)
_MOST = 300  # numbers read in one text: no abstract prints as many, a crafted text may


@lru_cache(maxsize=16)
def find_mentions(doc: Document) -> tuple[Mention, ...]:
    """All whole numbers that are no part of an interval, a p-value, a dose or the like."""
    others = find_other_numbers(doc)
    found = list(islice((m for s in doc.sentences for m in _mentions(s, others)), _MOST))
    return with_relations(found)


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


def design_kind(design: Design) -> str:
    """Trials, reviews or observational studies: what they print as a size differs."""
    return (
        "rct"
        if design in ("randomized_trial", "nonrandomized_trial")
        else "meta"
        if design.endswith("review") or design == "meta_analysis"
        else "obs"
    )
