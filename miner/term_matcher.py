"""Find vocabulary terms in running text: longest match, tolerant of spelling, hyphens and plurals.

A synonym and a text are cut into the same kind of tokens and folded the same way (lower case, American
spelling, singular), so one entry "tumour resection" also reads "Tumor resections" and "tumor-resection".
Abbreviations in capitals keep their case: "LRT" is a term, "lrt" is not, and "OS" is not the "os" of a bone.
A tilde marks a head word that a list may share: "overall ~survival" reads "overall" in "overall (OS) and
progression-free survival".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Matcher", "Mention", "Term", "fold_key"]

# A minus counts as a token only where it closes a marker ("HER2-", "ER-/PR-"); elsewhere a hyphen is a space.
_TOKEN = re.compile(r"[^\W_]+|[+<>≤≥&,]|(?<=\w)[-‐‑–−](?=[\s,;:/)\].]|$)")
_GAP = " \t\r\n\u00a0-‐‑–—−/'’"
_MINUS = "-‐‑–−"
_MAX_ABBREVIATION = 5
_SHARED = "~"
_JOINERS = frozenset({"and", "or", "&", ","})
_REACH = (
    9  # tokens between a word and the head it shares: "overall (OS), disease-free (DFS) and ... survival"
)
# Prefixes that journals write joined, hyphenated or apart: "loco-regional", "non surgical".
_PREFIXES = frozenset(
    {"loco", "oligo", "non", "peri", "chemo", "radio", "cryo", "thermo", "poly", "pre", "post"}
)
_IRREGULAR = {
    "metastases": "metastasis",
    "biopsies": "biopsy",
    "diagnoses": "diagnosis",
    "analyses": "analysis",
    "women": "woman",
    "men": "man",
    "diameters": "diameter",
}
_KEEP_S = ("ss", "us", "is", "as", "os")
_BRITISH = (
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"oe(?=stro|dema|soph)|(?<=rh)oe(?=a)|(?<=pn)oe(?=a)"), "e"),
    (re.compile(r"aem(?=i|o|a)"), "em"),
    (re.compile(r"anaes"), "anes"),
    (re.compile(r"paed"), "ped"),
    (re.compile(r"(?<=[a-z]{3})isation"), "ization"),
    (re.compile(r"(?<=[a-z]{3})is(?=ed$|ing$|e$)(?<!ris)(?<!rais)(?<!vis)(?<!cis)(?<!promis)"), "iz"),
    (re.compile(r"(?<=\w)tre$"), "ter"),
    (re.compile(r"colour"), "color"),
    (re.compile(r"labour"), "labor"),
    (re.compile(r"programme"), "program"),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A synonym of a concept; an ambiguous one counts only where its context or its expansion stands."""

    concept_id: str
    text: str
    ambiguous: bool = False
    context: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named at `text[start:end]` (character offsets)."""

    concept_id: str
    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the mention."""
        return text[self.start : self.end]


@lru_cache(maxsize=65_536)
def _keys(token: str) -> tuple[str, str | None]:
    """The folded form of a token and its case-keeping key."""
    return _fold(token), _exact(token)


def _fold(token: str) -> str:
    """Lower case, American spelling, singular."""
    if token in _MINUS:
        return "-"
    word = token.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    return _singular(word)


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.endswith("s") or word.endswith(_KEEP_S):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


def _exact(token: str) -> str | None:
    """The case-keeping key of an abbreviation in capitals ("=OS"; its plural too), or None."""
    stem = token[:-1] if token.endswith("s") and token[:-1].isupper() else token
    if 2 <= len(stem) <= _MAX_ABBREVIATION and stem.isupper():
        return "=" + stem
    return None


class _Token(NamedTuple):
    folded: str
    exact: str | None
    start: int
    end: int


# Facets and their callers read the same texts one after another.
@lru_cache(maxsize=32)
def _tokens(text: str) -> tuple[_Token, ...]:
    """Tokens with offsets; a bound prefix and the word after it become one."""
    found: list[_Token] = []
    prefix: _Token | None = None
    for match in _TOKEN.finditer(text):
        folded, exact = _keys(match[0])
        start, end = match.span()
        if prefix is not None and start - prefix.end == 1 and folded.isalpha():
            joined = _keys(prefix.folded + folded)[0]
            token = found[-1] = _Token(joined, None, prefix.start, end)
        else:
            token = _Token(folded, exact, start, end)
            found.append(token)
        prefix = token if token.folded in _PREFIXES else None
    return tuple(found)


def fold_key(synonym: str) -> tuple[str, ...]:
    """The token sequence under which a synonym is stored: two synonyms with one key are the same term."""
    tokens = _tokens(synonym)
    lone = len(tokens) == 1
    return tuple(
        token.exact if token.exact and (lone or token.exact[1:].isalpha()) else token.folded
        for token in tokens
    )


