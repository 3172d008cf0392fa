"""Numbers printed in a row: "12 v 15 months", "35 [13%] vs 74 [28%]", "12%, 9% and 4%"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

__all__ = ["BRACKET", "Row", "row_at", "rows_of"]

Joined = Literal["against", "listed", "times"]

_COUNTED = (
    r"(?:patients?|pts|wom[ae]n|men|participants?|subjects?|people|children|infants|cases|deaths?|events?|procedures|"
    r"points?|months?|mos?|years?|yrs?|weeks?|wks?|days?|hours?|hrs?|h|min(?:utes)?|degrees|°|mm(?:\s?Hg)?|cm|m[lL]|mg|k?g|µm|"
    r"[µμnmp]?[a-zA-Z]{1,5}/[a-zA-Z]{1,4}[23]?)"
)
BRACKET = r"[(\[][^()\[\]]*+(?:[(\[][^()\[\]]*+[)\]][^()\[\]]*+)*[)\]]"
"""The pattern of a bracket, and brackets of one more depth in it."""
# "Cohort 2 compared with 12%": the number of a name.
_NOT_OF = "".join(
    rf"(?<!{word}\s)"
    for word in (
        "group",
        "arm",
        "cohort",
        "grade",
        "grades",
        "stage",
        "phase",
        "week",
        "day",
        "year",
        "month",
        "study",
        "level",
        "type",
        "cycle",
    )
)
_ITEM = re.compile(
    rf"{_NOT_OF}(?<!\bor\s)(?<![\w.·,])(?:[<>≤≥]\s?)?(?!9\d(?:\.\d)?\s?%\s?C\.?I|9\d\s?%\s?confidence)(?<!\d[-–])(?:n\s?=\s?)?(?:[-−–+]?\d{{1,3}}(?:,\d{{3}})+|[-−–+]?\d+(?:[.·]\d+)?|none|(?:one|two|three|four|five|six|seven|eight|nine|ten)(?!-?\s?(?:year|month|week|day|hour|of\b|or\b)))(?!\d|[·.]\d)"
    rf"(?=\W|$|_|{_COUNTED}\b)"
    r"(?:/\d+(?:,\s\d+(?:\.\d+)?\s?%)?)?(?:\s?(?:±|\+/-)\s?\d+(?:[.·]\d+)?)?(?:\s?-?(?:%|per\s?cent|percent))?"
    rf"(?:\s?{BRACKET}(?=\s{_COUNTED}\b))?(?:\s?{_COUNTED}(?![\w%]))?(?:\s?{BRACKET}|\s(?:of|in|among)\s(?:the\s)?\d++(?!\s?(?:m?c?g|µg|Gy)\b)(?:\s{_COUNTED}\b)?|,?\s95\s?%\s?CI[:,]?\s[-−–]?[\d.·]+(?:\sto\s|\s?[-–]\s?|,\s)[-−–]?[\d.·]+){{0,2}}",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?P<of>\d+(?:/|\sof\s)\d+|n\s?=)|(?:[<>≤≥]\s?)?[-−–+\d.,·]+\s?(?:(?P<share>%|per\s?cent)|(?P<time>(?:months?|mos?|years?|yrs?|weeks?|wks?|days?|hours?|hrs?)\b)|"
    r"(?P<count>(?:patients?|wom[ae]n|men|deaths?|events?|cases)\b))", re.IGNORECASE
)  # fmt: skip
_NUMBERS_OF_TIME = re.compile(r"\s?to\s")
_AGAINST = re.compile(
    r"\s?,?\s?(?:vs?\.?|versus|(?:as\s)?compared\s(?:with|to)|(?:as\s)?against)\s(?:only\s|just\s)?"
)
_LISTED = re.compile(r"\s?(?:,\s(?:and\s|or\s)?|\sand\s|/)(?:only\s|just\s)?|\sand\s(?:only\s)?")


@dataclass(frozen=True, slots=True)
class Row:
    """The places of two or more numbers, each with its unit and bracket, and what joins them.

    "against": one is set against the other; "times": from one to the other; "listed": neither is said.
    """

    items: tuple[tuple[int, int], ...]
    joined: Joined

    @property
    def start(self) -> int:
        """Where the first number begins."""
        return self.items[0][0]

    @property
    def end(self) -> int:
        """Where the last number ends, with its unit and its bracket."""
        return self.items[-1][1]


def row_at(text: str, at: int) -> tuple[Row, int] | None:
    """The row in which the number at this place stands, and its place there; None where it stands alone.

    >>> row_at("12% of women, 41 v 30 months", 19)
    (Row(items=((14, 16), (19, 28)), joined='against'), 1)
    """
    for row in rows_of(text):
        for index, (start, end) in enumerate(row.items):
            if start <= at < end:
                return row, index
    return None


@lru_cache(maxsize=256)
def rows_of(text: str) -> tuple[Row, ...]:
    """All rows of a sentence, those within the brackets of others first."""
    found: list[Row] = []
    within: list[Row] = []
    run: list[tuple[int, int]] = []
    joined: list[Joined] = []
    for m in _ITEM.finditer(text):
        how = _joined(text, run[-1], m.span()) if run else None
        if how is None:
            found += _row(run, joined)
            run, joined = [], []
        else:
            joined.append(how)
        run.append(m.span())
        within += _within(text, *m.span())
    return (*within, *found, *_row(run, joined))


def _within(text: str, start: int, end: int) -> list[Row]:
    """Rows inside the brackets of one item: "12 (8 v 4)"."""
    opened = min((i for i in (text.find("(", start, end), text.find("[", start, end)) if i >= 0), default=end)
    inner = text[opened + 1 : end]
    if opened >= end or not re.search(r"\d.*\d", inner):
        return []
    shift = opened + 1
    return [
        Row(tuple((a + shift, b + shift) for a, b in row.items), row.joined)
        for row in rows_of(inner)
        if row.joined == "against"
    ]


def _row(run: list[tuple[int, int]], joined: list[Joined]) -> list[Row]:
    """The rows of a run; where some numbers are set against each other, commas part their pairs."""
    if len(run) < 2:
        return []
    if len(set(joined)) == 1:
        return [Row(tuple(run), joined[0])]
    rows: list[Row] = []
    begin = 0
    for place, how in enumerate([*joined, "listed"]):
        if how != "listed":
            continue
        piece = run[begin : place + 1]
        if len(piece) > 1:
            rows.append(Row(tuple(piece), joined[begin]))
        begin = place + 1
    return rows


def _joined(text: str, one: tuple[int, int], other: tuple[int, int]) -> Joined | None:
    """What joins two numbers, if they count the same."""
    units = [_kind(text[start:end]) for start, end in (one, other)]
    gap = text[one[1] : other[0]]
    if units[0] and units[0] != units[1] and (units[1] or not _AGAINST.fullmatch(gap)):
        return None
    if _AGAINST.fullmatch(gap):
        return "against"
    if _LISTED.fullmatch(gap):
        return "listed"
    return "times" if _NUMBERS_OF_TIME.fullmatch(gap) else None


def _kind(item: str) -> str:
    """Whether the number is a share, a span of time or a count; empty where the item does not tell."""
    m = _UNIT.match(item)
    return str(m.lastgroup).replace("of", "count") if m else ""
