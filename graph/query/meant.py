"""People's Cypher, said so that the embedded engine (LadybugDB 0.22) means by it what Neo4j means.

Both read these and answer differently, without a word: the engine counts lists and texts from 1 and closes
slices at both ends, gives a label where Cypher has a list of labels, and goes over one relationship twice in
one pattern (a walk, where Cypher has a trail). The program's own statements are written for the engine.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.query.gate import Token, spaced_tokens
from graph.query.ladybug_cypher import names_all

__all__ = ["as_meant"]

_CLAUSES = frozenset(("MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "UNION"))
_NO_CLAUSE_AFTER = frozenset(("STARTS", "ENDS", ".", ":", "|"))
# Behind these a bracket is a list; behind any other word it takes from one.
_BEFORE_A_LIST = frozenset(
    "AND BY CASE CONTAINS DISTINCT ELSE IN LIMIT NOT OR RETURN SKIP THEN UNWIND WHEN WHERE WITH XOR".split()
)
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_ALL = 1 << 62
_TO_THE_END = (1 << 31) - 1


def as_meant(cypher: str) -> str:
    """The statement for the embedded engine, with the meaning that it has on Neo4j.

    >>> as_meant("MATCH (t:Trial) RETURN t.countries[0] AS first, substring(t.title, 0, 9) AS begins")
    'MATCH (t:Trial) RETURN t.countries[(0) + 1] AS first, substring(t.title, (0) + 1, 9) AS begins'
    >>> as_meant("MATCH (a)-[:ON]->(x)<-[:ON]-(b) RETURN count(*) AS pairs")
    'MATCH (a)-[_6:ON]->(x)<-[_17:ON]-(b) WHERE id(_6) <> id(_17) RETURN count(*) AS pairs'
    """
    said = _Statement(tuple(spaced_tokens(cypher)))
    for place, token in enumerate(said.tokens):
        word = token.text.lower() if token.kind == "word" else token.text
        if word == "[" and said.takes_from(place):
            _from_0(said, place)
        elif word == "substring" and said.after(place) == "(":
            _text_from_0(said, said.next(place))
        elif word == "labels" and said.after(place) == "(":
            said.words[place], said.words[said.closing[said.next(place)]] = "[label", ")]"
    for start, end in said.clauses():
        _sorted_whole(said, start, end)
    for start, end in said.patterns():
        _as_trail(said, start, end)
    return "".join(said.words)


@dataclass(slots=True)
class _Statement:
    """A statement's tokens, the words that they become, and where each bracket is closed."""

    tokens: tuple[Token, ...]
    words: list[str] = field(init=False)
    closing: dict[int, int] = field(init=False)
    depth: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.words = [t.text for t in self.tokens]
        self.closing, self.depth = {}, []
        opened: list[int] = []
        for place, token in enumerate(self.tokens):
            mark = token.text if token.kind == "symbol" else ""
            if opened and mark == _PAIRS[self.tokens[opened[-1]].text]:
                self.closing[opened.pop()] = place
            self.depth.append(len(opened))
            if mark in _PAIRS:
                opened.append(place)
        self.closing |= dict.fromkeys(opened, len(self.tokens) - 1)

    def solid(self, start: int, end: int) -> list[int]:
        """Places between the two, both left out, that hold no space and no comment."""
        return [i for i in range(start + 1, end) if self.tokens[i].kind != "space"]

    def next(self, place: int) -> int:
        """The next place that holds no space; the last one where there is none."""
        return next(iter(self.solid(place, len(self.tokens))), len(self.tokens) - 1)

    def after(self, place: int) -> str:
        """What stands at the next place, in capitals."""
        found = self.next(place)
        return self.tokens[found].text.upper() if found > place else ""

    def before(self, place: int) -> Token:
        """The token before this one, spaces left out."""
        return next((t for t in reversed(self.tokens[:place]) if t.kind != "space"), Token("space", ""))

    def takes_from(self, place: int) -> bool:
        """Whether the bracket here takes from what stands before it."""
        last = self.before(place)
        if last.kind == "word":
            return last.text.upper() not in _BEFORE_A_LIST
        return last.kind in ("name", "parameter") or last.text in (")", "]", "}")

    def begins(self, place: int, words: frozenset[str]) -> bool:
        """Whether one of the words stands here, as a keyword."""
        token = self.tokens[place]
        if token.kind != "word" or token.text.upper() not in words:
            return False
        return self.before(place).text.upper() not in _NO_CLAUSE_AFTER

    def end(self, place: int, words: frozenset[str] = _CLAUSES) -> int:
        """Where what begins here ends: before one of the words, a closing bracket or the end."""
        for i in range(place + 1, len(self.tokens)):
            outside = self.depth[i] < self.depth[place] or self.tokens[i].text == ";"
            if outside or (self.depth[i] == self.depth[place] and self.begins(i, words)):
                return i
        return len(self.tokens)

    def clauses(self) -> Iterator[tuple[int, int]]:
        """Each ``WITH`` outside brackets, and where it ends."""
        for place, depth in enumerate(self.depth):
            if not depth and self.begins(place, frozenset(("WITH",))):
                yield place, self.end(place)

    def patterns(self) -> Iterator[tuple[int, int]]:
        """Each ``MATCH``, and where its pattern ends."""
        for place in range(len(self.tokens)):
            if self.begins(place, frozenset(("MATCH",))):
                yield place, self.end(place, _CLAUSES | {"WHERE"})


