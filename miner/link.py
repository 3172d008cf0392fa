"""Vocabulary ids for what a record names: interventions, comparators, endpoints, populations.

The longest term wins; abbreviations that the text defines are spelled out first; what no term covers stays
None. A general word ("surgery") becomes the concept that title or aim give for it, where they give one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from miner.model import ArmResult, Comparison, Effect, EndpointClass, Extraction
from miner.phrases.denial import denies, is_denied, is_the_rest, left_out
from miner.term_matcher import Mention
from miner.text.abbreviations import find_abbreviations
from miner.text.document import Document
from miner.vocabulary import Concept, Facet, Vocabulary

__all__ = ["link", "operations_named"]

_VERSUS = re.compile(
    r"\s+(?:vs?\.?|versus|compared (?:with|to)|in comparison (?:with|to)|against|over|than)\s+", re.IGNORECASE
)
# "not treated surgically", "resected to free margins", "the surgical group".
_OPERATED = re.compile(
    r"\b(?:(?:treated\s)?surgically(?:\streated)?|resected|operated(?:\son)?|excis(?:ion|ed)(?!\sbiops)|removal"
    r"|(?:tumou?r|primary|breast|lesions?|metastas[ei]s)\s(?:was\s|were\s)?removed"
    r"|surgical(?=$|\s(?:group|arm|patients|cohort)))(?!\w)",
    re.IGNORECASE,
)
# "chemotherapy after the operation": what a treatment follows is not what is compared.
_CONTEXT = re.compile(r"\b(?:after|following) (?:the |an? )?$", re.IGNORECASE)
# "Response to chemotherapy": how it went, not that it was given.
_FARED = re.compile(
    r"\b(?:respon\w+|resistan\w+|refractory|progression|sensitivity) (?:to|on|under) (?:[\w-]+ ){0,2}?$",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r" \([\w+/-]{1,12}\)")
_WORD = re.compile(r"[A-Za-z][\w+/-]*")
_ARM_LETTER = re.compile(r"\b(?:arm|group) [A-D1-4]\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[().;:\n]|\bor\b|\bversus\b|\bbetween\b")
_IN_A_ROW = re.compile(r"\s?(?:,|/|\+|&|,?\s(?:and/or|and|or))\s?")
_BACKBONE = ("systemic", "none")  # what both groups are given, or nothing: told apart by something else


def link(extraction: Extraction, doc: Document, vocabulary: Vocabulary) -> Extraction:
    """The extraction with vocabulary ids on its effects, comparisons and arm results."""
    linker = _Linker(doc, vocabulary, tuple(arm.label for arm in extraction.arms))
    return replace(
        extraction,
        effects=tuple(linker.effect(e) for e in extraction.effects),
        comparisons=tuple(linker.comparison(c) for c in extraction.comparisons),
        arm_results=tuple(linker.arm_result(r) for r in extraction.arm_results),
    )


def operations_named(words: str) -> str:
    """The words with "surgery" for what says it otherwise: "the surgical group", "those resected"."""
    return _OPERATED.sub("surgery", words)


@lru_cache(maxsize=1)
def _lowered(text: str) -> str:
    """The text in lower case, kept while its findings are linked one after another."""
    return text.lower()


@dataclass(frozen=True, slots=True)
class _Linker:
    doc: Document
    vocabulary: Vocabulary
    arms: tuple[str, ...] = ()

    def effect(self, effect: Effect) -> Effect:
        intervention, comparator = self.sides(effect.contrast)
        return replace(
            effect,
            intervention=intervention,
            comparator=comparator,
            endpoint_id=self.endpoint(effect.endpoint, effect.endpoint_class),
            population=self.population(effect.subgroup),
        )

    def comparison(self, comparison: Comparison) -> Comparison:
        intervention, comparator = self.sides(comparison.contrast)
        return replace(
            comparison,
            intervention=intervention,
            comparator=comparator,
            endpoint_id=self.endpoint(comparison.endpoint, comparison.endpoint_class),
        )

    def arm_result(self, result: ArmResult) -> ArmResult:
        return replace(result, endpoint_id=self.endpoint(result.endpoint, result.endpoint_class))

    def sides(self, contrast: str) -> tuple[str | None, str | None]:
        """Concepts of the first-named group and of the group that it is set against."""
        first, *rest = _VERSUS.split(contrast, maxsplit=1)
        left = self._side(first)
        if not rest:
            alone, omitted = self._pick(left, []), left_out(first)
            if alone is not None and self._is_none(alone):
                # "observation" alone does not tell its other side; "omission of surgery" names it
                return (alone, self._treatment(omitted)) if omitted else (None, None)
            return alone, None
        right = self._side(rest[0])
        intervention = self._pick(left, right)
        comparator = self._pick(right, left)
        if intervention and self._is_shared(comparator, self._as_arm(first), intervention):
            comparator = self._without(intervention)  # "A added to B against B": the other had B too
        if comparator is None and intervention and (denies(rest[0]) or is_the_rest(rest[0])):
            comparator = self._without(intervention)
        return intervention, comparator

    def _as_arm(self, name: str) -> str:
        """``A`` as the one of two arms that it shortens, ``A followed by B``."""
        told = set(_WORD.findall(name.lower()))
        arms = [arm for arm in self.arms if told <= set(_WORD.findall(arm.lower()))]
        return arms[0] if len(arms) == 1 and len(self.arms) == 2 else name

    def _treatment(self, words: str) -> str | None:
        """The treatment that the words name first."""
        named = self._named("interventions", words)
        return self._made_specific(named[0][0]) if named and not self._is_none(named[0][0]) else None

    def _side(self, words: str) -> list[str]:
        """Concepts of one side in their order, read with long or with short forms, whichever tells more."""
        long = _SHORT_FORM.sub("", words)
        readings = [self._concepts(long)]
        short = self._shortened(words)
        if short != words:
            readings.append(self._concepts(short))
        return max(readings, key=len)

    def _shortened(self, words: str) -> str:
        """``primary tumour resection (PTR)`` as ``PTR``."""
        for short, long in find_abbreviations(self.doc.text).items():
            words = words.replace(f"{long} ({short})", short)
        return words

    def _concepts(self, words: str) -> list[str]:
        """Concepts in their order; a denied one ("absence of surgery") becomes its absence."""
        named = self._named("interventions", words)
        named = named or self._named("interventions", operations_named(words))
        found: list[str] = []
        for concept_id, start in named:
            if found and _CONTEXT.search(words, max(0, start - 20), start):
                continue
            if _FARED.search(words, max(0, start - 40), start):
                continue
            denied = is_denied(words, start) and not self._is_none(concept_id)
            concept = self._without(concept_id) if denied else self._made_specific(concept_id)
            if concept is not None:
                found.append(concept)
        return found

    def _pick(self, side: Sequence[str], other: Sequence[str]) -> str | None:
        """What tells a side from the other: not the systemic therapy that both are given."""
        own = [c for c in side if not any(self._akin(c, o) for o in other)] or list(side)
        local = [c for c in own if self.vocabulary.interventions[c].category not in _BACKBONE]
        return next(iter(local or own), None)

    def _is_shared(self, comparator: str | None, first: str, intervention: str) -> bool:
        """Whether the local treatment told for one side is one that the other had too, beside its own."""
        if comparator is None or self._is_none(intervention):
            return False
        if self.vocabulary.interventions[comparator].category in _BACKBONE:
            return False
        had = [c for c, _ in self._named("interventions", first)]
        return any(self.vocabulary.is_a(c, comparator) for c in had if not self._akin(c, intervention))

    def _akin(self, one: str, other: str) -> bool:
        return self.vocabulary.is_a(one, other) or self.vocabulary.is_a(other, one)

    def _is_none(self, concept_id: str) -> bool:
        return concept_id.startswith("no_")

    def _without(self, concept_id: str) -> str | None:
        """The concept for leaving a treatment out: "no_" and its id, its category or what it is a kind of."""
        interventions = self.vocabulary.interventions
        category = interventions[concept_id].category
        above = [a for a in self.vocabulary.ancestors(concept_id) if interventions[a].category == category]
        for name in (concept_id, category, *above):
            if f"no_{name}" in interventions:
                return f"no_{name}"
        return None

    def endpoint(self, name: str, endpoint_class: EndpointClass) -> str | None:
        """The endpoint named, of the class that was read; None where the name has no term of that class."""
        endpoints = self.vocabulary.endpoints
        found = [
            p for p in self._named("endpoints", name) if endpoints[p[0]].endpoint_class == endpoint_class
        ]
        return max(found, key=lambda pair: pair[1])[0] if found else None

    def population(self, subgroup: str | None) -> str | None:
        """The concept of a subgroup; of several in a row ("liver and/or lung metastases") what they share."""
        text, found = self._found("populations", subgroup) if subgroup else ("", ())
        row = list(found[:1])
        for mention in found[1:]:
            if _IN_A_ROW.fullmatch(text, row[-1].end, mention.start):
                row.append(mention)
        populations = self.vocabulary.populations
        if len({populations[m.concept_id].category for m in row}) != 1:
            return row[0].concept_id if row else None
        lineages = [(m.concept_id, *self.vocabulary.ancestors(m.concept_id)) for m in row]
        shared = (c for c in lineages[0] if all(c in lineage for lineage in lineages))
        category = populations[row[0].concept_id].category
        return next((c for c in shared if populations[c].category == category), None)

    def _named(self, facet: Facet, words: str) -> list[tuple[str, int]]:
        """Concepts named and where; short forms and arms' letters spelled out where nothing is found.

        Short forms that the text does not define are those of the field where its words speak of it.
        """
        return [(m.concept_id, m.start) for m in self._found(facet, words)[1]]

    def _found(self, facet: Facet, words: str) -> tuple[str, tuple[Mention, ...]]:
        """The words as they were spelled out, and what is named in them."""
        matcher = self.vocabulary.matcher(facet)
        for text in self._spellings(words):
            found = matcher.find(text, self.doc.text)
            if found:
                return text, found
        if not find_abbreviations(self.doc.text).keys().isdisjoint(_WORD.findall(words)):
            return words, ()
        return words, matcher.find(words, self.doc.text, undefined=True)

    def _spellings(self, words: str) -> Iterator[str]:
        """The words as printed, with arms' letters spelled out, and with short forms spelled out too."""
        yield words
        by_arm = _ARM_LETTER.sub(lambda m: self._arm(m[0]) or m[0], words)
        if by_arm != words:
            yield by_arm
        known = find_abbreviations(self.doc.text)
        spelled_out = _WORD.sub(lambda m: known.get(m[0], m[0]), by_arm) if known else by_arm
        if spelled_out not in (words, by_arm):
            yield spelled_out

    def _arm(self, letter: str) -> str | None:
        """The words before "(arm A)", back to the last bracket or stop."""
        place = _lowered(self.doc.text).find(f"({letter.lower()})")
        before = _CLAUSE_END.split(self.doc.text[max(0, place - 90) : place]) if place > 0 else []
        return before[-1].strip() if before else None

    def _made_specific(self, concept_id: str) -> str:
        """A general concept (its id is its category) as title or aim specify it, or roughly as the text does.

        "Surgery" is mastectomy where the title says so; where only the text speaks of mastectomy, and of no
        operation elsewhere, it is surgery of the primary tumour. "Ablation" for "ablation of metastases" is
        the broader concept that those words name.
        """
        concept = self.vocabulary.interventions[concept_id]
        if concept.id != concept.category:
            return concept_id
        for place in (self.doc.title, " ".join(s.text for s in self.doc.role("background")[-2:])):
            specific = self._of_category(place, concept.category) - {concept_id}
            if specific:
                return next(iter(self._shared_by(specific)), concept_id)
        specific = self._of_category(self.doc.text, concept.category) - {concept_id}
        return next(reversed(self._shared_by(specific)), concept_id) if specific else self._spelled(concept)

    def _spelled(self, concept: Concept) -> str:
        """What the text calls a general concept in more words, where these name one above it."""
        above, name = self.vocabulary.ancestors(concept.id), concept.name.lower()
        found = [
            (m.concept_id, m.of(self.doc.text).lower())
            for m in self.vocabulary.matcher("interventions").find(self.doc.text, self.doc.text)
        ]
        if any(said != name for concept_id, said in found if concept_id == concept.id):
            return concept.id
        return next((c for c, said in found if c in above and name in said), concept.id)

    def _of_category(self, text: str, category: str) -> set[str]:
        interventions = self.vocabulary.interventions
        found = self.vocabulary.matcher("interventions").find(text, self.doc.text)
        return {m.concept_id for m in found if interventions[m.concept_id].category == category}

    def _shared_by(self, concepts: set[str]) -> tuple[str, ...]:
        """What all are, or are kinds of, in their category and below its general concept; nearest first."""
        interventions = self.vocabulary.interventions
        trails = [[c, *self.vocabulary.ancestors(c)] for c in concepts if c != interventions[c].category]
        return tuple(
            c
            for c in (trails[0] if trails else ())
            if all(c in trail for trail in trails)
            and interventions[c].category == interventions[trails[0][0]].category
        )
