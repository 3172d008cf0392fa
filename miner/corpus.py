"""A corpus: the question, the search strategy, the scope rules and the vocabulary, read from one folder.

A corpus folder holds `corpus.toml` and `vocabulary/*.tsv`; `STRATEGY.md` explains the bundled search.
"""

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

from miner.errors import CorpusError
from miner.text.word_starts import Passage, Sought, WordStarts
from miner.toml_table import Table
from miner.vocabulary import FACETS, Facet, Vocabulary, load_vocabulary

__all__ = [
    "BlockRole",
    "Corpus",
    "ScopeExclusion",
    "ScopeRule",
    "SearchBlock",
    "SearchLine",
    "Shows",
    "bundled_corpora",
    "load_corpus",
]

BlockRole = Literal["population", "intervention", "exclude"]
Shows = Literal["breast_cancer", "metastatic", "local_treatment"]
SHOWS: tuple[Shows, ...] = get_args(Shows)


@dataclass(frozen=True, slots=True)
class SearchLine:
    """One line of the strategy, sent to Entrez as written, and the reason it is there."""

    term: str
    why: str


@dataclass(frozen=True, slots=True)
class SearchBlock:
    """Lines that stand for one idea, joined by OR."""

    id: str
    name: str
    role: BlockRole
    lines: tuple[SearchLine, ...]

    def query(self) -> str:
        """The lines in parentheses, joined by OR."""
        return "(" + " OR ".join(line.term for line in self.lines) + ")"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRule:
    """Words or vocabulary concepts that show one part of the question; `weight` counts towards `enough`."""

    id: str
    shows: Shows
    pattern: re.Pattern[str] | None
    sought: Sought | None
    concepts: tuple[tuple[Facet, str], ...]
    weight: int
    accepts: tuple[str, ...]
    refuses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeExclusion:
    """Words or publication types that put a record out of scope, and the reason it is given.

    `where` is the title or the whole text; `unless` cancels the match there. With `explains`, the exclusion
    only names the reason when that part of the question was not shown.
    """

    id: str
    reason: str
    publication_types: frozenset[str]
    pattern: re.Pattern[str] | None
    sought: Sought | None
    unless: re.Pattern[str] | None
    where: Literal["title", "text"]
    explains: Shows | None
    accepts: tuple[str, ...]
    refuses: tuple[str, ...]

    def matches(self, text: str) -> bool:
        """Whether the words stand in `text` and none that cancel them."""
        return self.stands_in(WordStarts(text))

    def stands_in(self, text: WordStarts | Passage) -> bool:
        """Whether the words stand in a text of which the words are known, and none that cancel them."""
        if self.sought is None or not self.sought.search(text):
            return False
        return self.unless is None or not self.unless.search(text.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A question with all that answers "which records, and which of them count"."""

    id: str
    title: str
    question: str
    version: str
    date: datetime.date
    folder: Path
    blocks: tuple[SearchBlock, ...]
    prisma_s: Mapping[str, str]
    registry_conditions: tuple[str, ...]
    registry_interventions: tuple[str, ...]
    scope_enough: int
    scope_rules: tuple[ScopeRule, ...]
    scope_exclusions: tuple[ScopeExclusion, ...]
    vocabulary: Vocabulary

    def query(self) -> str:
        """The whole strategy as one Entrez query; each line stands in it verbatim."""
        parts = [block.query() for block in self._of_role("population")]
        interventions = " OR ".join(block.query() for block in self._of_role("intervention"))
        if interventions:
            parts.append(f"({interventions})")
        excluded = "".join(f" NOT {block.query()}" for block in self._of_role("exclude"))
        return " AND ".join(parts) + excluded

    def _of_role(self, role: BlockRole) -> Iterator[SearchBlock]:
        return (block for block in self.blocks if block.role == role)


@cache
def bundled_corpora() -> tuple[str, ...]:
    """Names of the corpora that come with the program."""
    return tuple(
        sorted(p.name for p in Path(str(files("corpora"))).iterdir() if (p / "corpus.toml").is_file())
    )


def load_corpus(name_or_path: str | Path) -> Corpus:
    """The corpus of a bundled name ("mbc-surgery") or of a folder with a `corpus.toml`."""
    folder = Path(name_or_path).expanduser()
    if str(name_or_path) in bundled_corpora():
        folder = Path(str(files("corpora"))) / str(name_or_path)
    if not (folder / "corpus.toml").is_file():
        names = ", ".join(bundled_corpora())
        raise CorpusError(
            f"corpus {str(name_or_path)!r}: no {folder / 'corpus.toml'}; name a bundled corpus ({names}) "
            "or a folder that holds a corpus.toml"
        )
    return _load(folder.resolve())


@lru_cache(maxsize=16)
def _load(folder: Path) -> Corpus:
    path = folder / "corpus.toml"
    try:
        top = Table(tomllib.loads(path.read_text(encoding="utf-8")), str(path))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: not valid TOML ({error}); correct that line") from error
    about, search, registry, scope = (top.table(key) for key in ("corpus", "search", "registry", "scope"))
    corpus = Corpus(
        id=about.text("id"),
        title=about.text("title"),
        question=about.text("question"),
        version=about.text("version"),
        date=about.date("date"),
        folder=folder,
        blocks=tuple(_block(table) for table in search.tables("block")),
        prisma_s=search.table("prisma_s").texts(),
        registry_conditions=registry.strings("conditions"),
        registry_interventions=registry.strings("interventions"),
        scope_enough=scope.integer("enough", default=2),
        scope_rules=tuple(_rule(table, folder) for table in scope.tables("rule")),
        scope_exclusions=tuple(_exclusion(table) for table in scope.tables("exclusion", required=False)),
        vocabulary=load_vocabulary(folder / "vocabulary"),
    )
    _check(corpus, path)
    return corpus


def _block(table: Table) -> SearchBlock:
    lines = tuple(SearchLine(line.text("term"), line.text("why")) for line in table.tables("line"))
    for line in lines:
        if line.term.count("(") != line.term.count(")") or line.term.count('"') % 2:
            raise CorpusError(f"{table.where}: line {line.term!r} has an open parenthesis or quote; close it")
    return SearchBlock(table.text("id"), table.text("name"), table.choice("role", get_args(BlockRole)), lines)


def _rule(table: Table, folder: Path) -> ScopeRule:
    pattern = table.pattern("pattern")
    concepts = tuple(_concept(name, table, folder) for name in table.strings("concepts", required=False))
    if pattern is None and not concepts:
        raise CorpusError(f"{table.where}: neither pattern nor concepts; give at least one")
    return ScopeRule(
        id=table.text("id"),
        shows=table.choice("shows", SHOWS),
        pattern=pattern,
        sought=Sought(pattern) if pattern else None,
        concepts=concepts,
        weight=table.integer("weight", default=1),
        accepts=table.strings("accepts"),
        refuses=table.strings("refuses"),
    )


def _concept(name: str, table: Table, folder: Path) -> tuple[Facet, str]:
    facet_name, _, concept_id = name.partition(":")
    vocabulary = load_vocabulary(folder / "vocabulary")
    for facet in FACETS:
        if facet == facet_name and concept_id in vocabulary.facet(facet):
            return facet, concept_id
    raise CorpusError(
        f"{table.where}: concept {name!r} is not in the vocabulary; write facet:id of a row there"
    )


def _exclusion(table: Table) -> ScopeExclusion:
    explains = table.text("explains", default="")
    if explains and explains not in SHOWS:
        raise CorpusError(f"{table.where}: explains {explains!r} is unknown; write one of {', '.join(SHOWS)}")
    pattern = table.pattern("pattern")
    return ScopeExclusion(
        id=table.text("id"),
        reason=table.text("reason"),
        publication_types=frozenset(table.strings("publication_types", required=False)),
        pattern=pattern,
        sought=Sought(pattern) if pattern else None,
        unless=table.pattern("unless"),
        where=table.choice("where", ("title", "text"), default="text"),
        explains=next((shows for shows in SHOWS if shows == explains), None),
        accepts=table.strings("accepts", required=False),
        refuses=table.strings("refuses", required=False),
    )


def _check(corpus: Corpus, path: Path) -> None:
    for kind, ids in (
        ("search.block", [block.id for block in corpus.blocks]),
        ("scope.rule", [rule.id for rule in corpus.scope_rules]),
        ("scope.exclusion", [exclusion.id for exclusion in corpus.scope_exclusions]),
    ):
        twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
        if twice:
            raise CorpusError(f"{path}: {kind} id {', '.join(twice)} stands twice; rename one")
    roles = {block.role for block in corpus.blocks}
    if "population" not in roles:
        raise CorpusError(
            f"{path}: search has no block of role 'population'; add one, or the query finds everything"
        )
    missing = [shows for shows in SHOWS if shows not in {rule.shows for rule in corpus.scope_rules}]
    if missing:
        raise CorpusError(
            f"{path}: no scope.rule shows {', '.join(missing)}; add one, or no record is in scope"
        )
