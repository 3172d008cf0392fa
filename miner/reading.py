"""The finders in their order: from a text to its extraction record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from miner.arm_results.find import find_arm_results
from miner.article import Article
from miner.checks.by_results import ordered_by_results
from miner.checks.of_record import with_record_checks
from miner.comparisons.find import find_comparisons, of_groups
from miner.conclusion.find import find_conclusion
from miner.corpus import Corpus, load_corpus
from miner.design.find import find_design
from miner.effects.confidence import confidence_of
from miner.effects.find import find_effects
from miner.favours import with_favours
from miner.link import link
from miner.model import Extraction, Scope
from miner.participants.arms import find_arms
from miner.participants.sample_size import find_sample_size
from miner.phrases.groups import is_lettered, role_in_bracket, spelled_out_by_role
from miner.scope import judge_scope
from miner.text.document import Document, read_document
from miner.trial_ids import find_trial_ids
from miner.version import extractor_version

__all__ = ["document_of", "extract", "extract_document", "scope_of"]


def extract(source: Article | str, corpus: Corpus | str | Path | None = "mbc-surgery") -> Extraction:
    """Read what a PubMed record or a text (title on its first line) reports.

    ``corpus`` gives the vocabulary and the question of scope: a bundled name, a folder, a loaded corpus,
    or None to leave ids and scope open.
    """
    loaded = load_corpus(corpus) if isinstance(corpus, str | Path) else corpus
    return extract_document(document_of(source), loaded)


def document_of(source: Article | str) -> Document:
    """The text of a source cut into sections, with what a PubMed record states beside it."""
    if isinstance(source, str):
        return read_document(source)
    return read_document(
        source.text,
        f"PMID:{source.pmid}",
        publication_types=[name for _, name in source.publication_types],
        mesh=[heading.name for heading in source.mesh],
        trial_ids=source.trial_ids,
    )


def extract_document(doc: Document, corpus: Corpus | None = None) -> Extraction:
    """Read everything that one text reports; with a corpus, link it to the vocabulary and judge its scope."""
    design, design_evidence = find_design(doc)
    arms = find_arms(doc, design)
    effects = tuple(with_favours(effect) for effect in find_effects(doc, arms))
    comparisons = find_comparisons(doc, arms, effects)
    size = find_sample_size(doc, design, arms)
    people = size.value if size is not None and size.unit == "participants" else None
    conclusion, conclusion_evidence = find_conclusion(doc, design, arms, effects, of_groups(comparisons))
    read = Extraction(
        id=doc.id,
        extractor=extractor_version(corpus),
        design=design,
        design_evidence=design_evidence,
        sample_size=size,
        arms=arms,
        effects=effects,
        comparisons=comparisons,
        arm_results=find_arm_results(doc, arms, effects, people),
        conclusion=conclusion,
        conclusion_evidence=conclusion_evidence,
        trial_ids=find_trial_ids(doc),
    )
    read = ordered_by_results(_letters_spelled_out(read, doc))
    if corpus is not None:
        read = _in_corpus(read, doc, corpus)
    read = with_record_checks(read)
    sure = [confidence_of(effect, read.design, len(read.arms)) for effect in read.effects]
    return replace(
        read, effects=tuple(replace(e, confidence=c) for e, c in zip(read.effects, sure, strict=True))
    )


def _letters_spelled_out(read: Extraction, doc: Document) -> Extraction:
    """Groups that go by a letter or a role with what it stands for: "surgery alone (arm A)"."""
    roles = {role: arm.label for arm in read.arms if (role := role_in_bracket(doc, arm.label))}

    def told(name: str) -> str:
        if name.lower() in roles:
            return f"{roles[name.lower()]} ({name})"
        return spelled_out_by_role(doc, name) if is_lettered(name) else name

    return replace(
        read,
        arms=tuple(replace(arm, label=told(arm.label)) for arm in read.arms),
        arm_results=tuple(replace(result, arm=told(result.arm)) for result in read.arm_results),
    )


def _in_corpus(read: Extraction, doc: Document, corpus: Corpus) -> Extraction:
    """Ids of the vocabulary, whom effects favour by it, and whether the record answers the question."""
    endpoints = corpus.vocabulary.endpoints
    linked = link(read, doc, corpus.vocabulary)
    effects = tuple(with_favours(e, endpoints.get(e.endpoint_id or "")) for e in linked.effects)
    return replace(linked, effects=effects, scope=scope_of(doc, corpus))


def scope_of(doc: Document, corpus: Corpus) -> Scope:
    """Whether a text answers the corpus's question, judged before anything else is read."""
    has_abstract = any(sentence.role != "title" for sentence in doc.sentences)
    return judge_scope(doc.title, doc.text, doc.publication_types, has_abstract, corpus)
