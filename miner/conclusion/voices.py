"""What one sentence says of the studied treatment: better, no better, worse; of what; denied or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate

from miner.comparisons.direction import group_words
from miner.model import Arm
from miner.phrases.denial import NEGATION
from miner.rules import Rule, load_rules
from miner.text.document import Document, Sentence
from miner.text.word_starts import Passage, Sought

__all__ = ["finder", "harms_sought", "rules_that_say", "said_in", "sentences_with", "verdicts_in"]

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
# Harms that a treatment may be meant to prevent: named in the title, they are what the study is about.
_PREVENTABLE = re.compile(
    r"\b(?:adverse|toxicit\w+|complications?|morbidity|costs?|cost-effective\w*|anxiety|cardiotoxic\w*|lympho?edema|seromas?|"
    r"ha?ematomas?|infections?|bleeding|bleeds|neuropathy|neutropenia|nausea|reactions|hospitali[sz]ation)\b",
    re.IGNORECASE,
)
_STEM = 5  # letters that tell one harm from another
# Of other studies, or of subgroups beside each other: likeness there is no verdict either.
_ASIDE = re.compile(
    r"\b(?:previous(?:ly)?|prior|earlier|other\s(?:\w+\s)?(?:studies|trials|populations?|reports?|cancer|breast)|"
    r"published|literature|known|expected|historical|subgroups?|across|irrespective|regardless|"
    r"independent(?:ly)?\sof|consistent(?:ly)?|profile|"
    r"both\s(?:the\s)?(?:\w+\s)?(?:scores?|tools?|tests?|methods?))\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    NEGATION + r"(?:\W+(?!but\b|however\b|although\b)[\w-]+){0,4}\W*$",
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
    return [(rule, _sought()[rule.id]) for rule in _fitting(text) if rule.data["says"] in says]


@lru_cache(maxsize=4)
def _fitting(text: str) -> tuple[Rule, ...]:
    """The rules that can match in the text, kept while it is asked for each kind of them."""
    return tuple(load_rules("conclusion").fitting(text))


def finder(rule: str) -> Sought:
    """What finds the words of one rule of ``rules/conclusion.toml``."""
    return _sought()[rule]


@cache
def _sought() -> Mapping[str, Sought]:
    return {rule.id: Sought(rule.pattern) for rule in load_rules("conclusion").rules}


def harms_sought(title: str) -> frozenset[str]:
    """The beginnings of the harms that a study is about, by its title: to have fewer of them is a gain."""
    return frozenset(_stem(word) for word in _PREVENTABLE.findall(title))


def _stem(word: str) -> str:
    return word.lower().replace("oe", "e").replace("ae", "e")[:_STEM]


def said_in(
    passage: Passage, arms: Sequence[Arm] = (), sought: frozenset[str] = frozenset()
) -> frozenset[str]:
    """What the passage says: "better", "null", "null harm" (of harms) and so on, and by which rule.

    ``sought`` are the harms that the study is about (``harms_sought``), which are no mere harms.
    """
    text = passage.text
    said: set[str] = set()
    for m, names in _judged(passage):
        of = _of(text, m, sought)
        said.update(f"{name}{of}" for name in names)
    for rule, words in rules_that_say(text, "against", "mixed"):
        for m in words.finditer(passage):
            of = _of(text, m, sought)
            said.update((f"{rule.id}{of}", f"{rule.data['says']}{of}"))
    said.update(rule.id for rule, words in rules_that_say(text, "turn") if words.search(passage))
    if len(arms) > 1:
        said.update(_set_against(text, arms))
    return frozenset(said)


def _judged(passage: Passage) -> Iterator[tuple[re.Match[str], tuple[str, str]]]:
    """The words that judge, each with its rule and its verdict, both denied if it is."""
    text = passage.text
    nulls = [(rule, m) for rule, words in rules_that_say(text, "null") for m in words.finditer(passage)]
    for rule, m in nulls:
        yield m, (rule.id, "null")
    taken = _covered(len(text), [m.span() for _, m in nulls])
    for rule, words in rules_that_say(text, "better", "worse"):
        for m in words.finditer(passage):
            if taken.find(1, m.start(), m.end()) < 0:
                denied = bool(_DENIAL.search(text[max(0, m.start() - _DENIED_FROM) : m.start()]))
                says = rule.data["says"]
                yield m, (f"no {rule.id}", _DENIED[says]) if denied else (rule.id, says)


def verdicts_in(doc: Document, sentences: Sequence[Sentence], sought: frozenset[str]) -> list[frozenset[str]]:
    """For each sentence the verdicts on the treatment that it gives, those on mere harms left out."""
    ends = _ends(sentences)
    given: list[set[str]] = [set() for _ in sentences]
    passage = doc.passage(sentences)
    for m, (_, verdict) in _judged(passage):
        told = given[bisect_right(ends, m.start())]
        if verdict not in told and not _of(passage.text, m, sought):
            told.add(verdict)
    return [frozenset(verdicts) for verdicts in given]


def sentences_with(doc: Document, sentences: Sequence[Sentence], rule: str) -> set[int]:
    """Which of the sentences, by their places among them, have words of the rule."""
    ends = _ends(sentences)
    return {bisect_right(ends, m.start()) for m in finder(rule).finditer(doc.passage(sentences))}


def _ends(sentences: Sequence[Sentence]) -> list[int]:
    """Where each sentence ends in the passage of all."""
    return list(accumulate(len(sentence.text) + 1 for sentence in sentences))


def _of(text: str, m: re.Match[str], sought: frozenset[str]) -> str:
    """Whether the words speak of harms or of other studies, by their own clause."""
    start, end = m.span()
    left, right = text[max(0, start - _NEAR_BEFORE) : start], text[end : end + _NEAR_AFTER]
    left = _CUT_BEFORE.split(left)[-1]
    stop = _CUT_AFTER.search(right)
    right = right[: stop.start()] if stop else right
    if _is_harm(right, sought) or _is_harm(left, sought) or _is_harm(m[0], sought):
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


def _is_harm(words: str, sought: frozenset[str]) -> bool:
    """Whether the words name a harm other than those that the study is about."""
    if not sought:
        return _HARMS.search(words) is not None
    return any(_stem(harm) not in sought for harm in _HARMS.findall(words))


def _covered(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """A one for each character in a span."""
    covered = bytearray(length)
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return covered
