"""Does a record answer the corpus's question? Judged by the corpus's own scope rules, with reasons.

Three things must be shown: breast cancer, metastatic disease, local treatment. A rule's matches in the text
count its weight each (at most three), one in the title counts double; the corpus says what is enough.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from miner.corpus import Corpus, ScopeExclusion, ScopeRule, Shows
from miner.model import Scope
from miner.vocabulary import Facet, Mention, Vocabulary

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
    body = text.removeprefix(title)
    shown = {shows: _points(corpus, shows, title, body) >= corpus.scope_enough for shows in _MISSING}
    against = [e.reason for e in corpus.scope_exclusions if e.explains is None and _excludes(e, title, body)]
    against += [_reason(corpus, shows, title, body) for shows in _MISSING if not shown[shows]]
    if against:
        return Scope(False, _unique(against))
    return Scope(True, tuple(shown))


def rule_matches(rule: ScopeRule, text: str, corpus: Corpus) -> int:
    """How often a rule finds its words or concepts in `text`."""
    places: set[int] = set()
    if rule.pattern is not None:
        places.update(match.start() for match in re.finditer(rule.pattern, text))
    for facet, concept_id in rule.concepts:
        vocabulary = corpus.vocabulary
        for mention in _mentions(vocabulary, facet, text):
            if vocabulary.is_a(mention.concept_id, concept_id):
                places.add(mention.start)
    return len(places)


@lru_cache(maxsize=8)
def _mentions(vocabulary: Vocabulary, facet: Facet, text: str) -> tuple[Mention, ...]:
    """The mentions of a text, kept while its rules are gone through."""
    return vocabulary.matcher(facet).find(text)


def _points(corpus: Corpus, shows: Shows, title: str, body: str) -> int:
    points = 0
    for rule in corpus.scope_rules:
        if rule.shows == shows and points < corpus.scope_enough:
            points += 2 * rule.weight * min(1, rule_matches(rule, title, corpus))
            points += rule.weight * min(_MOST_MATCHES, rule_matches(rule, body, corpus))
    return points


def _excludes(exclusion: ScopeExclusion, title: str, body: str) -> bool:
    return exclusion.matches(title if exclusion.where == "title" else f"{title}\n{body}")


def _reason(corpus: Corpus, shows: Shows, title: str, body: str) -> str:
    """Why a part of the question is missing: what an exclusion says, else that it is."""
    for exclusion in corpus.scope_exclusions:
        if exclusion.explains == shows and _excludes(exclusion, title, body):
            return exclusion.reason
    return _MISSING[shows]


def _unique(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))
