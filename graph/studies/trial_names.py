"""What reports call their trial, who stands behind them, and whose follow-up they say they are.

A trial's name counts only where it stands in the title as one; an abstract's own words ("we report the
long-term follow-up of the ... trial") say whose follow-up it is. What it says of other trials is not its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from graph.studies.registrations import read_number
from graph.studies.reports import Report
from miner.article import Article
from miner.text.abbreviations import find_abbreviations

__all__ = [
    "FollowUp",
    "authors_of",
    "follow_up_of",
    "organisation",
    "organisations_of",
    "plain_name",
    "trial_name",
]

# Capitals and digits, with parts after hyphens and a number of the series: "XYLEM", "ZX-21", "XYLEM II".
_WORDS = (
    r"[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?:[-\u2010-\u2013/][A-Z0-9][A-Za-z0-9]*)*"
    r"(?: (?:I{1,3}|IV|V|\d{1,3}))?"
)
_NAME = rf"(?P<name>{_WORDS})"
_KIND = (
    r"(?:randomi[sz]ed|controlled|clinical|multi-?cent(?:re|er)|open-label|prospective|international"
    r"|superiority|investigator-initiated|phase (?:I{1,3}|IV|\d)(?:[/-](?:I{1,3}|\d))?[ab]?)[ ,]+"
)
_NAMED = re.compile(rf"{_NAME}\)?,? (?:{_KIND}){{0,6}}(?:trial|study)\b(?! group)", re.ASCII)
# Before a name of letters alone, which could be the name of a disease or a method too.
_THE = re.compile(rf"(?:^|\b[Tt]he (?:{_KIND})*|[(:.\u2013-] ?)$")
# "... (XYLEM): a randomised trial", "XYLEM: a randomised trial", "... a randomised trial (XYLEM)".
_BESIDE = re.compile(rf"\((?:[Pp]rotocol )?{_NAME}\)(?=:|\.?$)|^(?P<first>{_WORDS})(?=:)")
_SAYS_TRIAL = re.compile(r"\b(?:trial|study protocol)\b", re.IGNORECASE)
_LATER = (
    r"(?:follow[- ]up|long[- ]term|updated?|final|extended|secondary|post[- ]hoc|exploratory|ancillary"
    r"|sub-?study|subgroup|quality[- ]of[- ]life|(?:\d+|two|three|five|ten)[- ]year)"
)
# A letter comes before the boundary, so that a search leaps from one such letter to the next.
_SELF = (
    r"[WwTtHh](?:e (?<=\b[Ww]e )(?:now |here |herein )?"
    r"(?:report|present|describe|conducted|performed|did|carried out)\b"
    r"|his (?<=\b[Tt]his )(?:is|was|report|paper|article)\b|ere(?<=\b[Hh]ere)(?:in)?,? we\b)"
)
_OWN_WORDS = re.compile(
    rf"{_SELF}[^.;]{{0,120}}?\b{_LATER}\b[^.;]{{0,80}}?\b(?:of|from|in|within) (?P<trial>[^.;]{{3,160}})"
)
_LATER_WORD = re.compile(rf"\b{_LATER}\b", re.IGNORECASE)
_NUMBER = re.compile(r"NCT\d{8}|ISRCTN\d{8}|20\d\d-\d{6}-\d\d|UMIN\d{9}|ACTRN\d{14}|jRCTs?\d{9,10}|DRKS\d{8}")
_SEVERAL = re.compile(
    r"\b(?:trials|studies|pooled|meta-analys[ei]s|individual patient data)\b", re.IGNORECASE
)
# Methods, measures, diseases, groups and registries that stand before "trial" or "study" as a name does.
_NO_NAMES = frozenset(
    """ABSTRACT ALND CALGB CDK4 COMMENT CORRECTION DCIS DEGRO EBCTCG ECOG EORTC ERRATUM ESMO GEICAM
    HER2 HIPEC IBCSG IMRT JCOG KROG LABC MBCG NACT NCDB NCIC NSABP NSCLC PARP PICO PORT PRISMA PROTOCOL
    RECIST RETRACTED RTOG SABR SBRT SEER SLNB SWOG TBCRC TNBC TROG UICC WBRT WITHDRAWN""".split()
)
_TRIAL_NAME_WORDS = 6  # what a trial's name stands for is a whole title; other short forms stand for less
_LEAST = 4

_GROUP = re.compile(
    r"\b[A-Z][\w'\u2019&-]+ (?:(?:[A-Z&][\w'\u2019&-]*|of|for|and|the|in|on) ){0,7}"
    r"(?:Group|Consortium|Foundation|Network|Alliance|Federation|Intergroup|Society|Cooperative)\b"
)
_FUNDED = re.compile(
    r"\b(?:[Ff]unded|[Ss]ponsored|[Ss]upported) by (?:grants? (?:from )?|the )*([A-Z][^.;]{3,200})"
)
_BETWEEN = re.compile(r",|;|\band (?:the )?(?=[A-Z])|\bthrough\b|\bwith\b")
_BRACKETED = re.compile(r"\([^)]*\)")
# These pay for thousands of trials: that two share one says little.
_EVERYBODYS = re.compile(
    r"national (?:cancer institute|institutes? of health|natural science foundation)|cancer research uk"
    r"|ministry|medical research council|department of|government|european (?:union|commission)"
    r"|\b(?:no|none|not|own|institutional)\b"
)
_NO_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Whose follow-up a report says it is: a trial's name or number, and the words that say so."""

    name: str | None
    number: str | None
    quote: str


