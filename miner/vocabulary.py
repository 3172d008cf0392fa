"""The corpus's vocabulary: concepts of four facets, read once from sorted TSV files.

Each facet is a file of `vocabulary/`: `interventions`, `endpoints`, `populations`, `data_sources`. Ids are
snake_case, unique over all facets, and become CURIEs in the graph (`mbc:primary_tumour_surgery`). MeSH and
NCIt ids are filled only where they were checked; the column `source` says where.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

from miner.errors import CorpusError
from miner.model import EndpointClass
from miner.term_matcher import Matcher, Mention, Term, fold_key

__all__ = ["FACETS", "Concept", "Facet", "Good", "Matcher", "Mention", "Vocabulary", "load_vocabulary"]

Facet = Literal["interventions", "endpoints", "populations", "data_sources"]
Good = Literal["fewer", "more"]

FACETS: tuple[Facet, ...] = get_args(Facet)
_COMMON = (
    "id",
    "name",
    "parent",
    "category",
    "synonyms",
    "ambiguous",
    "context",
    "mesh_id",
    "ncit_id",
    "source",
    "note",
)
_SPECIAL: Mapping[Facet, tuple[str, ...]] = {
    "interventions": (),
    "endpoints": ("class", "event_good", "value_good"),
    "populations": (),
    "data_sources": ("country",),
}
_LEGAL: Mapping[str, tuple[str, ...]] = {
    "class": get_args(EndpointClass),
    "event_good": ("", *get_args(Good)),
    "value_good": ("", *get_args(Good)),
}
_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CODES = {"mesh_id": re.compile(r"D\d{6}(\d{3})?|Q\d{6}"), "ncit_id": re.compile(r"C\d{4,7}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One concept of a facet, with the words that abstracts print for it.

    `event_good` says which direction of the event is good for patients (a ratio for overall survival is about
    deaths: `fewer`), `value_good` which direction of a printed rate, time or score is (`more`); both are None
    outside the endpoints, and where neither direction is better.
    """

    id: str
    name: str
    facet: Facet
    parent: str | None
    category: str
    synonyms: tuple[str, ...]
    ambiguous: frozenset[str]
    context: frozenset[str]
    mesh_id: str | None
    ncit_id: str | None
    source: str
    note: str
    endpoint_class: EndpointClass | None = None
    event_good: Good | None = None
    value_good: Good | None = None
    country: str | None = None

    @property
    def curie(self) -> str:
        """The id as the graph writes it."""
        return f"mbc:{self.id}"

    def terms(self) -> Iterator[Term]:
        """The name and every synonym, as the matcher takes them."""
        context = frozenset(key.removeprefix("=") for word in self.context for key in fold_key(word.lower()))
        for text in dict.fromkeys((self.name, *self.synonyms)):
            yield Term(self.id, text, text in self.ambiguous, context)


class Vocabulary:
    """All concepts of a corpus, by facet, with a matcher for each."""

    def __init__(self, concepts: Mapping[Facet, Mapping[str, Concept]]) -> None:
        self._facets = {facet: MappingProxyType(dict(concepts[facet])) for facet in FACETS}
        self._by_id = {id_: concept for facet in FACETS for id_, concept in concepts[facet].items()}
        self._matchers = {
            facet: Matcher(term for concept in concepts[facet].values() for term in concept.terms())
            for facet in FACETS
        }
        self._ancestors = {id_: tuple(self._above(id_)) for id_ in self._by_id}

    def _above(self, concept_id: str) -> Iterator[str]:
        parent = self._by_id[concept_id].parent
        while parent is not None:
            yield parent
            parent = self._by_id[parent].parent

    @property
    def interventions(self) -> Mapping[str, Concept]:
        """Treatments, and the ways of withholding or timing them."""
        return self._facets["interventions"]

    @property
    def endpoints(self) -> Mapping[str, Concept]:
        """What studies measure."""
        return self._facets["endpoints"]

    @property
    def populations(self) -> Mapping[str, Concept]:
        """Groups of patients and tumours."""
        return self._facets["populations"]

    @property
    def data_sources(self) -> Mapping[str, Concept]:
        """Registries and databases that cohorts draw on."""
        return self._facets["data_sources"]

    def facet(self, facet: Facet) -> Mapping[str, Concept]:
        """The concepts of a facet, by id."""
        return self._facets[facet]

    def matcher(self, facet: Facet) -> Matcher:
        """The compiled terms of a facet."""
        return self._matchers[facet]

    def concept(self, concept_id: str) -> Concept:
        """The concept of an id or `mbc:` CURIE; KeyError where there is none."""
        return self._by_id[concept_id.removeprefix("mbc:")]

    def ancestors(self, concept_id: str) -> tuple[str, ...]:
        """Ids above a concept, nearest first."""
        return self._ancestors[concept_id.removeprefix("mbc:")]

    def is_a(self, concept_id: str, ancestor_id: str) -> bool:
        """Whether a concept is another or lies beneath it."""
        return concept_id == ancestor_id or ancestor_id in self.ancestors(concept_id)


