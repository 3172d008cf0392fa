"""The PRISMA flow of records, from the search to the pooled estimates, drawn from counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph.figures.drawing import BLUE, GREY, INK, RULE, SMALL, Drawing, text_width, wrapped
from graph.figures.frame import MARGIN, WIDTH, NothingToShow, foot, head

__all__ = ["prisma_flow"]

_BOX, _SIDE, _SIZE, _PAD = 270.0, 306.0, 11.0, 10.0
_LEFT = MARGIN + 34
_NOTES = (
    "Screening is by rules that name their reason, not by two readers; the search strategy comes with the "
    "corpus. Registered trials are counted beside the records, not among them.",
)


def prisma_flow(flow: Mapping[str, Any], title: str) -> str:
    """The flow as SVG; ``flow`` holds the counts that the report of a refresh gives."""
    if not flow.get("identified"):
        raise NothingToShow("no record was identified yet; run mbc-miner refresh first")
    drawing = Drawing(WIDTH, f"PRISMA flow. {title}", "Flow of records from the search to the synthesis.")
    y = head(drawing, title, "Flow of records (PRISMA 2020), counted from the data") + 14
    steps = list(_steps(flow))
    begins: dict[str, float] = {}
    ends: dict[str, float] = {}
    for place, (phase, main, aside) in enumerate(steps):
        begins.setdefault(phase, y)
        alone = [other for other, *_ in steps].count(phase) == 1
        least = text_width(phase, SMALL, bold=True) + 12 if alone else 0
        y, ends[phase] = _step(drawing, (y, least), main, aside, last=place == len(steps) - 1)
    for phase, begin in begins.items():
        _phase(drawing, phase, begin, ends[phase])
    foot(drawing, y + 4, *_NOTES)
    return drawing.svg()


def _steps(flow: Mapping[str, Any]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each phase with the words of a box and of the box beside it."""
    copies, notices, unread = sum(flow["duplicates"].values()), flow["notices"], flow.get("unread", 0)
    before = copies + notices + unread
    found = [f"Records identified in PubMed: {_n(flow['identified'])}"]
    found += [f"Registered trials: {_n(flow['registered_trials'])}"] if flow.get("registered_trials") else []
    removed = [f"Removed before screening: {_n(before)}"] if before else []
    removed += [f"  duplicates: {_n(copies)}"] if copies else []
    removed += [f"  notices of correction, concern or retraction: {_n(notices)}"] if notices else []
    removed += [f"  set aside, could not be read: {_n(unread)}"] if unread else []
    yield "Identification", found, removed
    excluded = sum(flow["out_of_scope"].values())
    reasons = [f"  {reason.replace('_', ' ')}: {_n(n)}" for reason, n in flow["out_of_scope"].items()]
    aside = [f"Out of scope: {_n(excluded)}", *reasons] if excluded else []
    yield "Screening", [f"Records screened: {_n(flow['screened'])}"], aside
    silent = flow["included"] - flow["with_effects"]
    words = [f"No effect estimate in the abstract: {_n(silent)}"] if silent > 0 else []
    yield "Included", _included(flow), words
    yield "Included", [f"Publications with effect estimates: {_n(flow['with_effects'])}"], []
    yield "Included", [f"Estimates pooled: {_n(flow['effects_pooled'])}"], []


def _included(flow: Mapping[str, Any]) -> list[str]:
    lines = [f"Publications included: {_n(flow['included'])}"]
    if flow.get("retracted"):
        lines.append(f"  of them retracted: {_n(flow['retracted'])}")
    return [*lines, f"Studies: {_n(flow['studies'])}"]


def _step(
    drawing: Drawing, place: tuple[float, float], main: Sequence[str], aside: Sequence[str], *, last: bool
) -> tuple[float, float]:
    """Two boxes at a height, at least so tall; gives where the next begins and where these end."""
    y, least = place
    left = [line for words in main for line in _lines(words, _BOX)]
    right = [line for words in aside for line in _lines(words, _SIDE)]
    tall = 2 * _PAD + 15 * len(left)
    _boxed(drawing, _LEFT, y, _BOX, left, stroke=INK)
    if right:
        beside = _LEFT + _BOX + 40
        _boxed(drawing, beside, y, _SIDE, right, stroke=RULE)
        _arrow(drawing, _LEFT + _BOX, y + tall / 2, beside, y + tall / 2)
    end = y + max(tall, least, 2 * _PAD + 15 * len(right) if right else 0)
    if not last:
        _arrow(drawing, _LEFT + _BOX / 2, y + tall, _LEFT + _BOX / 2, end + 26)
    return end + 26, end


def _lines(words: str, width: float) -> Iterator[str]:
    """Wrapped, the indent of a reason kept."""
    indent = "\u2003" if words.startswith("  ") else ""
    for line in wrapped(words, width - 2 * _PAD - (12 if indent else 0), _SIZE):
        yield indent + line


def _boxed(drawing: Drawing, x: float, y: float, width: float, lines: Sequence[str], *, stroke: str) -> None:
    drawing.box(x, y, width, 2 * _PAD + 15 * len(lines), fill="#ffffff", stroke=stroke, radius=3)
    for i, line in enumerate(lines):
        drawing.text(x + _PAD, y + _PAD + 11 + 15 * i, line, size=_SIZE, bold=i == 0 and stroke == INK)


def _phase(drawing: Drawing, words: str, begin: float, end: float) -> None:
    drawing.box(MARGIN, begin, 24, end - begin, fill=BLUE, radius=3)
    drawing.text(
        MARGIN + 12 + SMALL / 3,
        (begin + end) / 2,
        words,
        size=SMALL,
        bold=True,
        anchor="middle",
        fill="#ffffff",
        turned=True,
    )


def _arrow(drawing: Drawing, x1: float, y1: float, x2: float, y2: float) -> None:
    drawing.line(x1, y1, x2, y2, stroke=GREY, width=1.2)
    if x1 == x2:
        drawing.polygon([(x2, y2), (x2 - 4, y2 - 7), (x2 + 4, y2 - 7)], fill=GREY)
    else:
        drawing.polygon([(x2, y2), (x2 - 7, y2 - 4), (x2 - 7, y2 + 4)], fill=GREY)


def _n(count: int) -> str:
    return f"{count:,}".replace(",", "\u2009")
