"""Printed numbers and ranges as values: raised dots, signs, thousands separators, powers of ten.

Numbers that stand inside a name ("HER2", "p53", "R2.5", "AUC0-24") are no numbers here, and neither are the
exponents of units ("mg l(-1)"). A hyphen or dash is a sign only where it cannot join two numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

__all__ = ["DASHES", "Number", "Range", "find_numbers", "find_ranges", "has_decimals", "parse_number"]

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212\u2043\uff0d~\u223c"
_SIGNS = "+-\u2010\u2011\u2012\u2013\u2212"
_POINTS = ".\u00b7\u2219\u2027\u22c5\u2022"
_RAISED = re.compile(f"[{_POINTS}]")
_SUPERSCRIPT = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b", "0123456789-"
)
# Journals' typesetting leaves a space after the point of some numbers ("0.38-0. 87").
_NUMBER = re.compile(
    rf"""(?: (?<![\w{_POINTS}]) | (?<=[HOR]R)(?=\d*[.\u00b7]) | (?<=CI)(?=\d*[.\u00b7]) )
    (?: (?P<thousands>\d{{1,3}}(?:,\d{{3}})+(?:[.\u00b7]\d+)?(?![\d,]))
      | (?P<comma>\d{{1,2}},\d{{1,3}}(?![\d.\u00b7]|,\d|\s*%?\s*\d))
      | \d+(?:[{_POINTS}]\d+|(?<=[\s(\[,={DASHES}]0)\.\x20\d\d(?=[)\],;]|\s(?:to|and)\s\d|\s?[{DASHES}]\s?\d)
        |(?<=[{DASHES}]\d)\.\x20\d\d(?=\)))?
      | [.\u00b7]\d+ )
    (?P<power>\s?(?:[\u00d7xX*\u2022\u00b7]\s?10|(?<=\d)[eE](?=[-\u2212\u2013]\d))
      (?: \s?\^?\s?(?:[(\[]\s?[-\u2212\u2013\u2010]?\s?\d{{1,3}}[)\]]
          |[-\u2212\u2013\u2010]?\s?\d{{1,3}}) | [\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+ ))?
    (?![A-Za-z]{{1,3}}\d)""",
    re.VERBOSE,
)
# A minus set apart from its number, as in "(- 1.4; 95% CI: - 5.7 to - 0.03".
_SPACED_SIGN = re.compile(
    r"(?:^|[(\[,;:=]\s?|\b(?:to|of|was|and|RD|MD|SMD)\s)[-\u2212\u2013]\s$|\bCI\s[-\u2212\u2013]\s$"
)
_DECIMAL = re.compile(r"\d+(?:\.\d+)?|\.\d+", re.ASCII)
_DECIMALS = re.compile(rf"\d[{_POINTS}]\d|^[{_POINTS}]\d")
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b)", re.I)
_DECIMAL_COMMA = re.compile(r"\b0,\d\d?\b|\b\d{1,2},\d\d?\s?[-\u2013]\s?\d{1,2},\d\d?\b(?![,.\d])")
_NAMED_SPAN = re.compile(rf"[A-Za-z]\d{{1,3}}[{DASHES}]$")
_STRONG = re.compile(
    rf"\s*(?:(?:%|per\s?cent)\s*)?(?:[a-z€$£/]{{1,12}}\s?)?(?:[{DASHES}]|\bto\b|\uf0b1)\s*[€$£]?", re.I
)
_WEAK = re.compile(r"\s*(?:%\s*)?[,;]\s*|\s+(?:and|through)\s+")


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it is printed; ``start`` includes its sign, ``percent`` tells of a following %."""

    value: float
    start: int
    end: int
    percent: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """Two numbers joined by a dash or "to" (``strong``), or by a comma, semicolon or "and"."""

    low: Number
    high: Number
    strong: bool

    @property
    def bounds(self) -> tuple[float, float]:
        """Both values as printed."""
        return self.low.value, self.high.value


def parse_number(text: str) -> float:
    """The value of a number as printed.

    >>> [parse_number(t) for t in ("0·66", "−1.5", "1,586.01", ".03", "3.29×10-6", "0,75")]
    [0.66, -1.5, 1586.01, 0.03, 3.29e-06, 0.75]
    """
    if _DECIMAL.fullmatch(text):
        return float(text)
    found = find_numbers(text)
    if len(found) != 1:
        raise ValueError(f"{text!r} holds {len(found)} numbers; give exactly one")
    return found[0].value


def find_numbers(text: str) -> list[Number]:
    """All numbers in order.

    >>> [(n.value, n.percent) for n in find_numbers("12% of 47 HER2-positive tumours, -0.5")]
    [(12.0, True), (47.0, False), (-0.5, False)]
    """
    decimal_comma = bool(_DECIMAL_COMMA.search(text))
    found: list[Number] = []
    for m in _NUMBER.finditer(text):
        if m["comma"] and not decimal_comma:
            found.extend(_split_pair(text, m))
        elif not (_is_exponent(text, m.start(), m.end()) or _ends_name(text, m)):
            found.append(_number(text, m.start(), m.end(), _value(m)))
    return found


def _split_pair(text: str, m: re.Match[str]) -> list[Number]:
    """The two numbers of "1,2", in a text that prints no decimal commas."""
    comma = text.index(",", m.start())
    first = _number(text, m.start(), comma, float(text[m.start() : comma]))
    rest = _NUMBER.match(text, comma + 1)
    return [first, _number(text, rest.start(), rest.end(), _value(rest))] if rest else [first]


def _value(m: re.Match[str]) -> float:
    body = m[0][: len(m[0]) - len(m["power"] or "")]
    body = body.replace(",", "" if m["thousands"] else ".").replace(" ", "")
    mantissa = float(body if body.isascii() else _RAISED.sub(".", body))
    if not m["power"]:
        return mantissa
    power = re.sub(r"^\s?(?:.\s?10|[eE])", "", m["power"]).translate(_SUPERSCRIPT)
    power = re.sub(f"[{DASHES}]", "-", re.sub(r"[\s^()\[\]]", "", power))
    return float(f"{mantissa!r}e{power}")


def _is_exponent(text: str, start: int, end: int) -> bool:
    sign = start - 1 if start and text[start - 1] in _SIGNS else start
    return (
        sign >= 2
        and text[sign - 1] == "("
        and text[sign - 2].isalpha()
        and text[end : end + 1] == ")"
        and end - sign <= 2
    )


def _ends_name(text: str, m: re.Match[str]) -> bool:
    """Whether a whole number ends a name that counts from one to another: the 24 of "AUC0-24"."""
    named = _NAMED_SPAN.search(text, max(0, m.start() - 5), m.start())
    return named is not None and m[0].isdigit()


def _number(text: str, start: int, end: int, value: float) -> Number:
    signed = False
    if start and text[start - 1] in _SIGNS and not text[max(0, start - 2) : start - 1].isalnum():
        before = text[max(0, start - 2) : start - 1]
        if before not in ("%", ")", "]"):
            signed = True
            value = value if text[start - 1] == "+" else -value
            start -= 1
    elif _SPACED_SIGN.search(text, max(0, start - 8), start):
        signed, value = True, -value
        start = max(text.rfind(d, 0, start) for d in "-\u2212\u2013")
    return Number(value, start, end, bool(_PERCENT.match(text, end)), signed)


def has_decimals(text: str, number: Number) -> bool:
    """Whether a number is printed with decimals, as ratios are: "4.0" is, "4" is not."""
    return number.value != round(number.value) or bool(_DECIMALS.search(text[number.start : number.end]))


def find_ranges(text: str, numbers: list[Number]) -> list[Range]:
    """Neighbouring numbers that are joined to a range; ranges may overlap.

    >>> text = "0.49–0.88, then -2 to 5"
    >>> [r.bounds for r in find_ranges(text, find_numbers(text)) if r.strong]
    [(0.49, 0.88), (-2.0, 5.0)]
    """
    found: list[Range] = []
    for a, b in pairwise(numbers):
        kind = _joint(text, a, b)
        if kind == "spaced" or (kind == "strong" and _is_doubled(text, a, b)):
            b = Number(abs(b.value), b.start + 1, b.end, b.percent)
        if kind is not None:
            found.append(Range(a, b, strong=kind != "weak"))
    return found


def _is_doubled(text: str, a: Number, b: Number) -> bool:
    """Whether two hyphens are one dash: "1.70--2.25"; a range does not fall from above to below zero."""
    return text[a.end : b.start + 1] == "--" and not a.signed and a.value < -b.value


def _joint(text: str, a: Number, b: Number) -> Literal["strong", "spaced", "weak"] | None:
    gap = text[a.end : b.start]
    if len(gap) > 24:
        return None
    if b.signed and b.value < 0 and gap.strip(" %\u2009\u00a0\u202f") == "" and gap:
        return "spaced"
    if _STRONG.fullmatch(gap):
        return "strong"
    return "weak" if _WEAK.fullmatch(gap) else None
