"""Numbers with their units that may be results of a group: rates, times, means, counts of people."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from miner.model import Statistic
from miner.numbers.others import find_other_numbers
from miner.numbers.statistics import Kind, statistic_of
from miner.numbers.surroundings import Surroundings
from miner.text.document import Document, Sentence
from miner.text.tokens import Number, has_number, tokenize
from miner.text.word_starts import Sought, word_starts

__all__ = ["Quantity", "find_quantities"]

_ASIDE = frozenset(
    (
        "interval level p-value ratio ratio-list spread spread-in-brackets test-statistic citation "
        "range-named range-from-to year date"
    ).split()
)
_MOST = 400  # numbers read in one text: no abstract prints as many, a crafted text may
_NEAR = 240  # characters before a number in which the word for its statistic stands
_CURRENCIES = ("$", "€", "£")
_N = r"[-−–]?\d+(?:[.·]\d+)?"
_SPREAD = r"(?:\s?(?:±|\+\s?/\s?[-−–]|\+-)\s?[\d.·]+)?(?:\s?[(\[][^()\[\]%]{0,30}[)\]])?"
_JOIN = r"(?:\s?(?:,|/|-|–)|,?\s(?:vs?\.?|versus|and|or|to|compared\s(?:with|to)|against))\s?(?:and\s)?"
_TIME = r"(?P<time>months?|mos?|years?|yrs?|weeks?|wks?|days?|hours?|hrs?|min(?:utes)?)\b(?!/[a-z])"
_PERCENT = r"(?P<percent>%|percent\b|per\s?cent\b)"
_OTHER = (
    r"(?P<other>points?\b|[µμ]?[a-zA-Z]{1,5}/(?:\d+\s?)?[a-zA-Z]{1,4}[23]?\b|[€£]|mm\s?Hg\b|mm\b|cm\b|kg\b|m[lL]\b|L\b|g\b|m(?:illi)?g(?!\s?/)\b|mcg\b|[µμnp]g\b|nights?\b|units\b|°|degrees\b|"
    r"[Ll]og\s?MAR\b|(?:deaths|events|cases|episodes|infections)\sper\s[\d ,]{1,8}\s?[\w-]{3,16}|"
    r"per\s1[0 ,]{1,7}\s?[\w-]{3,16})"
)
# "MST 66 m", "a median OS of 2.5 y": one letter is a unit of time behind a survival only.
_LETTER = re.compile(r"\s?(?P<time>[my])(?=[\s,;)\]]|\.(?!\d)|$)")
_SURVIVAL = re.compile(r"\b(?:MST|MS|mOS|mPFS|OS|[DEPR]FS|[Mm]edian|[Ss]urvival)\b[^.;%\d]{0,30}$")
_INTERVAL = r"(?:\s?[(\[]\s?9\d\s?%\s?(?:CI|confidence)[^()\[\]]{0,40}[)\]])?"
_UNIT = re.compile(rf"(?:{_SPREAD}|{_INTERVAL})\s?-?(?:{_PERCENT}|{_TIME}|{_OTHER})")
_SHARED = re.compile(
    rf"{_SPREAD}(?:{_JOIN}{_N}{_SPREAD}){{1,3}}\s?(?:{_PERCENT}|{_TIME}|{_OTHER})(?!\s?C\.?I\b|\sconfidence|\scredible)"
)
# "6/61, 10%": people of people; "61, 10%" behind the stroke likewise.
_SHARE = re.compile(r"\s?/\s?\d+\s?[,;(\[]")
_ORDINAL = re.compile(
    r"(?:\d\s?/\s?|\b(?:group|arm|grade|stage|cohort|cycle|phase|type|level|part)\s)$", re.IGNORECASE
)
# "5/ | 31 patients", "11 of | 45", "grade 3/ | 4 nausea": out of how many, and which grade.
_NO_COUNT = re.compile(
    r"(?:\d\s?/\s?|\d\s(?:out\s)?of\s(?:the\s)?|\bgrades?\s(?:\d\s?(?:[/,–-]|and|or|to)\s?)?)$", re.IGNORECASE
)
# "the incidence per 1,000 person-years was 6.4 and 2.8"
_LED_BY_UNIT = re.compile(r"\b(per\s1[0 ,]{1,7}\s?[\w-]{3,16})\s(?:was|were|of)\s[^%;]*$")
_PER_YEAR = re.compile(r"%?\s?(?:per|a|/)\s?(?:year|annum)\b|\sannually")
_SIGN = re.compile(r"(?:^|[\s(\[=:,])[-−–]$|\bminus\s$")
_IN_NAME_LEFT = re.compile(r"[^\W\d_][(\[]$|[)\]][(\[]$|[A-Za-z]\d*[/-]$")
_IN_NAME_RIGHT = re.compile(r"[)\]]?[A-Za-z]{2}|[(\[]|\.\d|[A-Za-z]\d")
_STATISTIC = Sought(re.compile(
    r"\b(?:(?P<mean>means?|average|averaged)|(?P<median>medians?|MSTs?|m(?:OS|[DEP]FS))|"
    r"(?P<rate>rates?|incidence|proportions?|percentages?|frequency|probability|prevalence|survival|occurred|patients|women|"
    r"ORR|CBR|DCR|p?CR|RR|responses?|events|deaths|recurrences?|relapses?|cases|alive|OS|[DREP]FS|C?SS|control))\b"
    r"(?!\s(?:duration\sof\s|length\sof\s)?(?:follow|observation|age\b))", re.I
))  # fmt: skip
_SCORED = re.compile(r"\b(?:scores?|scored|scale|VAS|NRS|points?|analogue?|questionnaire|inventory)\b", re.I)
_DOSED = re.compile(r"m(?:illi)?g|mcg|[µμnp]g|g|units|.+/.+")  # what is given comes in these too
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


def find_quantities(doc: Document) -> list[Quantity]:
    """The numbers of the text's sentences, title apart, that carry a unit or may count people."""
    told = _Told(doc)
    found = (q for s in doc.sentences if s.role != "title" for q in _quantities(s, told))
    return list(islice(found, _MOST))


