"""A text cut into sections and sentences, with offsets into the text as given.

Texts come in their sources' own dress: headings on lines of their own, ``RESULTS: ...``
at the start of a line, ``Results. ...`` or ``RESULTS We ...`` in the running text, a
``TITLE:`` line, or no headings at all. Where there are none, a sentence's role is read from its
language (``miner.text.roles``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from miner.model import Evidence
from miner.rules import load_rules
from miner.text.headings import Heading, Role, find_headings
from miner.text.roles import ORDER, roles_in_order
from miner.text.sentences import first_sentence_end, sentence_spans
from miner.text.word_starts import Passage, WordStarts, word_starts

__all__ = ["Document", "Role", "Section", "Sentence", "read_document"]

_HYPHENS = {0x2010: "-", 0x2011: "-"}
_ENDLESS = re.compile(r"\S{200,}")  # no word, name or address: a sequence, or text that lost its blanks
_LONGEST_TITLE = 500  # characters; a longer first line is a whole abstract on one line


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the text under one heading; ``label`` is None where none is printed.

    ``role`` is None where the sentences themselves must tell their roles, which are then among ``roles``.
    """

    label: str | None
    role: Role | None
    start: int
    end: int
    roles: tuple[Role, ...] = ORDER


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place; ``text`` is exactly ``document.text[start:end]``."""

    text: str
    start: int
    end: int
    section: Section
    role: Role
    index: int


@dataclass(frozen=True, eq=False)
class Document:
    """A text with its sections and sentences; what finders read.

    ``text`` has plain hyphens for the typographic ones; ``printed`` is the text as given, of the same length,
    and is what is quoted. A document equals only itself: what was found in one is kept by it.
    """

    id: str
    text: str
    sections: tuple[Section, ...]
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    metadata_trial_ids: tuple[str, ...] = field(default=())
    printed: str = field(default="", kw_only=True)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order, title included."""
        return _sentences(self.text, self.sections)

    @cached_property
    def title(self) -> str:
        """The title as printed, or the empty string."""
        return " ".join(s.text for s in self.sentences if s.role == "title")

    @cached_property
    def low(self) -> str:
        """The text in small letters."""
        return self.text.lower()

    @property
    def words(self) -> WordStarts:
        """Where the words of the text begin."""
        return word_starts(self.text)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.sentences)

    @cached_property
    def _section_starts(self) -> tuple[int, ...]:
        return tuple(section.start for section in self.sections)

    @cached_property
    def _by_roles(self) -> dict[tuple[Role, ...], tuple[Sentence, ...]]:
        return {}

    def role(self, *roles: Role) -> tuple[Sentence, ...]:
        """Sentences that play one of the roles."""
        if roles not in self._by_roles:
            self._by_roles[roles] = tuple(s for s in self.sentences if s.role in roles)
        return self._by_roles[roles]

    def passage(self, sentences: Sequence[Sentence]) -> Passage:
        """Some of the sentences, with a space between each."""
        return self.words.passage(*[(s.start, s.end) for s in sentences])

    def evidence(self, start: int, end: int, rule: str | None = None) -> Evidence:
        """The quote at these offsets, with the section it stands in."""
        number = bisect_right(self._section_starts, start) - 1
        inside = number >= 0 and start < self.sections[number].end
        label = self.sections[number].label if inside else None
        return Evidence(label, (self.printed or self.text)[start:end], start, end, rule)

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the offset (the nearest before it, if between two)."""
        return self.sentences[max(0, bisect_right(self._starts, offset) - 1)]


def read_document(
    text: str,
    doc_id: str = "",
    *,
    publication_types: Sequence[str] = (),
    mesh: Sequence[str] = (),
    trial_ids: Sequence[str] = (),
) -> Document:
    """Cut ``text`` into sections; the title is the first line or, failing that, the first sentence.

    What stands without a blank for 200 characters is not read.
    """
    plain = _ENDLESS.sub(lambda m: " " * len(m[0]), text.translate(_HYPHENS))
    return Document(
        doc_id,
        plain,
        _sections(plain),
        tuple(publication_types),
        tuple(mesh),
        tuple(trial_ids),
        printed=text,
    )


# A record is read twice in a row, for what it reports and for the graph.
@lru_cache(maxsize=2)
def _sections(text: str) -> tuple[Section, ...]:
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[Section]:
    heads = find_headings(text)
    first = heads[0].start if heads else len(text)
    before = _roles_before(heads)
    body = 0
    if not heads or heads[0].roles != ("title",):
        body = _title_end(text, first)
        yield Section(None, "title", 0, body)
    if text[body:first].strip():
        yield Section(None, None, body, first, before[0])
    for i, head in enumerate(heads):
        end = heads[i + 1].start if i + 1 < len(heads) else len(text)
        if head.roles == ("title",):
            yield from _title_section(text, head, end, before[i + 1])
        elif len(head.roles) == 1:
            yield Section(head.label, head.roles[0], head.end, end)
        else:
            yield Section(head.label, None, head.end, end, head.roles)


def _roles_before(heads: Sequence[Heading]) -> list[tuple[Role, ...]]:
    """What unheaded text before each heading, and after the last, can be: nothing that they come to later."""
    later: set[Role] = set()
    before = [ORDER]
    for head in reversed(heads):
        later.update(head.roles)
        before.append(tuple(r for r in ORDER if r not in later) if "results" in later else ORDER)
    return before[::-1]


def _title_section(text: str, head: Heading, end: int, roles: tuple[Role, ...]) -> Iterator[Section]:
    begin = end - len(text[head.end : end].lstrip())
    stop = text.find("\n", begin, end)
    stop = end if stop < 0 else stop
    yield Section(head.label, "title", head.end, stop)
    if text[stop:end].strip():
        yield Section(None, None, stop, end, roles)


def _title_end(text: str, limit: int) -> int:
    begin = len(text) - len(text.lstrip())
    newline = text.find("\n", begin, limit)
    if begin < newline < _LONGEST_TITLE:
        return newline
    return first_sentence_end(text, begin, limit)


@lru_cache(maxsize=2)
def _sentences(text: str, sections: tuple[Section, ...]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for section in sections:
        places = list(sentence_spans(text, section.start, section.end))
        quotes = [text[start:end] for start, end in places]
        for quote, (start, end), role in zip(quotes, places, _roles(section, quotes), strict=True):
            found.append(Sentence(quote, start, end, section, role, len(found)))
    return tuple(found)


def _roles(section: Section, quotes: Sequence[str]) -> list[Role]:
    """The section's role, or roles in order; registration and funding lines stand outside the story."""
    if section.role is not None:
        return [section.role] * len(quotes)
    told = len(quotes)
    while told > 1 and _is_imprint(quotes[told - 1]):
        told -= 1
    rest: list[Role] = ["other"] * (len(quotes) - told)
    return [*roles_in_order(quotes[:told], section.roles), *rest]


def _is_imprint(quote: str) -> bool:
    return any(rule.pattern.search(quote) for rule in load_rules("imprint").fitting(quote))
