"""The named questions: each a Cypher file that says in its first lines what it asks and what it takes.

A file begins ``// title: words`` and ``// param name: type = default — words``; types are string, int, float,
bool and concept, a vocabulary id that may be given without its ``mbc:``. Every question takes ``limit``, the
rows to show. A file of the same name in ``embedded`` asks the same of what only the embedded file keeps; it
may begin ``// up to N rows``, where it knows no more, and ``// total: statement`` (or ``none``), to count.
"""

from __future__ import annotations

import difflib
import numbers
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast, get_args

from miner.errors import GraphError, QueryRefused

__all__ = ["ALL_ROWS", "Question", "QuestionParameter", "all_questions", "find_question"]

ALL_ROWS = 1 << 62
"""More rows than there are: what a limit of 0 stands for."""

_Type = Literal["string", "int", "float", "bool", "concept"]
_TITLE = re.compile(r"// title: (.+)")
_PARAMETER = re.compile(r"// param (\w+): (\w+) = (.*?) — (.+)")
_UP_TO = re.compile(r"^// up to (\d+) rows$", re.M)
_TOTAL = re.compile(r"^// total: (.+)$", re.M)
_GATHERS = re.compile(r"\bDISTINCT\b|\b(?:count|sum|min|max|avg|collect)\s*\(")
_LABELS = {"source": "DataSource"}
_PLAINLY = {
    "string": "text",
    "concept": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
}
_READERS: Mapping[str, Any] = {"string": str, "int": int, "float": float}


@dataclass(frozen=True, slots=True)
class QuestionParameter:
    """What a question takes: its name, type, the value it has when not given, and words for its reader."""

    name: str
    type: _Type
    default: str
    words: str

    @property
    def label(self) -> str | None:
        """The label of the nodes whose id it takes, or None where it takes none."""
        return _LABELS.get(self.name, self.name.capitalize()) if self.type == "concept" else None

    def read(self, value: Any) -> Any:
        """The value in the parameter's type, from a string or a value of that type.

        Raises:
            QueryRefused: it cannot be read as that type.
        """
        try:
            return self._read(value)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise QueryRefused(
                f"parameter {self.name} is {value!r}; give {_PLAINLY.get(self.type, self.type)}, {self.words}"
            ) from None

    def _read(self, value: Any) -> Any:
        if self.type == "bool":
            return {"true": True, "false": False}[str(value).lower()]
        if isinstance(value, bool) or not isinstance(value, str | numbers.Real):
            raise TypeError
        if self.type == "concept":
            text = str(value)
            return text if ":" in text else f"mbc:{text}"
        read = _READERS[self.type](value)
        if self.type == "int" and not isinstance(value, str) and read != value:
            raise ValueError
        return read


@dataclass(frozen=True, slots=True)
class Question:
    """A question with a name: its title, its parameters and its Cypher.

    ``embedded`` asks the same of what only the embedded file keeps, for at most ``reach`` rows; mostly it is
    ``cypher``. ``total`` and ``embedded_total`` count all rows, where that is cheap.
    """

    name: str
    title: str
    parameters: tuple[QuestionParameter, ...]
    cypher: str
    embedded: str
    reach: int = ALL_ROWS
    total: str | None = None
    embedded_total: str | None = None

    def for_embedded(self, limit: int) -> str:
        """What to ask the embedded file for so many rows and one more, which tells whether there are more."""
        return _numbered(self.embedded, limit) if limit <= self.reach else self.plainly(limit)

    def plainly(self, limit: int) -> str:
        """The same of an embedded file that keeps nothing besides the graph."""
        return _numbered(self.cypher, limit)

    def bind(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Values for all its parameters: the given ones, read in their types, and the defaults.

        Raises:
            QueryRefused: a name is not a parameter, a value cannot be read, or the limit is below 0.
        """
        names = [p.name for p in self.parameters]
        for name in given:
            if name not in names:
                raise QueryRefused(f"{self.name} takes no {name!r}; it takes {', '.join(names) or 'nothing'}")
        values = {p.name: p.read(given.get(p.name, p.default)) for p in self.parameters}
        if values["limit"] < 0:
            raise QueryRefused(
                f"parameter limit is {values['limit']}; give how many rows to show, or 0 for all"
            )
        return {**values, "limit": min(values["limit"], ALL_ROWS) or ALL_ROWS}


def _numbered(cypher: str, limit: int) -> str:
    # As a number it tells the engine where to begin; of a parameter it guesses that nearly all will pass.
    return cypher.replace("$limit", str(limit + 1))


def all_questions() -> tuple[Question, ...]:
    """The named questions, in alphabetical order."""
    return tuple(_questions().values())


@cache
def _questions() -> Mapping[str, Question]:
    folder = files("graph.query").joinpath("queries")
    sources = {p.name.removesuffix(".cypher"): p for p in folder.iterdir() if p.name.endswith(".cypher")}
    quick = {p.name.removesuffix(".cypher"): p for p in folder.joinpath("embedded").iterdir()}
    return {
        name: _question(
            name, sources[name].read_text("utf-8"), quick[name].read_text("utf-8") if name in quick else None
        )
        for name in sorted(sources)
    }


def find_question(name: str) -> Question:
    """The question of this name.

    Raises:
        QueryRefused: there is none; the message names those nearest.
    """
    questions = _questions()
    if name in questions:
        return questions[name]
    near = difflib.get_close_matches(name, questions, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "`mbc-miner queries` lists them"
    raise QueryRefused(f"there is no question {name!r}; {hint}")


def _question(name: str, source: str, quick: str | None) -> Question:
    title = _TITLE.match(source)
    if title is None:
        raise GraphError(f"queries/{name}.cypher has no title; begin it with `// title: ...`")
    body = _body(source)
    parameters = tuple(_parameters(name, source))
    if "limit" not in {p.name for p in parameters}:
        raise GraphError(f"queries/{name}.cypher takes no limit; add `// param limit: int = 200 — ...`")
    plain = Question(name, title[1].strip(), parameters, body, body, total=_counting(body))
    if quick is None:
        return replace(plain, embedded_total=plain.total)
    reach, total = _UP_TO.search(quick), _TOTAL.search(quick)
    return replace(
        plain,
        embedded=_body(quick),
        reach=int(reach[1]) if reach else ALL_ROWS,
        embedded_total=plain.total if total is None else None if total[1] == "none" else total[1],
    )


def _body(source: str) -> str:
    return "".join(line for line in source.splitlines(keepends=True) if not line.startswith("//")).strip()


def _parameters(name: str, source: str) -> Iterator[QuestionParameter]:
    for line in source.splitlines():
        if line.startswith("// param"):
            m = _PARAMETER.fullmatch(line)
            if m is None or m[2] not in get_args(_Type):
                raise GraphError(
                    f"queries/{name}.cypher: {line!r}; write `// param name: type = default — words`"
                )
            yield QuestionParameter(m[1], cast("_Type", m[2]), m[3], m[4])


def _counting(body: str) -> str | None:
    """The statement that counts the rows, unless they are gathered only as they are returned."""
    match, _, returned = body.rpartition("RETURN")
    return None if _GATHERS.search(returned) else f"{match}RETURN count(*) AS total"