def trial_name(report: Report) -> str | None:
    """The one trial that the title names as the report's own; None where it names none or several."""
    title = report.article.title
    found = _named(title) or _named_beside(title)
    if not found or title.isupper() or _SEVERAL.search(title):
        return None
    names = {plain_name(n) for n in found if _may_name(n, report.article)}
    return names.pop() if len(names) == 1 else None


def follow_up_of(report: Report) -> FollowUp | None:
    """Whose follow-up the report says it is, in its title or in its own words."""
    article = report.article
    name = trial_name(report)
    if name and _LATER_WORD.search(article.title):
        return FollowUp(name, None, article.title)
    said = _OWN_WORDS.search(article.text, len(article.title))
    if not said or _SEVERAL.search(said["trial"]):
        return None
    numbers = {n.id for t in _NUMBER.findall(said["trial"]) if (n := read_number(t))}
    names = {plain_name(n) for n in _named(said["trial"]) if _may_name(n, article)}
    if len(numbers) > 1 or len(names) > 1 or not (numbers or names):
        return None
    return FollowUp(next(iter(names), None), next(iter(numbers), None), " ".join(said[0].split()))


def _named(text: str) -> list[str]:
    """What stands before "trial" or "study" as a name does."""
    return [
        m["name"]
        for m in _NAMED.finditer(text)
        if any(c.isdigit() for c in m["name"]) or _THE.search(text, 0, m.start())
    ]


def _named_beside(title: str) -> list[str]:
    """What stands in brackets or before a colon as a trial's name does, where the title speaks of a trial."""
    found = [m["name"] or m["first"] for m in _BESIDE.finditer(title)]
    return found if found and _SAYS_TRIAL.search(title) else []


def _may_name(name: str, article: Article) -> bool:
    bare = plain_name(name)
    if len(bare) < _LEAST or bare in _NO_NAMES or sum(c.isupper() or c.isdigit() for c in name) < _LEAST - 1:
        return False
    stands_for = find_abbreviations(article.text).get(name)
    return stands_for is None or len(stands_for.split()) >= _TRIAL_NAME_WORDS


def plain_name(name: str) -> str:
    """Names as one prints them and another does: "XYLEM\u20112" and "XYLEM-2"."""
    return re.sub(r"[-\u2010-\u2013]", "-", name).upper()


def authors_of(article: Article) -> frozenset[tuple[str, str]]:
    """Last names with the first initial."""
    return frozenset(
        (_plain(a.last_name), _plain((a.initials or a.fore_name or " ")[0]))
        for a in article.authors
        if a.last_name
    )


def organisations_of(report: Report, name: str | None = None) -> dict[str, str]:
    """Who stands behind a report: groups among its authors or in its text, and funders; plain to printed.

    What holds the trial's own name ("the ... investigators") says nothing beyond it, and is left out.
    """
    found = {organisation(text): text for text in _named_organisations(report.article)}
    return {
        plain: text
        for plain, text in found.items()
        if plain and not _EVERYBODYS.search(plain) and not (name and _plain(name) in plain)
    }


def organisation(text: str) -> str:
    """An organisation's name without case, accents, brackets and articles."""
    words = _plain(_BRACKETED.sub(" ", text.replace("&", " and "))).split()
    return " ".join(w for w in words if w != "the")


def _named_organisations(article: Article) -> Iterator[str]:
    yield from (a.collective for a in article.authors if a.collective)
    yield from (m[0] for m in _GROUP.finditer(article.text))
    for section in article.abstract:
        if (section.label or "").upper() in ("FUNDING", "SPONSOR", "FUNDING SOURCE"):
            yield from (part.strip(" .") for part in _BETWEEN.split(section.text))
    for m in _FUNDED.finditer(article.text):
        yield from (part.strip(" .") for part in _BETWEEN.split(m[1]))


def _plain(text: str | None) -> str:
    letters = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    return _NO_LETTER.sub(" ", letters).strip()
