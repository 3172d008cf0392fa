"""The timeline: studies by year of publication in lanes by design, a circle's area its participants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from graph.figures.drawing import BLUE, GREY, INK, ORANGE, RULE, SMALL, Drawing
from graph.figures.frame import MARGIN, WIDTH, NothingToShow, author_and_year, foot, head, people
from graph.model import Node
from graph.synthesis.eligibility import participants_of
from miner.model import REVIEW_DESIGNS

__all__ = ["timeline"]

_LANES: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("Randomised trials", BLUE, frozenset({"randomized_trial"})),
    (
        "Prospective, not randomised",
        ORANGE,
        frozenset({"nonrandomized_trial", "prospective_cohort"}),
    ),
    ("Registry cohorts", ORANGE, frozenset({"registry_cohort"})),
    (
        "Other retrospective studies",
        ORANGE,
        frozenset({"retrospective_cohort", "case_control", "cross_sectional"}),
    ),
    ("Case series and reports", GREY, frozenset({"case_series", "case_report"})),
    ("Reviews and meta-analyses", GREY, REVIEW_DESIGNS),
)
_LEFT, _SMALLEST, _LARGEST, _TALLEST = 178.0, 2.6, 10.0, 260.0
_MOST_PEOPLE, _MOST_NAMED, _MOST_TICKS = 30_000, 14, 12


@dataclass(frozen=True, slots=True)
class _Lane:
    """The studies of one kind of design by year, and where a year stands."""

    name: str
    colour: str
    by_year: Mapping[int, Sequence[Node]]
    across: Callable[[float], float]

    @property
    def count(self) -> int:
        return sum(map(len, self.by_year.values()))


def timeline(studies: Iterable[Node], title: str, subtitle: str) -> str:
    """Studies over the years as SVG."""
    stated = list(studies)
    dated = [study for study in stated if isinstance(study["year"], int)]
    if not dated:
        raise NothingToShow("no study here states a year of publication; drop filters to see more")
    years = [int(str(study["year"])) for study in dated]
    first, last = min(years), max(max(years), min(years) + 5)
    drawing = Drawing(WIDTH, f"Timeline. {title}", f"{len(dated)} studies from {min(years)} to {max(years)}.")
    y = head(drawing, title, subtitle) + 10
    top = y

    def across(year: float) -> float:
        return _LEFT + (year - first + 0.5) / (last - first + 1) * (WIDTH - MARGIN - _LEFT)

    for name, colour, designs in _LANES:
        lane = [study for study in dated if study["design"] in designs]
        if lane:
            y = _draw(drawing, y, _Lane(name, colour, _by_year(lane), across))
    _years(drawing, top, y, first, last, across)
    undated = len(stated) - len(dated)
    other = sum(all(study["design"] not in d for *_, d in _LANES) for study in dated)
    notes = [
        f"Circle area: participants, up to {people(_MOST_PEOPLE)}; filled: randomised; crosses: number not "
        "stated. Year of the study's main report."
    ]
    notes += [_not_drawn(undated, "whose record states no year")] if undated else []
    notes += [_not_drawn(other, "of another design (guideline, protocol, laboratory)")] if other else []
    foot(drawing, y + 40, *notes)
    return drawing.svg()


def _not_drawn(n: int, which: str) -> str:
    return f"{n} stud{'y' if n == 1 else 'ies'} {which} {'is' if n == 1 else 'are'} not drawn."


def _by_year(studies: Iterable[Node]) -> Mapping[int, list[Node]]:
    found: defaultdict[int, list[Node]] = defaultdict(list)
    for study in studies:
        found[int(str(study["year"]))].append(study)
    return {year: sorted(some, key=lambda s: (-_people(s), str(s["label"]))) for year, some in found.items()}


def _draw(drawing: Drawing, y: float, lane: _Lane) -> float:
    """One lane; gives where the next begins. Few trials are named, a row each; many are stacked by year."""
    count = f"{lane.count} stud{'y' if lane.count == 1 else 'ies'}"
    drawing.text(MARGIN, y + 16, lane.name, size=11, bold=True, fill=lane.colour)
    drawing.text(MARGIN, y + 30, count, size=SMALL, fill=GREY)
    named = lane.colour == BLUE and lane.count <= _MOST_NAMED
    bottom = max(_named(drawing, y, lane) if named else _stacked(drawing, y, lane), y + 42)
    drawing.line(MARGIN, bottom, WIDTH - MARGIN, bottom, stroke=RULE, width=0.6)
    return bottom + 6


def _named(drawing: Drawing, y: float, lane: _Lane) -> float:
    for year, studies in sorted(lane.by_year.items()):
        for study in studies:
            x, radius = lane.across(year), _radius(study)
            _mark(drawing, x, y + 13, study, lane.colour)
            label = author_and_year(str(study["label"]), year)[0]
            size = f", n = {people(_people(study))}" if _people(study) else ""
            if x > WIDTH - MARGIN - 140:
                drawing.text(x - radius - 5, y + 16.5, label + size, size=SMALL, anchor="end")
            else:
                drawing.text(x + radius + 5, y + 16.5, label + size, size=SMALL)
            y += 19
    return y + 6


def _stacked(drawing: Drawing, y: float, lane: _Lane) -> float:
    tallest = max(sum(2 * _radius(s) + 2 for s in some) for some in lane.by_year.values())
    tight = min(1.0, _TALLEST / tallest)
    for year, studies in lane.by_year.items():
        at = y + 4.0
        for study in studies:
            _mark(drawing, lane.across(year), at + _radius(study), study, lane.colour)
            at += (2 * _radius(study) + 2) * tight
    return y + tallest * tight + 10


def _mark(drawing: Drawing, x: float, y: float, study: Node, colour: str) -> None:
    radius = _radius(study)
    if _people(study):
        drawing.circle(x, y, radius, fill=colour if colour == BLUE else "#ffffff", stroke=colour, width=1.2)
        return
    for way in (-1, 1):
        drawing.line(x - radius, y - way * radius, x + radius, y + way * radius, stroke=colour, width=1.4)


def _years(
    drawing: Drawing, top: float, y: float, first: int, last: int, across: Callable[[float], float]
) -> None:
    step = next(s for s in (1, 2, 5, 10, 20) if (last - first) / s <= _MOST_TICKS or s == 20)
    for year in range(first, last + 1):
        if year % step == 0:
            drawing.line(across(year), top, across(year), y, stroke="#e6e6e6", width=0.6, behind=True)
            drawing.text(across(year), y + 14, str(year), size=SMALL, anchor="middle", fill=INK)


def _radius(study: Node) -> float:
    n = _people(study)
    return max(_SMALLEST, _LARGEST * sqrt(min(n, _MOST_PEOPLE) / _MOST_PEOPLE)) if n else _SMALLEST


def _people(study: Node) -> int:
    return participants_of(study) or 0