@lru_cache(maxsize=16)
def load_vocabulary(folder: Path | str) -> Vocabulary:
    """Read and check the four TSV files of a `vocabulary/` folder (once a folder)."""
    return _load(Path(folder).resolve())


@lru_cache(maxsize=16)
def _load(folder: Path) -> Vocabulary:
    concepts = {facet: _read_facet(folder / f"{facet}.tsv", facet) for facet in FACETS}
    seen: dict[str, Facet] = {}
    for facet in FACETS:
        path = folder / f"{facet}.tsv"
        for id_ in concepts[facet]:
            if id_ in seen:
                raise CorpusError(
                    f"{path}: id {id_!r} is also in {seen[id_]}.tsv; rename one, ids are global"
                )
            seen[id_] = facet
    return Vocabulary(concepts)


def _read_facet(path: Path, facet: Facet) -> dict[str, Concept]:
    columns = _COMMON + _SPECIAL[facet]
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            if set(reader.fieldnames or ()) != set(columns):
                raise CorpusError(f"{path}: columns are {reader.fieldnames}; write {', '.join(columns)}")
            concepts: dict[str, Concept] = {}
            for row in reader:
                concept = _concept(row, facet, f"{path} line {reader.line_num}")
                if concept.id in concepts:
                    raise CorpusError(
                        f"{path} line {reader.line_num}: id {concept.id!r} twice; keep one line"
                    )
                concepts[concept.id] = concept
    except FileNotFoundError:
        raise CorpusError(f"{path}: no such file; add it, with the columns {', '.join(columns)}") from None
    _check_parents(concepts, path)
    _check_synonyms(concepts, path)
    return concepts


def _concept(row: Mapping[str, str | None], facet: Facet, where: str) -> Concept:
    cells = {column: (value or "").strip() for column, value in row.items() if column}
    if None in row or None in row.values():
        raise CorpusError(
            f"{where}: too many or too few cells; one tab between each of the {len(cells)} columns"
        )
    _check_cells(cells, where)
    _check_codes(cells, where)
    return Concept(
        id=cells["id"],
        name=cells["name"],
        facet=facet,
        parent=cells["parent"] or None,
        category=cells["category"],
        synonyms=_split(cells["synonyms"]),
        ambiguous=frozenset(_split(cells["ambiguous"])),
        context=frozenset(_split(cells["context"])),
        mesh_id=cells["mesh_id"] or None,
        ncit_id=cells["ncit_id"] or None,
        source=cells["source"],
        note=cells["note"],
        endpoint_class=cast("EndpointClass | None", cells.get("class")),
        event_good=cast("Good | None", cells.get("event_good") or None),
        value_good=cast("Good | None", cells.get("value_good") or None),
        country=cells.get("country") or None,
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _check_cells(cells: Mapping[str, str], where: str) -> None:
    if not _ID.fullmatch(cells["id"]):
        raise CorpusError(
            f"{where}: id {cells['id']!r} is not snake_case; write it as in primary_tumour_surgery"
        )
    if not cells["name"]:
        raise CorpusError(f"{where}: {cells['id']} has no name; write the words that a reader would use")
    for column, legal in _LEGAL.items():
        if column in cells and cells[column] not in legal:
            raise CorpusError(
                f"{where}: {column} {cells[column]!r} is unknown; write one of {', '.join(legal)}"
            )
    stray = set(_split(cells["ambiguous"])) - {cells["name"], *_split(cells["synonyms"])}
    if stray:
        raise CorpusError(f"{where}: ambiguous lists {sorted(stray)}, not among the synonyms; add or drop it")


def _check_codes(cells: Mapping[str, str], where: str) -> None:
    for column, shape in _CODES.items():
        if cells[column] and not shape.fullmatch(cells[column]):
            raise CorpusError(
                f"{where}: {column} {cells[column]!r} has the wrong shape; leave unchecked ids empty"
            )
        if cells[column] and not cells["source"]:
            raise CorpusError(f"{where}: {column} {cells[column]} has no source; say where it was checked")


def _check_parents(concepts: Mapping[str, Concept], path: Path) -> None:
    for concept in concepts.values():
        trail = [concept.id]
        while (parent := concepts[trail[-1]].parent) is not None:
            if parent not in concepts:
                raise CorpusError(
                    f"{path}: {trail[-1]} has parent {parent!r}, which is no id here; add or change it"
                )
            if parent in trail:
                raise CorpusError(
                    f"{path}: parents run in a circle, {' > '.join([*trail, parent])}; break it"
                )
            trail.append(parent)


def _check_synonyms(concepts: Mapping[str, Concept], path: Path) -> None:
    """Two concepts may not claim one term: the matcher could not tell which is meant."""
    owner: dict[tuple[str, ...], Term] = {}
    for concept in concepts.values():
        for term in concept.terms():
            other = owner.setdefault(fold_key(term.text), term)
            if other.concept_id != term.concept_id:
                raise CorpusError(
                    f"{path}: {term.text!r} is a term of {term.concept_id} and ({other.text!r}) of "
                    f"{other.concept_id}; keep it in one"
                )
