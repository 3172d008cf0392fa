"""Whole numbers of a text that may count people, each described by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from miner.model import Design
from miner.numbers.others import OtherNumbers, find_other_numbers
from miner.numbers.shares import find_shares
from miner.numbers.surroundings import Surroundings
from miner.participants.descriptions import said_of
from miner.participants.mentions import Mention, share_heads, with_relations
from miner.participants.not_studied import counts_nobody, is_planned
from miner.participants.stages import stage_of
from miner.text.document import Document, Sentence
from miner.text.tokens import Number, Tokens, has_number, tokenize

__all__ = ["Mention", "design_kind", "find_mentions", "is_only_planned"]

_NOT_PEOPLE = frozenset(
    (
        "interval level p-value ratio spread test-statistic citation dose range-in-brackets "
        "range-named range-plain year time-point time-adjective age grade date follow-up "
        "threshold scale arithmetic-change"
    ).split()
)
_YEAR, _AGE = frozenset(("year",)), frozenset(("age",))
_THRESHOLD = frozenset(("threshold",))
_FEW = 100
# "a survey of > 800 women": no limit of a group.
_MORE_THAN = re.compile(
    r"\b(?:of|in|from|on|included|includes|including|involving|enrolled|recruited)\s"
    r"(?:[>≥]|over|more\sthan|at\sleast)\s?$",
    re.I,
)
_OLDEST = 120  # years: a greater number behind "age" is none
# "The mean age of the 64 women was": whose age it is.
_AGE_OF = re.compile(r"\bages?\sof\s(?:the|these|those|all|our)\s(?:[a-z]+\s)?$", re.I)
_FRACTION_LEFT = re.compile(
    r"(?:(?<![\d.])\d+ /|\d[\d,]* (?:patients? |women )?(?:[(\[] ?[\d.·]+ % ?[)\]] )?"
    r"(?:out )?of (?:the |a total of )?|\d ?(?:% )?(?:[^\W\d]+ ){0,2}among (?:the )?)$"
)
_FRACTION_RIGHT = re.compile(
    r"/ \d[\d,]*(?: |$)|(?:patients? |women )?(?:[(\[] [\d.·]+ % [)\]] )?(?:out )?of (?:the |a total of )?\d"
)
_BEFORE_DENOMINATOR = ("/", "of", "the", "among")
# "FEC(75)", "(188)Re", "HPV16/18", "IL-6" carry numbers in names.
# Money is no people either: "$185".
_IN_NAME_LEFT = re.compile(r"[$€£¥]\s?$|\d\+$|[^\W\d_][(\[]$|[)\]][(\[]$|[A-Za-z]\d*[/-]$|[×x]\s?$|\bper\s$")
_IN_NAME_RIGHT = re.compile(
    r"(?i:\s?(?:person|patient|participant|subject|wom[ae]n|child(?:ren)?|infant|m[ae]n)s?[\s-](?:years?|months?|weeks?|days?)\b)"
    r"|[)\]]?[^\W\d_]|[(\[]|\.\d|\+\d|-[A-Z]{2}|[\s-](?:thirds|halves|quarters|fifths)\b"
)
# "45%", and the 45 of "45 vs 38%".
_PERCENT = re.compile(
    r"\s?%|(?:\.\d+)?(?:\s?(?:,|/|-|–|,?\s(?:vs?\.?|versus|and|or|to|compared\s(?:with|to)|against))\s?(?:and\s)?"
    r"[\d.·]+){1,3}\s?(?:%|per\s?cent)"
)
# "the Million Women Study", "the 1905 Cohort Survey": a number that is capitalised or stands among capitals.
_IN_TITLE = re.compile(
    r"\s(?:[A-Z][\w-]+\s){0,3}(?:Study|Survey|Cohort|Trial|Project|Program(?:me)?|Registry)\b"
)
# "one million women a year": how often, not how many were studied.
_PER_TIME = re.compile(
    r"\s?(?:[\w-]+\s){1,9}?(?:(?:a|per|each|every)\s(?:year|month|day)|annually|yearly|world-?wide|globally|in\sthe\sworld)\b",
    re.I,
)
# "with 2017 consecutive referrals": what looks like a year counts where no word of time leads to it.
_COUNTED_YEAR_LEFT = re.compile(
    r"(?:^|[.;:]\s|\b(?:about|nearly|some|over|almost|approximately|around|with|of|were|was|had|have|took\sin|including|includes?|included|comprise[ds]?|comprising|involv(?:ing|ed)|"
    r"consisted\sof|recruited|enrolled|among|studied|analy[sz]ed|reviewed|followed|all|these|the|identified)\s)$",
    re.I,
)
_MONTH_OF = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|"
    r"summer|autumn|fall|winter|end|beginning|start|middle)\s(?:of\s)?$",
    re.I,
)
# "1840 men and 1990 age- and sex-matched controls": no time led to, none before.
_BESIDE = re.compile(r"(?:,|\band|\bor|\bversus|\bvs\.?)\s$")
_SPAN = re.compile(
    r"\b(?:between|from|since|during|in|until|through|years?|after|before)\b[^.;]{0,25}$|\b(?:19|20)\d\d\b[^.;]{0,14}$",
    re.I,
)
_COUNTED = (
    r"(?:patients|women|men|participants|subjects|children|infants|mothers|adults|people|persons|individuals|"
    r"respondents|students|referrals|cases|controls|eyes|hips|knees|procedures|operations|pregnancies|births|"
    r"deliveries|admissions|recipients|survivors|veterans|records|adolescents|volunteers|residents|"
    r"\w{3,20}(?:ectomies|ostomies|plasties))\b"
)
_COUNTED_YEAR_RIGHT = re.compile(
    r"\s(?:(?!(?:in|to|for|on|at|by|with|was|were|had|who|and\s\w+\s(?:in|to))\b)[a-z][\w-]*,?\s){0,4}?"
    rf"(?:{_COUNTED}|[A-Z][a-z]+s\b)"
)
_COUNTED_RIGHT = re.compile(rf"\s(?:[\w-]+\s){{0,3}}?{_COUNTED}")
_N_EQUALS = re.compile(r"\bn\s?[=:]\s?$", re.I)
# "820 children and their 700 mothers": not those who were studied, but their kin.
_OF_THEM = re.compile(r"\b(?:their|whose|its|his|her)\s(?:[a-z]+\s){0,2}$", re.I)
_PERCENT_SIGN = re.compile(r"\s?%")
_TO_A_YEAR = re.compile(r"\b(?:19|20)\d\d\s?(?:to|and|through|until|till|-|–)\s$", re.I)
_YEARS = range(1900, 2050)
# "Each arm consisted of 30 patients", "20 women were assigned to each arm": no number of the study.
_EACH = re.compile(
    r"(?:\s?[(\[][\d.·]+\s?%[)\]])?\s(?:[\w-]+\s){0,6}?(?:per|(?:in|to|for|into|of)\seach)\s(?:of\s(?:the\s)?)?(?:[\w-]+\s){0,2}?"
    r"(?:arm|group|cohort|condition)s?\b",
    re.I,
)
_EACH_HAD = re.compile(
    r"\beach\s(?:of\s(?:the\s|these\s)?)?(?:[\w-]+\s){0,3}?(?:arm|group|cohort|condition)s?\b[^.;:()\d]{0,40}$"
    r"|\beach\s(?:having|with|containing|comprising|including)\s$"
    r"|\b(?:groups|arms|cohorts)\s(?:each\s)?(?:of|with|containing|comprising|consisting\sof|having)\s$",
    re.I,
)
# "The response rate was 61% (244/400)".
_ANSWERED = re.compile(
    r"\b(?:response|participation|return|completion|reply|recruitment)\s(?:rates?|proportions?)\b(?:[^.;]|\.(?=\d)){0,50}$",
    re.I,
)
_MOST = 300  # numbers read in one text: no abstract prints as many, a crafted text may


@lru_cache(maxsize=16)
def find_mentions(doc: Document) -> tuple[Mention, ...]:
    """All whole numbers that are no part of an interval, a p-value, a dose or the like."""
    others = find_other_numbers(doc)
    found = list(islice((m for s in doc.sentences for m in share_heads(list(_mentions(s, others)))), _MOST))
    return with_relations(found, find_shares(doc.text))


def is_only_planned(mention: Mention, design: Design) -> bool:
    """Whether those whom a number counts were to take part, in a report of people who did."""
    return "planned" in mention.traits and design != "other"


def _mentions(sentence: Sentence, others: OtherNumbers) -> Iterator[Mention]:
    text = sentence.text
    if not has_number(text):
        return
    tokens = tokenize(text)
    surroundings = Surroundings(tokens, "participants")
    for number in tokens.numbers:
        value = _whole(text, number)
        if value is None or value < 1 or number.text[0] == "0":
            continue
        if sentence.role == "background" and number.text.endswith("million"):
            continue  # "over 30 million people work at night": whom the problem concerns
        start, end = sentence.start + number.start, sentence.start + number.end
        kinds = others.at(start, end)
        if kinds & _NOT_PEOPLE and not _counts_all_the_same(text, number, kinds):
            continue
        if _IN_NAME_LEFT.search(text, max(0, number.start - 4), number.start) or _is_named(text, number):
            continue
        if _IN_NAME_RIGHT.match(text, number.end) or _is_percent(text, number) or counts_nobody(text, number):
            continue
        traits = surroundings.of(number)
        traits.update([f"is:{k}" for k in kinds])
        traits |= _form(tokens, number, sentence)
        traits.add(stage_of(tokens, number.token))
        yield Mention(value, start, end, sentence, frozenset(traits))


def _whole(text: str, number: Number) -> int | None:
    """The value where it is a whole number: "240", and of people "1.2 million"."""
    if number.text.endswith("million") and not number.value % 1 and _COUNTED_RIGHT.match(text, number.end):
        return int(number.value)
    return number.whole


def _counts_all_the_same(text: str, number: Number, kinds: frozenset[str]) -> bool:
    """Does a number that looks like a year, an age or a limit count people?"""
    left = text[max(0, number.start - 60) : number.start]
    if kinds == _YEAR:
        counted = bool(_COUNTED_YEAR_LEFT.search(left)) and not _MONTH_OF.search(left)
        counted = counted or bool(_BESIDE.search(left) and not _SPAN.search(left))
        return counted and bool(_COUNTED_YEAR_RIGHT.match(text, number.end))
    if kinds == _AGE:
        return number.value > _OLDEST or bool(_AGE_OF.search(left))
    more = kinds == _THRESHOLD and number.value >= _FEW and _MORE_THAN.search(left)
    return bool(more and _COUNTED_RIGHT.match(text, number.end))


def _is_percent(text: str, number: Number) -> bool:
    """Is the number a percentage, not the count before one ("n = 44, 72%")?"""
    of_n = _N_EQUALS.search(text, max(0, number.start - 5), number.start)
    return bool((_PERCENT_SIGN if of_n else _PERCENT).match(text, number.end))


def _is_named(text: str, number: Number) -> bool:
    """Is the number part of a study's name, the end of a span of years, or a count for each year?"""
    if number.whole in _YEARS and _TO_A_YEAR.search(text, max(0, number.start - 16), number.start):
        return True
    if (
        number.text[0].isalpha()
        and number.start
        and text[number.start].isupper()
        and text[number.end :][1:2].isupper()
    ):
        return True
    return bool(_IN_TITLE.match(text, number.end) or _PER_TIME.match(text, number.end))