class _Told:
    """What the text's words say of the numbers after them and of their sentences."""

    def __init__(self, doc: Document) -> None:
        self.others = find_other_numbers(doc)
        words = word_starts(doc.text)
        self.statistics = [(m.start(), m.end(), str(m.lastgroup)) for m in _STATISTIC.finditer(words)]
        self._ends = [end for _, end, _ in self.statistics]
        self._doc = _kind_of_text(doc.text)
        self._about: dict[int, list[str]] = {}
        for name, sought in _SPEAKS_OF:
            for index in {doc.sentence_at(m.start()).index for m in sought.finditer(words)}:
                self._about.setdefault(index, []).append(name)

    def about(self, sentence: Sentence) -> list[str]:
        """What the sentence speaks of, and its part in the abstract."""
        return [f"role:{sentence.role}", *self._doc, *self._about.get(sentence.index, ())]

    def before(self, start: int, begin: int) -> list[tuple[int, str]]:
        """Words for a statistic that end before a place, nearest first, with their distances."""
        last = bisect_right(self._ends, start)
        near = []
        while last and self.statistics[last - 1][0] >= begin:
            last -= 1
            near.append((start - self.statistics[last][1], self.statistics[last][2]))
        return near


def _kind_of_text(text: str) -> list[str]:
    """Whether a text tells of chance, and how many shares it prints: with few, counts are results too."""
    shares = text.count("%")
    many = next(name for most, name in _SHARES if shares <= most)
    return [f"text with {many} shares", *(["text of a trial"] if "andomi" in text else ())]


