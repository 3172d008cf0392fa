"""Where a phrase stands to a number: its own item of a list, another number's, beside the endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from miner.contrasts.looks import content_of
from miner.phrases.clauses import ESTIMATE_IN_BRACKETS, enclosing_bracket, skeleton
from miner.phrases.frames import Frame, frame_of

__all__ = ["Spot", "is_covariate", "spot_of"]

# Between an item and the bracket of its estimate: its own short form, a mark.
_BESIDE = re.compile(r"[\s,:]{0,2}(?:[(\[][^()\[\]\d]{1,25}[)\]][\s,:]{0,2})?")
# "... in a model adjusted for age and sex (HR 0.7)": what follows, up to the bracket, was held constant.
_ADJUSTED = re.compile(
    r"\b(?:adjust(?:ed|ing|ment|ments)|controll?(?:ed|ing)|account(?:ed|ing)|correct(?:ed|ing|ion)|allow(?:ed|ing|ance)|"
    r"stratified|matched)\s(?:(?!odds|hazard|risk|rate|relative|ratios?|estimates?|[HOR]Rs?\b|analys|models?\b|mean|differences?)\w+\s){0,2}?(?:for|by|on)\s[^;()\[\]]*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:was|were|is|are|had|has|have|did|does|showed|remained|predicted|increased|reduced|lowered|raised|improved|conferred|"
    r"carried|led|resulted|doubled|halved|correlated|demonstrated|revealed|identified|found|indicated|confirmed|suggested|gave|yielded|produced|there|we|it|they)\b",
    re.IGNORECASE,
)


_NOT_ITS_OWN = frozenset(("another's item", "beyond another's"))


class Spot(NamedTuple):
    """A number's place: its sentence, the brackets of all estimates there, its own one, its frame."""

    text: str
    at: int
    brackets: tuple[tuple[int, int], ...]
    own: int
    frame: Frame | None

    def traits(self, left: str) -> Iterator[str]:
        """How the left side of a reading stands to the number."""
        yield f"place:{self._place(left)}"
        if self.frame is None:
            return
        begin, end = self.frame.factors
        about, words = content_of(self.frame.endpoint), content_of(left)
        if about and words and 2 * len(about & words) >= len(words):
            yield f"left:the frame's endpoint, among {'factors' if begin <= self.at <= end else 'endpoints'}"

    @property
    def among_factors(self) -> bool:
        """Whether the number has an item of a list of what predicts, or goes with, one endpoint."""
        return self.frame is not None and self.frame.listed and self.frame.rule != "more-in"

    def is_own_item(self, left: str) -> bool:
        """Whether the phrase stands right before the number's own bracket."""
        return self._place(left) == "own item"

    def excludes(self, left: str) -> bool:
        """Whether the number has an item of a list of factors, and this is another, or their endpoint."""
        if self.frame is None or not self.frame.listed:
            return False
        return content_of(left) <= content_of(self.frame.endpoint) or self._place(left) in _NOT_ITS_OWN

    def _place(self, left: str) -> str:
        """Whether the phrase is the number's own item, another number's, or farther off."""
        found = self.text.rfind(left, 0, self.at)
        if found < 0:
            return "elsewhere"
        end = found + len(left)
        if _other_clause(self.text, end, self.at):
            return "other clause"
        following = next((begin for begin, _ in self.brackets if begin >= end), -1)
        if following < 0:
            return "no bracket"
        beside = _BESIDE.fullmatch(self.text, end, following) is not None
        if following == self.own:
            return "own item" if beside else "own clause"
        return "another's item" if beside else "beyond another's"


def _other_clause(text: str, end: int, at: int) -> bool:
    """Whether a semicolon outside brackets parts the two places."""
    if text.find("; ", end, at) < 0:
        return False
    bones = skeleton(text)
    return bones.text.find("; ", bones.at(end), bones.at(at)) >= 0


@lru_cache(maxsize=256)
def spot_of(text: str, at: int, known: str = "") -> Spot:
    """Where the number at ``text[at]`` stands; ``known`` is the endpoint that the title names."""
    inside, _ = enclosing_bracket(text, at)
    brackets = tuple((m.start(), m.end()) for m in ESTIMATE_IN_BRACKETS.finditer(text))
    own = next((begin for begin, end in brackets if begin <= at < end), inside - 1 if inside < at else -1)
    return Spot(text, at, brackets, own, frame_of(text, at, known))


def is_covariate(name: str, text: str) -> bool:
    """Whether the sentence names it only among what a model was adjusted for.

    >>> is_covariate("sex", "Frailty predicted falls in models adjusted for age and sex (OR 1.1).")
    True
    """
    spans = _covariates(text) if name else ()
    places = [m.start() for m in re.finditer(re.escape(name), text)] if spans else []
    return bool(places) and all(any(begin < place < end for begin, end in spans) for place in places)


@lru_cache(maxsize=256)
def _covariates(text: str) -> tuple[tuple[int, int], ...]:
    """From where to where a text tells what models were adjusted for."""
    return tuple([_held_constant(m) for m in _ADJUSTED.finditer(text)])


def _held_constant(told: re.Match[str]) -> tuple[int, int]:
    """From where to where covariates are told: up to the comma before the next subject and its verb."""
    verb = _GOES_ON.search(told[0], len(told[0].split(" ", 1)[0]))
    comma = told[0].rfind(", ", 0, verb.start()) if verb else -1
    return told.start(), told.start() + comma if comma >= 0 else told.end()
