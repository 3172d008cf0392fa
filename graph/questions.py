"""The named questions: each a Cypher file that says in its first lines what it asks and what it takes.

A file begins ``// title: words`` and ``// param name: type = default — words``; types are string, int, float,
bool and concept, a vocabulary id that may be given without its ``mbc:``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast, get_args

from miner.errors import GraphError, QueryRefused

__all__ = ["Question", "QuestionParameter", "all_questions", "find_question"]

_Type = Literal["string", "int", "float", "bool", "concept"]
_TITLE = re.compile(r"// title: (.+)")
_PARAMETER = re.compile(r"// param (\w+): (\w+) = (.*?) — (.+)")
_READERS: Mapping[str, Any] = {"string": str, "int": int, "float": float}


@dataclass(frozen=True, slots=True)
class QuestionParameter:
    """What a question takes: its name, type, the value it has when not given, and words for its reader."""

    name: str
    type: _Type
    default: str
    words: str

    def read(self, value: Any) -> Any:
        """The value in the parameter's type, from a string or a value of that type.

        Raises:
            QueryRefused: it cannot be read as that type.
        """
        try:
            return self._read(value)
        except (KeyError, TypeError, ValueError):
            raise QueryRefused(
                f"parameter {self.name} is {value!r}; give a {self.type}, {self.words}"
            ) from None

    def _read(self, value: Any) -> Any:
        if self.type == "bool":
            return {"true": True, "false": False}[str(value).lower()]
        if self.type == "concept":
            text = str(value)
            return text if ":" in text else f"mbc:{text}"
        return _READERS[self.type](value)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with a name: its title, its parameters and its Cypher.

    ``embedded`` asks the same of the counts that only the embedded file keeps; mostly it is ``cypher``.
    """

    name: str
    title: str
    parameters: tuple[QuestionParameter, ...]
    cypher: str
    embedded: str

    def bind(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Values for all its parameters: the given ones, read in their types, and the defaults.

        Raises:
            QueryRefused: a name is not a parameter, or a value cannot be read.
        """
        names = [p.name for p in self.parameters]
        for name in given:
            if name not in names:
                raise QueryRefused(f"{self.name} takes no {name!r}; it takes {', '.join(names) or 'nothing'}")
        return {p.name: p.read(given.get(p.name, p.default)) for p in self.parameters}


def all_questions() -> tuple[Question, ...]:
    """The named questions, in alphabetical order."""
    return tuple(_questions().values())


@cache
def _questions() -> Mapping[str, Question]:
    folder = files("graph").joinpath("queries")
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
    body = "".join(line for line in source.splitlines(keepends=True) if not line.startswith("//"))
    parameters = []
    for line in source.splitlines():
        if line.startswith("// param"):
            m = _PARAMETER.fullmatch(line)
            if m is None or m[2] not in get_args(_Type):
                raise GraphError(
                    f"queries/{name}.cypher: {line!r}; write `// param name: type = default — words`"
                )
            parameters.append(QuestionParameter(m[1], cast("_Type", m[2]), m[3], m[4]))
    return Question(name, title[1].strip(), tuple(parameters), body.strip(), (quick or body).strip())