def _quantities(sentence: Sentence, told: _Told) -> Iterator[Quantity]:
    text = sentence.text
    if not has_number(text):
        return
    tokens = tokenize(text)
    surroundings = Surroundings(tokens, "arm_results")
    whole = told.about(sentence)
    for number in tokens.numbers[:_MOST]:
        start, end = sentence.start + number.start, sentence.start + number.end
        kinds = told.others.at(start, end)
        if (
            kinds & _ASIDE
            or _in_name(text, number)
            or _is_dose(text, number, kinds)
            or _is_base(text, number)
        ):
            continue
        unit, kind = _unit(text, number)
        near = told.before(start, max(sentence.start, start - _NEAR))
        statistic = statistic_of(text, number, kind, near)
        if "per 1" in unit:
            statistic = "rate"
        if kind == "count" and statistic != "count":
            kind, unit = "measure", "score"
        if unit == "score" and _SCORED.search(text):
            unit = "points"
        sign = -1 if number.value and _SIGN.search(text, max(0, number.start - 7), number.start) else 1
        traits = surroundings.of(number)
        traits.update(whole, _form(text, number), [f"is:{k}" for k in kinds], (kind, statistic))
        if kind == "measure" and not _DOSED.fullmatch(unit):
            traits.add("unit:per people" if "per 1" in unit else f"unit:{unit}")
        yield Quantity(sign * number.value, unit, kind, statistic, start, end, sentence, frozenset(traits))


def _in_name(text: str, number: Number) -> bool:
    if _IN_NAME_LEFT.search(text, max(0, number.start - 4), number.start):
        return True
    return bool(number.text[0].isdigit() and _IN_NAME_RIGHT.match(text, number.end))


def _is_dose(text: str, number: Number, kinds: frozenset[str]) -> bool:
    """A number with a unit of dose is a result only where a mean or a median is named just before."""
    if "dose" not in kinds:
        return False
    return not re.search(
        r"\b(?:mean|median|average)\b", text[max(0, number.start - 120) : number.start], re.I
    )


def _is_base(text: str, number: Number) -> bool:
    """A number without a unit that is no count of those who had it: how many there were, or a grade."""
    led = _NO_COUNT.search(text, max(0, number.start - 16), number.start)
    return led is not None and _unit(text, number)[1] == "count"


def _stands_alone(text: str, number: Number) -> bool:
    """``6/61, 10%``, ``group 1 and 52%``: what follows is no unit of the number."""
    return bool(
        _SHARE.match(text, number.end) or _ORDINAL.search(text, max(0, number.start - 12), number.start)
    )


def _unit(text: str, number: Number) -> tuple[str, Kind]:
    """The unit printed after the number, or after the last number of its list; people if none."""
    m = _UNIT.match(text, number.end)
    if m is None and not _stands_alone(text, number):
        m = _SHARED.match(text, number.end)
    if m and m["percent"]:
        yearly = _PER_YEAR.match(text, m.end()) or _YEARLY.search(
            text, max(0, number.start - 60), number.start
        )
        return ("% per year" if yearly else "%"), "percent"
    if m and m["time"]:
        return _TIMES[m["time"].lower()[:2]], "time"
    if m and m["other"]:
        return ("degrees" if m["other"] == "°" else m["other"]), "measure"
    letter = _LETTER.match(text, number.end)
    if letter and _SURVIVAL.search(text, max(0, number.start - 40), number.start):
        return {"m": "months", "y": "years"}[letter["time"]], "time"
    before = text[max(0, number.start - 2) : number.start].rstrip()
    if before.endswith(_CURRENCIES):
        return before[-1], "measure"
    if number.whole is None:
        led = _LED_BY_UNIT.search(text, 0, number.start) if "per 1" in text else None
        return (led[1] if led else "score"), "measure"
    return "patients", "count"


_TIMES = dict(
    zip(
        ("mo", "ye", "yr", "we", "wk", "da", "ho", "hr", "mi"),
        ("months", "years", "years", "weeks", "weeks", "days", "hours", "hours", "min"),
        strict=True,
    )
)


