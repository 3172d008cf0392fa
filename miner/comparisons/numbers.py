"""Comparisons that a sentence makes by nothing but numbers and a p-value: ``17 v 15 months (P = .13)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from miner.comparisons.claim import Claim, is_significant
from miner.comparisons.items import Item, subject_items
from miner.model import Direction
from miner.numbers.p_values import PMention
from miner.phrases.clauses import enclosing_bracket, outside_brackets

__all__ = ["direction_of_numbers", "numbered", "places_of_numbers", "untested"]

_PAIR = re.compile(
    r"(?<![\w.·])([-−]?\d+(?:[.·]\d+)?)(?:\s?(?:±|\+/-)\s?[\d.·]+)?\s?(?:%|months?|years?|days?)?(?:\s?[(\[][^()\[\]]{0,40}[)\]])?\s?,?\s?"
    r"(?:[\w\s/+-]{0,60}?\s)?(?:versus|vs?\.?|compared\s(?:with|to)|and|against|than|but|whereas|while|in\scontrast\s(?:to|with)|as\sopposed\sto)\s(?:[\w\s/+-]{0,60}?\s)??(?:[(\[]|(?<!and\s)(?<![pP]\s)[<>≤≥]\s?)?([-−]?\d+(?:[.·]\d+)?)",
    re.IGNORECASE,
)
_PERCENTS = re.compile(
    r"(?<![\w.·±])(?<!±\s)([-−]?\d+(?:[.·]\d+)?)(?:\s?±\s?[\d.·]+)?\s?%[^%;]{1,90}?(?<![\w.·±])(?<!±\s)([-−]?\d+(?:[.·]\d+)?)(?:\s?±\s?[\d.·]+)?\s?%"
)
_INTERVAL = re.compile(
    r"\d+\s?%\s?(?:CI|confidence\sintervals?)[^()\[\]a-z]{0,12}(?:[\d.·%\s,–−-]|to){0,30}", re.IGNORECASE
)
# "in all patients with fever but in only 2 controls", "in none of the vaccinated and 14 others"
_ALL_OR_NONE = re.compile(
    r"\b(?:in|by|of|for)\s(?:(?P<all>all|every|each)|none|no)\b[^.;%]{0,80}?\b(?:but|whereas|versus|vs|compared\s(?:with|to)|and|than|while)\s(?:[a-z]+\s){0,4}?(?:\d|one\b|two\b|three\b|none\b|no\b|(?P<second>all|every|each)\b)",
    re.IGNORECASE,
)
# "in 12% of these | but in none | of those": a figure told in a word
_NIL = re.compile(
    r"\b(?:but|whereas|while|versus|vs?\.?|and|against|than|to)\s(?:(?:in|of|by|with|for)\s)?(none|nil)\b",
    re.IGNORECASE,
)
# "(P = NS)", "(not significant)", ", not a significant difference": a test without its figure.
_NS = re.compile(
    r"[(\[,;]\s?((?:p\s?[=:]\s?)?(?:NS|n\.s\.|(?:not\s|non-?\s?)(?:an?\s)?(?:statistically\s)?significant(?:\sdifference)?))(?=\s?(?:[)\];,]|\.(?:\s|$)|$))",
    re.IGNORECASE,
)
_GRADES = re.compile(
    r"\b(?:grades?|stages?|levels?|cycles?|days?|weeks?|visits?)\s\d+\s?(?:-|–|/|,|and|or|to)\s?\d+(?!\d|[.·]\d|\s?%)",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\bfrom\s(\d+(?:[.·]\d+)?)\s?%?(?:\s\w+)?\sto\s(\d+(?:[.·]\d+)?)")
_COMPARES = re.compile(
    r"\b(?:versus|vs?\.?|compared|than|between|respectively|groups?|arms?|against|controls?|placebo|alone)\b",
    re.IGNORECASE,
)
_PREDICTS = re.compile(
    r"\b(?:predict|prognostic|(?:risk|prognostic|associated|independent|significant|these|following|confounding|other)\sfactors?|correlat|regression|multivaria|univaria|associat)",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:worse|poorer|lower|shorter|fewer|less|reduced|decreased|inferior)\b", re.IGNORECASE
)
_BETTER = re.compile(
    r"\b(?:better|higher|longer|greater|more|improved|improvement|increased|superior)\b", re.IGNORECASE
)


_LEADS = re.compile(r"(?:\b(?:include[sd]?|including|such\sas|namely)|:)\s")
_JOINT = re.compile(r"\s?[,;]?\s?(?:(?:and|or|as\swell\sas)\s)?(?:(?:the|an?|more|higher|lower|fewer)\s)*")
_VERSUS = re.compile(r"\b(?:versus|vs?|compared)\b", re.IGNORECASE)
_VERB = re.compile(r"\s(?:was|were|is|are|had|reached|averaged)\s")


def numbered(text: str, ps: Sequence[PMention], used: set[int]) -> Iterator[Claim]:
    """``median PFS was 17 v 15 months (P = .13)``: a claim for each p-value that is left over."""
    if len(ps) == len(used) or _PREDICTS.search(text) or not _compares(text):
        return
    together = _together(text, ps[0]) if len(ps) == 1 else []
    if together:
        yield from together
        return
    begin, named = 0, _named(text, ps) if not used else {}
    marks = [m.end(1) for m in _NS.finditer(text)]
    for p in ps:
        if p.start in used:
            begin = p.end
            continue
        begin = max([begin, *(end for end in marks if end <= p.start)])
        piece = text[begin : p.start]
        direction: Direction | None = "no_difference"
        if is_significant(p.p):
            direction = direction_of_numbers(text, begin, p.start) or _from_words(piece)
        if direction and not _OF_AGE.search(piece):
            item = named.get(p.start, Item("", p.start, p.end))
            yield Claim(item.name, item.start, item.end, (p.start, p.end), direction, p.p, "numbers-with-p")
        begin = p.end


def untested(text: str, ps: Sequence[PMention], found: Sequence[Claim]) -> Iterator[Claim]:
    """``20 and 21 months (P = NS)``: a claim for each such mark, unless words before it made one."""
    marks = list(_NS.finditer(text))
    if not marks or not _compares(text):
        return
    ends = [0, *(p.end for p in ps), *(m.end() for m in marks)]
    for m in marks:
        begin = max(end for end in ends if end <= m.start())
        if not any(begin <= c.wording[0] < m.end() for c in found):
            yield Claim("", *m.span(1), m.span(1), "no_difference", None, "not-significant")


def _together(text: str, p: PMention) -> list[Claim]:
    """``A and B were 9 vs 12 min and 30 vs 45 mL, respectively (P < .01)``: one p-value for all of a list."""
    verb = _VERB.search(text) if "respectively" in text else None
    if verb is None or not is_significant(p.p):
        return []
    items = subject_items(text, verb.start())
    pairs = [m for m in _PAIR.finditer(text, verb.end(), p.start) if _VERSUS.search(m[0])]
    if len(items) < 2 or len(items) != len(pairs):
        return []
    ways = [direction_of_numbers(text, m.start(), m.end()) for m in pairs]
    span = (p.start, p.end)
    return [
        Claim(item.name, item.start, item.end, span, way, p.p, "numbers-with-p")
        for item, way in zip(items, ways, strict=True)
        if way
    ]


def _named(text: str, ps: Sequence[PMention]) -> dict[int, Item]:
    """The endpoints of the p-values, by where each begins, where the sentence lists both ``respectively``."""
    if len(ps) < 2:
        return {}
    verb = _VERB.search(text) if "respectively" in text else None
    if verb and ";" in text[verb.end() : ps[-1].start]:
        return {}
    items = subject_items(text, verb.start()) if verb else _listed(text, ps)
    return {p.start: item for p, item in zip(ps, items, strict=True)} if len(items) == len(ps) else {}


def _listed(text: str, ps: Sequence[PMention]) -> list[Item]:
    """``Signs include fever (40% vs 12%, P = .01) and cough (...)``: what stands before each bracket."""
    items: list[Item] = []
    lead = _LEADS.search(text, 0, ps[0].start)
    begin = lead.end() if lead else 0
    for p in ps if lead else ():
        opened, closed = enclosing_bracket(text, p.start)
        joint = _JOINT.match(text, begin, opened)
        first = joint.end() if joint else begin
        name = text[first : opened - 1].strip()
        if opened == p.start or not name or _VERB.search(f" {name} "):
            return []
        items.append(Item(name, first, first + len(name)))
        begin = closed + 1
    return items


# "women were older (71 vs 64 years, P < .001)": what people were like at first
_OF_AGE = re.compile(
    r"\b(?:(?:was|were)\s(?:\w+ly\s)?(?:older|younger)|(?:older|younger)\s(?:mean\s|median\s)?age)\b[^.;]{0,40}$",
    re.I,
)


def _compares(text: str) -> bool:
    """Whether the sentence names groups or sets two figures side by side."""
    return bool(_COMPARES.search(text) or _PAIR.search(_in_figures(text)) or text.count("%") > 1)


def _from_words(piece: str) -> Direction | None:
    worse, better = _WORSE.search(piece), _BETTER.search(piece)
    if bool(worse) == bool(better):
        return None
    return "lower" if worse else "higher"


def direction_of_numbers(text: str, start: int, end: int) -> Direction | None:
    """The first of two figures against the second; figures in brackets only where none stand outside."""
    piece = _GRADES.sub("", _in_figures(text[start:end]))
    pair = _pair(piece)
    if pair is None:
        return _from_all_or_none(_GRADES.sub("", text[start:end]))
    first, second = (float(v.replace("·", ".").replace("−", "-")) for v in pair)
    return "higher" if first > second else "lower" if first < second else None


def places_of_numbers(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the two figures begin that ``direction_of_numbers`` sets against each other."""
    text = _in_figures(text)
    pair = _pair(_GRADES.sub("", text[start:end]))
    if pair is None:
        return None
    first = _place(pair[0], text, start, end)
    second = _place(pair[1], text, first + len(pair[0]), end) if first >= 0 else -1
    return (first, second) if second > first else None


def _place(figure: str, text: str, start: int, end: int) -> int:
    """Where the figure is printed as one, not within a longer number; -1 where it is not."""
    m = re.compile(rf"(?<![\d.·]){re.escape(figure)}(?!\d|[.·]\d)").search(text, start, end)
    return m.start() if m else -1


def _in_figures(text: str) -> str:
    """The text with "0" for "none", in as many characters."""
    if "none" not in text and "nil" not in text:
        return text
    return _NIL.sub(lambda m: m[0][: m.start(1) - m.start()] + "0".ljust(len(m[1])), text)


def _pair(piece: str) -> tuple[str, str] | None:
    """The two figures of a stretch, the one that is told of first; of a rise the later one."""
    for searched in (outside_brackets(piece), _INTERVAL.sub("", piece)):
        rise = _FROM_TO.search(searched)
        m = rise or _PERCENTS.search(searched) or _PAIR.search(searched)
        if m is not None:
            return (m[2], m[1]) if rise else (m[1], m[2])
    return None


def _from_all_or_none(piece: str) -> Direction | None:
    m = _ALL_OR_NONE.search(piece)
    if m is None or bool(m["all"]) == bool(m["second"]):
        return None
    return "higher" if m["all"] else "lower"