def _form(tokens: Tokens, number: Number, sentence: Sentence) -> set[str]:
    """How the number is printed and where."""
    i = number.token
    before, after = tokens.texts[max(0, i - 3) : i], tokens.texts[i + 1 : i + 4]
    told = {
        "n=": _is_n(before),
        "N=": _is_n(before) and "N" in sentence.text[max(0, number.start - 4) : number.start],
        "kin": bool(_OF_THEM.search(sentence.text, max(0, number.start - 24), number.start)),
        "of each": _is_of_each(sentence.text, number),
        "planned": is_planned(sentence.text, number),
        "(n=": _is_n(before) and len(before) == 3 and before[0] in "([",
        "(number": _opens(before),
        "(number)": _opens(before) and after[:1] in ((")",), ("]",)),
        "number(%": len(after) > 2 and after[0] == "(" and after[2] == "%",
        "spelled": number.text[0].isalpha(),
        "opens": i == 0,
        "opens with of": before[-1:] == ("of",) and i <= 3,
    }
    of = _fraction(tokens, i)
    if of and _ANSWERED.search(sentence.text, max(0, number.start - 70), number.start):
        of.append("answered")
    told_by_form = {name for name, holds in told.items() if holds}
    return {f"role:{sentence.role}", *said_of(sentence.text, number), *told_by_form, *of}


def _is_of_each(text: str, number: Number) -> bool:
    """Is the number that of each group?"""
    if not any(word in text for word in ("ach ", "per ", "groups ", "arms ", "cohorts ")):
        return False
    near = max(0, number.start - 60)
    return bool(_EACH.match(text, number.end) or _EACH_HAD.search(text, near, number.start))


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