_SHARES = ((0, "no"), (4, "few"), (10, "some"), (math.inf, "many"))

# What a sentence speaks of, by words that begin so.
_SPEAKS_OF = tuple(
    (f"sentence {name}", Sought(re.compile(rf"\b(?:{words})", re.IGNORECASE)))
    for name, words in (
        ("respectively", "respectively"),
        ("tested", r"p\s?[=<>]|ci\b|ratio"),
        ("assigns", r"random|assigned|allocated|enrol|recruited|screened|divided\sinto"),
        ("baseline", r"(?:mean|median)\sage|aged?\b|baseline|characteristic|demographic|(?:fe)?male\b|"
            r"histolog|stage\s[i\d]|node[-\s](?:positive|negative)|receptor[-\s](?:positive|negative)|comorbid"),
        ("survives", r"surviv|(?:os|pfs|dfs|rfs|ttp)\b|recurr|relaps|progress"),
        ("harms", r"adverse|toxic|complicat|grade\s[1-5]|morbid"),
        ("responds", r"respon|remission|p?cr\b"),
        ("models", r"regression|predict|independent|associated\swith|factor"),
        ("follows up", r"follow-?\s?up"),
    )
)  # fmt: skip


# What stands right before the number, with the characters that it can end in.
_BEFORE = (
    ("opens bracket", "([", re.compile(r"[(\[]$")),
    ("count (this", "([", re.compile(r"\d\s?[(\[]$")),
    ("second of two", " \n\u2009\u00a0\u202f", re.compile(
        r"\d\s?%?\s(?:vs?\.?|versus|and|compared\swith)\s(?:only\s)?$")),
    ("a base", "/ \n\u2009\u00a0\u202f", re.compile(r"\d\s?/\s?$|\d\s(?:out\s)?of\s(?:the\s)?$")),
    ("beyond", "<>≥≤ \n\u2009\u00a0\u202f", re.compile(
        r"(?:\b(?:less|greater|more|fewer|lower|higher|longer|shorter|older|younger)\sthan(?:\sor\sequal\sto)?|"
        r"[<>≥≤]|\bat\s(?:least|most))\s?$")),
    ("n=", "= \n\u2009\u00a0\u202f", re.compile(r"\b[Nn]\s?=\s?$")),
)  # fmt: skip
_AFTER = {
    "first of two": re.compile(rf"\s?%?\s?(?:\w+\s)?(?:vs?\.?|versus|and|compared\swith)\s(?:only\s)?{_N}"),
    "this (share": re.compile(r"\s?[(\[]\s?\d+(?:[.·]\d+)?\s?%"),
    "more than another": re.compile(
        r"\s?(?:%|per\s?cent)?\s(?:\w+ly\s)?(?:higher|lower|greater|fewer|less|more|excess|longer|shorter|smaller|larger|worse|better|"
        r"increase|reduction|decrease|decline)\b",
        re.I,
    ),
    "of a number": re.compile(r"\s?(?:/|(?:out\s)?of\s(?:the\s)?)\d"),
    "has interval": re.compile(
        r"[^.;\d]{0,12}(?:[,;(\[]\s?)(?:9[059]\s?%\s?(?:C|con)|[\d.·]+\s?[-–]\s?[\d.·]+\s?[)\]])"
    ),
}


def _form(text: str, number: Number) -> list[str]:
    """How the number is printed and what stands right before and after it."""
    start, end = number.start, number.end
    traits = []
    if start:
        before, last = text[max(0, start - 40) : start], text[start - 1]
        traits += [name for name, ends, pattern in _BEFORE if last in ends and pattern.search(before)]
    after = text[end : end + 60]
    traits += [name for name, pattern in _AFTER.items() if pattern.match(after)]
    if number.text[0].isalpha():
        traits.append("spelled")
    if number.whole is None:
        traits.append("decimal")
    return traits
