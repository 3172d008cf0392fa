"""Does a record answer the corpus's question? Judged by the corpus's own scope rules, with reasons.

Three things must be shown: breast cancer, metastatic disease, local treatment. A rule's matches in the text
count its weight each (at most three), one in the title counts double; the corpus says what is enough.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from miner.corpus import Corpus, ScopeExclusion, ScopeRule, Shows
from miner.model import Scope
from miner.text.word_starts import Passage, WordStarts, word_starts

__all__ = ["judge_scope", "rule_matches"]

_MOST_MATCHES = 3
_MISSING: dict[Shows, str] = {
    "breast_cancer": "not_breast_cancer",
    "metastatic": "not_metastatic",
    "local_treatment": "no_local_treatment",
}


def judge_scope(
    title: str, text: str, publication_types: Iterable[str], has_abstract: bool, corpus: Corpus
) -> Scope:
    """In scope or not, and why: what was shown, or every reason against, notices and missing abstracts first.

    `text` is the abstract; it may begin with the title.
    """
    types = frozenset(publication_types)
    by_type = _unique(e.reason for e in corpus.scope_exclusions if e.publication_types & types)
    if by_type:
        return Scope(False, by_type)
    if not has_abstract:
        return Scope(False, ("no_abstract",))
    report = _report(title, text)
    shown = {shows: _is_shown(corpus, shows, report) for shows in _MISSING}
    against = [e.reason for e in corpus.scope_exclusions if e.explains is None and _excludes(e, report)]
    against += [_reason(corpus, shows, report) for shows in _MISSING if not shown[shows]]
    if against:
        return Scope(False, _unique(against))
    return Scope(True, tuple(shown))


def rule_matches(rule: ScopeRule, text: str, corpus: Corpus) -> int:
    """How often a rule finds its words or concepts in `text`, at most three times."""
    return _matches(rule, WordStarts(text), corpus, _MOST_MATCHES)


@dataclass(frozen=True, slots=True)
class _Report:
    """A record's title, its abstract, and both with a line's end between them."""

    title: Passage
    body: Passage
    whole: Passage


def _report(title: str, text: str) -> _Report:
    end = len(title)
    if not text.startswith(title) or (title[-1:].isalnum() and text[end : end + 1].isalnum()):
        return _parts(f"{title}\n{text.removeprefix(title)}", end, end + 1)
    return _parts(text, end, end)


def _parts(text: str, end: int, begin: int) -> _Report:
    words, title, body = word_starts(text), (0, end), (begin, len(text))
    return _Report(words.passage(title), words.passage(body), words.passage(title, body, joint="\n"))


def _matches(rule: ScopeRule, text: WordStarts | Passage, corpus: Corpus, most: int) -> int:
    """In how many places a rule finds its words or concepts, counted up to `most`."""
    places = {m.start() for m in islice(rule.sought.finditer(text), most)} if rule.sought else set()
    for facet, concept_id in rule.concepts:
        if len(places) < most:
            is_a = corpus.vocabulary.is_a
            mentions = corpus.vocabulary.matcher(facet).find(text.text)
            places.update(m.start for m in mentions if is_a(m.concept_id, concept_id))
    return min(most, len(places))


def _is_shown(corpus: Corpus, shows: Shows, report: _Report) -> bool:
    points = 0
    for rule in corpus.scope_rules:
        if rule.shows == shows:
            points += 2 * rule.weight * _matches(rule, report.title, corpus, 1)
            points += rule.weight * _matches(rule, report.body, corpus, _MOST_MATCHES)
            if points >= corpus.scope_enough:
                return True
    return False


def _excludes(exclusion: ScopeExclusion, report: _Report) -> bool:
    return exclusion.stands_in(report.title if exclusion.where == "title" else report.whole)


def _reason(corpus: Corpus, shows: Shows, report: _Report) -> str:
    """Why a part of the question is missing: what an exclusion says, else that it is."""
    for exclusion in corpus.scope_exclusions:
        if exclusion.explains == shows and _excludes(exclusion, report):
            return exclusion.reason
    return _MISSING[shows]


def _unique(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))