class _Node:
    """A step of the token trie; `shared` holds terms whose head word stands further on in a list."""

    __slots__ = ("next", "shared", "term")

    def __init__(self) -> None:
        self.next: dict[str | None, _Node] = {}
        self.term: Term | None = None
        self.shared: list[tuple[Term, tuple[str, ...]]] = []


class Matcher:
    """The terms of one facet, compiled once; `find` is pure and safe to share."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._root = _Node()
        for term in terms:
            first, _, head = term.text.partition(_SHARED)
            node = self._root
            for key in fold_key(first):
                node = node.next.setdefault(key, _Node())
            if head:
                node.shared.append((term, fold_key(head)))
            else:
                node.term = term
        self._spelled_out = lru_cache(maxsize=8)(self._spelled_out_uncached)
        self._find = lru_cache(maxsize=64)(self._find_uncached)

    def find(self, text: str, context: str = "", *, undefined: bool = False) -> tuple[Mention, ...]:
        """Concepts named in `text`, in order, without overlaps; where two compete, the longer one wins.

        An ambiguous abbreviation counts when a context word of its entry stands in `text`, or when `text` or
        `context` (the whole record, for a sentence) also spells its concept out. With `undefined`, for words
        whose abbreviations the record does not define, a context word in `context` is enough.
        """
        return self._find(text, context, undefined)

    def _find_uncached(self, text: str, context: str, undefined: bool) -> tuple[Mention, ...]:
        tokens = _tokens(text)
        chosen = list(self._candidates(text, tokens))
        if not chosen:
            return ()
        if any(term.ambiguous for term, _, _ in chosen):
            words = {token.folded for token in (*tokens, *(_tokens(context) if undefined else ()))}
            spelled = self._spelled_out(context) | {t.concept_id for t, _, _ in chosen if not t.ambiguous}
            chosen = [c for c in chosen if _licensed(c[0], words, spelled)]
        return tuple(Mention(term.concept_id, start, end) for term, start, end in _longest(chosen, len(text)))

    def _spelled_out_uncached(self, context: str) -> frozenset[str]:
        if not context:
            return frozenset()
        found = self._candidates(context, _tokens(context))
        return frozenset(term.concept_id for term, _, _ in found if not term.ambiguous)

    def _candidates(self, text: str, tokens: Sequence[_Token]) -> Iterator[tuple[Term, int, int]]:
        """Every term that starts at each token, longest and shorter alike."""
        starters = self._root.next
        for index, token in enumerate(tokens):
            if token.folded in starters or token.exact in starters:
                yield from self._walk(self._root, text, tokens, index, token.start)

    def _walk(
        self, node: _Node, text: str, tokens: Sequence[_Token], index: int, start: int
    ) -> Iterator[tuple[Term, int, int]]:
        token = tokens[index]
        for key in (token.exact, token.folded):
            step = node.next.get(key) if key is not None else None
            if step is None:
                continue
            if step.term is not None:
                yield step.term, start, token.end
            for term, head in step.shared:
                if _head_follows(text, tokens, index, head):
                    yield term, start, token.end
            if step.next and _goes_on(text, tokens, index):
                yield from self._walk(step, text, tokens, index + 1, start)


def _goes_on(text: str, tokens: Sequence[_Token], index: int) -> bool:
    """Whether only white space, hyphens and the like stand before the next token."""
    return index + 1 < len(tokens) and not text[tokens[index].end : tokens[index + 1].start].strip(_GAP)


def _head_follows(text: str, tokens: Sequence[_Token], index: int, head: tuple[str, ...]) -> bool:
    """Whether a list begins after the token and ends in the head word within reach."""
    ahead = tokens[index + 1 : index + 1 + _REACH]
    if not ahead:
        return False
    gap = text[tokens[index].end : ahead[0].start]
    if ahead[0].folded not in _JOINERS and not gap.lstrip().startswith(("(", "/")):
        return False
    for place, token in enumerate(ahead):
        if any(mark in text[tokens[index + place].end : token.start] for mark in (". ", ";", ":")):
            return False
        if place > 1 and tuple(t.folded for t in ahead[place : place + len(head)]) == head:
            return True
    return False


def _licensed(term: Term, words: set[str], spelled: frozenset[str] | set[str]) -> bool:
    return not term.ambiguous or term.concept_id in spelled or not term.context.isdisjoint(words)


def _longest(found: list[tuple[Term, int, int]], length: int) -> list[tuple[Term, int, int]]:
    """The longest mentions first, then those that do not touch them; returned in order of place."""
    kept: list[tuple[Term, int, int]] = []
    taken = bytearray(length)
    for candidate in sorted(found, key=lambda c: (c[1] - c[2], c[1])):
        _, start, end = candidate
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            kept.append(candidate)
    return sorted(kept, key=lambda c: c[1])