def _from_0(said: _Statement, place: int) -> None:
    """``list[i]`` and ``list[a..b]``; from the end (``-1``) both count alike, but for a slice's end."""
    close = said.closing[place]
    inner = [i for i in said.solid(place, close) if said.depth[i] == said.depth[place] + 1]
    dots = next((i for i, j in itertools.pairwise(inner) if _text(said, i) + _text(said, j) == ".."), None)
    if not inner:
        return
    if said.tokens[inner[0]].kind != "string" and _text(said, inner[0]) not in ("-", "."):
        said.words[place] = "[("
        said.words[close if dots is None else dots] = ") + 1]" if dots is None else ") + 1."
    if dots is not None and _text(said, said.next(dots + 1)) == "-":
        said.words[said.next(dots)], said.words[close] = ".(", ") - 1]"


def _text(said: _Statement, place: int) -> str:
    return said.tokens[place].text


def _text_from_0(said: _Statement, place: int) -> None:
    """``substring(text, start, length)``, with its length left out or not."""
    close = said.closing[place]
    inside = said.depth[place] + 1
    commas = [i for i in said.solid(place, close) if _text(said, i) == "," and said.depth[i] == inside]
    if commas:
        said.words[commas[0]] = ", ("
        last = commas[1] if len(commas) > 1 else close
        said.words[last] = ") + 1," if len(commas) > 1 else f") + 1, {_TO_THE_END})"
        if len(said.tokens) > commas[0] + 1 and said.tokens[commas[0] + 1].text == " ":
            said.words[commas[0] + 1] = ""


def _sorted_whole(said: _Statement, start: int, end: int) -> None:
    """The engine sorts in a ``WITH`` only for a limit: all rows are one."""
    own = [i for i in said.solid(start, end) if said.depth[i] == said.depth[start]]
    if not any(said.begins(i, frozenset(("ORDER",))) for i in own):
        return
    if any(said.begins(i, frozenset(("LIMIT", "SKIP"))) for i in own):
        return
    where = next((i for i in own if said.begins(i, frozenset(("WHERE",)))), end)
    said.words[said.solid(start, where)[-1]] += f" LIMIT {_ALL}"


@dataclass(frozen=True, slots=True)
class _Relationship:
    """One of a pattern: where it stands, its name if it has one, its types (none: any), its ``*``."""

    place: int
    name: str
    types: frozenset[str]
    star: int | None


def _as_trail(said: _Statement, start: int, end: int) -> None:
    """No relationship of a pattern is gone over twice."""
    found = list(_relationships(said, start, end))
    for r in found:
        if r.star is not None and said.tokens[said.next(r.star)].kind != "word":
            said.words[r.star] = "*TRAIL "
    single = [r for r in found if r.star is None]
    pairs = [
        (a, b) for a, b in itertools.combinations(single, 2) if a.types & b.types or not (a.types and b.types)
    ]
    if not pairs or names_all(said.tokens):
        return  # a further name would be a further column
    for r in {r.place: r for pair in pairs for r in pair}.values():
        if not r.name:
            said.words[r.place] = f"[_{r.place}" if _text(said, r.place) == "[" else f"-[_{r.place}]"
    differ = " AND ".join(f"id({a.name or f'_{a.place}'}) <> id({b.name or f'_{b.place}'})" for a, b in pairs)
    if end < len(said.tokens) and said.begins(end, frozenset(("WHERE",))):
        said.words[end] += f" {differ} AND ("
        said.words[said.solid(end, said.end(end))[-1]] += ")"
    else:
        said.words[said.solid(start, end)[-1]] += f" WHERE {differ}"


def _relationships(said: _Statement, start: int, end: int) -> Iterator[_Relationship]:
    own = [i for i in said.solid(start, end) if said.depth[i] == said.depth[start]]
    for a, b in itertools.pairwise(own):
        if _text(said, a) == "-" and _text(said, b) == "[":
            yield _relationship(said, b)
        elif _text(said, a) == _text(said, b) == "-":
            yield _Relationship(a, "", frozenset(), None)


def _relationship(said: _Statement, place: int) -> _Relationship:
    inner = [i for i in said.solid(place, said.closing[place]) if said.depth[i] == said.depth[place] + 1]
    words = [_text(said, i) for i in inner]
    star = words.index("*") if "*" in words else None
    named = bool(inner) and said.tokens[inner[0]].kind in ("word", "name")
    typed = words[:star][named:]
    types = frozenset(t.strip("`") for t in typed if t not in (":", "|", "{", "}", "&", "!"))
    return _Relationship(place, words[0] if named else "", types, None if star is None else inner[star])
