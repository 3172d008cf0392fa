"""What is said of those whom a number counts: that they answered, what they are like, what befell them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from miner.text.tokens import Number

__all__ = ["said_of"]

_DESCRIBES = re.compile(
    r"\b(?:mean|median)\b[^();]{0,20}\bage\b|\bage[,:]?\s(?:\d|mean|median)|\baged\b", re.I
)
_OF_A_SEX = re.compile(
    r"\s(?:[(\[][\d.·]+\s?%[)\]]\s)?(?:wom[ae]n|m[ae]n|(?:fe)?males?|girls?|boys?)\b", re.I
)
# What a search of databases yields, before anything is chosen from it.
_RETRIEVED = re.compile(
    r"\s(?:[\w-]+\s){0,3}?(?:records|citations|titles|hits|references|abstracts|entries"
    r"|(?:articles|papers|publications|studies|reports|trials)\s(?:were\s|initially\s)*(?:retrieved|screened|scanned))\b",
    re.I,
)
# "Of 900 adults asked, 640 (71%) responded", "640 of 900 adults asked responded".
_ANSWERING = re.compile(
    r"\s(?:(?:out\s)?of\s(?:the\s|all\s)?\d[\d,]*\s(?:(?!who\b|that\b|and\b)[\w-]+\s){0,2}?)?(?:(?!who\b|that\b)[\w-]+\s){0,2}?(?:[(\[][^()\[\]]{1,20}%[)\]]\s)?(?:\w+ly\s)?"
    r"(?:responded|replied|answered|participated|took\spart|agreed|consented"
    r"|returned\s(?:it|th(?:e|is|at)\s(?:[\w-]+\s)?(?:questionnaire|survey|form)s?))\b",
    re.I,
)
# "351 were used for the analysis", "leaving 263 in the final analysis".
_FOR_ANALYSIS = re.compile(
    r"(?:\s(?:[(\[][^()\[\]]{1,20}[)\]]|[a-z][\w-]*)){0,5}?\s(?:for|in)\s"
    r"(?:(?:the|our|this|final|main|primary|statistical|further|present|these)\s){0,3}analys[ie]s\b"
)
# "The margin was positive in 29 patients": to whom something befell, or who were found to be so.
_BEFELL = re.compile(
    r"\b(?:(?:was|were|been|is|are)\s(?:\w+ly\s)?(?:also\s|only\s|not\s)?(?:positive|negative|present|absent|seen|observed|found|"
    r"noted|detected|reported|achieved|obtained|required|necessary|encountered|recorded|documented|suspected|confirmed|"
    r"abnormal|normal|high|low|elevated|made|possible|successful)|occurr?ed|developed|resulted|persisted|recurred)\s"
    r"(?:only\s)?(?:in|for|among|by)\s(?:the\s|all\s|only\s|another\s)?$",
    re.I,
)
# "Rossi and colleagues report that among 900 women", "In ABC-12, 400 patients": people of another study.
_OTHERS = re.compile(
    r"\b(?:et\sal\b\.?|colleagues|co-?workers|co-?authors|others)\b[^.;]{0,60}$|^In\s(?:the\s)?[A-Z][\w-]*[A-Z\d][\w-]*,?\s$"
)
_REACH = 60  # characters before a number that are read
_SAID = (("retrieved", _RETRIEVED), ("answering", _ANSWERING), ("for analysis", _FOR_ANALYSIS))


def said_of(text: str, number: Number) -> Iterator[str]:
    """What is said of a number of people; ``described`` where its bracket tells what they are like."""
    yield from (name for name, pattern in _SAID if pattern.match(text, number.end))
    if _BEFELL.search(text, max(0, number.start - _REACH), number.start):
        yield "befell them"
    if _OTHERS.search(text, 0, number.start):
        yield "told by others"
    if _describes_people(text, number):
        yield "described"


def _describes_people(text: str, number: Number) -> bool:
    """Does a bracket tell what people are like: "(mean [SD] age, 9 [2] years; 114 [51%] boys)"?"""
    opened = _opened(text, number.start) if "age" in text else -1
    if opened < 0:
        return False
    closed = text.find(")", number.end)
    aged = _DESCRIBES.search(text, opened, closed if closed > 0 else len(text))
    return aged is not None and (aged.start() < number.start or bool(_OF_A_SEX.match(text, number.end)))


def _opened(text: str, place: int) -> int:
    """Where the bracket opens that a place stands in, or -1."""
    depth = 0
    for at in range(place - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth < 0:
            return at
    return -1
