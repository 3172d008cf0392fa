"""Cohorts that may hold the same patients: the largest is kept, the others are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from graph.hierarchy import Hierarchy
from graph.model import Graph
from graph.synthesis.estimates import Estimate

__all__ = ["Overlaps"]

# Names no register in particular: two series from "an institutional database" need not overlap.
_UNNAMED_CATEGORIES = frozenset({"institutional"})
_UNNAMED = "unspecified"
# A register of all who live somewhere: whoever is in another source of the country may be in it.
_OF_ALL = "population_registry"

# Categories of populations that are part of those with metastases.
_OF_PART = frozenset({"site", "receptor", "histology"})

# Groups of patients no one is in both of. Titles alone tell: methods name groups that a study divides.
_PAIRS = (
    ("her2_positive", "her2_negative"),
    ("hr_positive", "hr_negative"),
    ("hr_positive", "triple_negative"),
    ("her2_positive", "triple_negative"),
    ("de_novo_metastatic", "recurrent_metastatic"),
    ("bone_only_metastases", "visceral_metastases"),
    ("bone_only_metastases", "brain_metastases"),
)
_EXCLUDE = frozenset((*_PAIRS, *((b, a) for a, b in _PAIRS)))

Years = tuple[int, int]


class Overlaps:
    """Which studies of a graph draw on one named source, in years that meet, and on patients that may."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._sources = Hierarchy.of(graph, "DataSource")
        self._populations = Hierarchy.of(graph, "Population")
        self._titled: dict[str, tuple[str, ...]] = {}

    def keep_largest(
        self, estimates: Iterable[Estimate], *, before: Estimate | None = None
    ) -> tuple[list[Estimate], list[tuple[Estimate, str]]]:
        """The estimates to keep, and the others each with its reason. Larger first, then the later.

        ``before`` is kept ahead of any other, however small.
        """
        kept: list[Estimate] = []
        left: list[tuple[Estimate, str]] = []
        by_source: dict[str, list[Estimate]] = {}
        for estimate in sorted(estimates, key=lambda e: (e is not before, _largest_first(e))):
            named = self._named(estimate.study_id)
            reason = self._clash(estimate, [(s, other) for s in named for other in by_source.get(s, ())])
            if reason:
                left.append((estimate, reason))
                continue
            kept.append(estimate)
            for source in named:
                by_source.setdefault(source, []).append(estimate)
        return kept, left

    def of_one_country(self, kept: Iterable[Estimate]) -> list[str]:
        """Kept cohorts each with its source, where two sources of one country may hold the same patients.

        Only where one of the two is a population's register, and by years and titles as for one source.
        """
        by_country: dict[object, list[tuple[Estimate, str]]] = {}
        for estimate in kept:
            for source in self._named(estimate.study_id):
                by_country.setdefault(self._sources.nodes[source]["country"], []).append((estimate, source))
        by_country.pop(None, None)
        found: dict[str, str] = {}
        for (one, here), (two, there) in (pair for c in by_country.values() for pair in combinations(c, 2)):
            of_all = _OF_ALL in (self._sources.category(here), self._sources.category(there))
            if here != there and of_all and self._may_meet(one, two):
                found[one.study_id] = f"{one.label} ({self._sources.name(here)})"
                found[two.study_id] = f"{two.label} ({self._sources.name(there)})"
        return list(found.values())

    def _may_meet(self, one: Estimate, two: Estimate) -> bool:
        here, there = self._years(one.study_id), self._years(two.study_id)
        apart = here and there and (here[1] < there[0] or there[1] < here[0])
        return one.study_id != two.study_id and not apart and not self._exclusive(one.study_id, two.study_id)

    def _clash(self, estimate: Estimate, others: Iterable[tuple[str, Estimate]]) -> str | None:
        here = self._years(estimate.study_id)
        for source, larger in others:
            if not self._may_meet(estimate, larger):
                continue
            there = self._years(larger.study_id)
            when = ", years not all printed"
            if here and there:
                when = f" {max(here[0], there[0])}–{min(here[1], there[1])}"
            name = self._sources.name(source)
            kept = _why_kept(larger, estimate)
            return f"may hold the same patients as {larger.label} ({name}{when}); {kept}"
        return None

    def _exclusive(self, one: str, other: str) -> bool:
        """Whether their titles restrict two studies to patients who cannot be in both."""
        here, there = self._restricted(one), self._restricted(other)
        return any((a, b) in _EXCLUDE for a in here - there for b in there - here)

    def titled(self, study_id: str) -> frozenset[str]:
        """Sites, receptor statuses and histologies, by name, that titles of a study's reports speak of."""
        return frozenset(map(self.in_words, self._parts_in_titles(study_id)))

    def restricted_to(self, study_id: str) -> tuple[str, ...]:
        """The site, receptor status or histology that all patients of a study have, as its titles say.

        Titles that name two sites speak of patients who have the one or the other.
        """
        named = self._parts_in_titles(study_id)
        above = {c for concept in named for c in self._populations.lineage(concept)[1:]}
        narrow = [concept for concept in named if concept not in above]
        once = Counter(map(self._populations.category, narrow))
        return tuple(concept for concept in narrow if once[self._populations.category(concept)] == 1)

    def in_words(self, population: str) -> str:
        """A population's name within a sentence."""
        return _in_a_sentence(self._populations.name(population))

    def _parts_in_titles(self, study_id: str) -> list[str]:
        return [c for c in self._in_titles(study_id) if self._populations.category(c) in _OF_PART]

    def _restricted(self, study_id: str) -> frozenset[str]:
        """The populations of a study that its reports name in their titles, and those above them."""
        return frozenset(
            above.removeprefix("mbc:")
            for concept in self._in_titles(study_id)
            for above in self._populations.lineage(concept)
        )

    def _in_titles(self, study_id: str) -> tuple[str, ...]:
        """The populations that a study includes and its titles name: asked in each pool that it is in."""
        if study_id not in self._titled:
            titles = _plain(" ".join(str(r["title"] or "") for r in self._graph.sources("REPORTS", study_id)))
            included = [edge.target for edge in self._graph.out("INCLUDES", study_id)]
            named = (c for c in included if _plain(self._populations.name(c)) in titles)
            self._titled[study_id] = tuple(named)
        return self._titled[study_id]

    def _named(self, study_id: str) -> list[str]:
        """Named sources of a study, and the broader ones they belong to."""
        found = {
            concept
            for edge in self._graph.out("DRAWS_ON", study_id)
            for concept in self._sources.lineage(edge.target)
        }
        return sorted(
            c for c in found if self._sources.category(c) not in _UNNAMED_CATEGORIES and _UNNAMED not in c
        )

    def _years(self, study_id: str) -> Years | None:
        study = self._graph.nodes["Study"][study_id]
        start, end = study["years_from"], study["years_to"]
        return (start, end) if isinstance(start, int) and isinstance(end, int) else None


def _in_a_sentence(name: str) -> str:
    """``Bone-only metastases`` within a sentence; ``HER2-positive`` stays."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _plain(words: str) -> str:
    """Lower case, hyphens as spaces, without the noun that titles put elsewhere."""
    return words.lower().replace("-", " ").replace(" metastases", "").replace(" metastatic breast cancer", "")


def _largest_first(estimate: Estimate) -> tuple[int, int, int, str]:
    """How many a subgroup of a study holds is not read: one of known size comes before it."""
    return (
        -(estimate.counted or 0),
        -(estimate.participants or 0),
        -(estimate.year or 0),
        estimate.effect_id,
    )


def _why_kept(kept: Estimate, other: Estimate) -> str:
    by_hand = kept.size_by_hand or other.size_by_hand
    return _by_size(kept, other) + (", by a size given by hand" if by_hand else "")


def _by_size(kept: Estimate, other: Estimate) -> str:
    if kept.counted is not None:
        return "the larger is kept" if other.counted is not None else "the one of known size is kept"
    return "the larger study is kept" if kept.participants is not None else "the later is kept"
