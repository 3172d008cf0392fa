"""The traits by which a conclusion is judged: what its sentences, its title and the findings say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from miner.comparisons.direction import group_words
from miner.conclusion.findings import finding_traits
from miner.conclusion.subject import exposure_traits, subject_traits
from miner.conclusion.voices import harms_sought, rules_that_say, said_in, verdicts_in
from miner.model import Arm, Comparison, Design, Effect
from miner.phrases.endpoint_mentions import spelled_out
from miner.rules import load_rules
from miner.text.document import Document, Sentence
from miner.text.word_starts import Passage, Sought, WordStarts

__all__ = ["concluding", "conclusion_traits"]

# How far a report of each design compares treatments, before its words are read.
_COMPARES: Mapping[Design, float] = {
    "randomized_trial": 4.0,
    "meta_analysis": 0.5,
    "nonrandomized_trial": -1.5,
    "prospective_cohort": -2.2,
    "registry_cohort": -1.6,
    "retrospective_cohort": -1.9,
    "case_control": -2.5,
    "systematic_review": -1.5,
    "narrative_review": -3.0,
    "other": -6.0,
    "cross_sectional": -6.0,
    "case_series": -5.0,
    "case_report": -9.0,
}
_STEPS = (-3, -2, -1, 0, 1, 2, 3, 5)  # of the score for comparing treatments
_MORE_STUDY = Sought(re.compile(
    r"\b(?:further|future|more|larger|additional|ongoing|prospective|randomi[sz]ed) (?:\w+ ){0,3}?"
    r"(?:research|stud(?:y|ies)|investigation|trials?|analys[ie]s|evaluation)\b.{0,80}"
    r"\b(?:needed|required|warranted|necessary|will|should|are|to)\b",
    re.IGNORECASE,
))  # fmt: skip
# What ought to be done about a finding: "Strategies to prevent falls should be developed."
_CALL = Sought(re.compile(
    r"\b(?:strateg(?:y|ies)|efforts?|polic(?:y|ies)|interventions?|programs?|programmes?|measures|awareness|attention|guidelines|"
    r"campaigns?|prevention|counsel+ing|education|promoti(?:ng|on)|improving|reducing|addressing|targeting|tailored|stewardship|regulat\w+)\b"
    r"[^.;]{0,160}?\b(?:(?:should|must|need\sto|ought\sto)\sbe\s(?:\w+\s)?(?:developed|implemented|made|taken|tested|directed|targeted|strengthened|prioriti[sz]ed|promoted|tailored|undertaken|considered|aimed|focus\w*|designed|encouraged)|"
    r"should\s(?:focus|target|aim|include|address|prioriti[sz]e)|(?:is|are)\s(?:\w+ly\s)?(?:needed|required|warranted|necessary|urgent\w*|essential|crucial|important|imperative)|"
    r"(?:may|might|could|can)\s(?:help\s(?:to\s)?)?(?:reduce|lower|mitigate|prevent|improve|decrease|alleviate)\s(?:the\s)?(?:burden|risks?|incidence|prevalence|health|disparit\w+|mortality|morbidity))",
    re.IGNORECASE,
))  # fmt: skip
# Sentences of registration, funding and copyright, which conclude nothing.
_REGISTERED = re.compile(
    r"\b(?:clinicaltrials\.gov|EudraCT|ISRCTN|NCT\d|UMIN\d|ACTRN\d|registered|registration|funded\sby|(?:co-)?sponsored\sby|supported\sby|Foundation|Institutes?\s(?:of|for)\sHealth|Charity|Charities|"
    r"(?:Research|Medical)\sCouncil|Ministry\sof|(?:Assessment|Research)\sProgramme)\b|^CLINICALTRIALS\b|©",
    re.IGNORECASE,
)
_REGISTERS = (
    "clinicaltrials eudract isrctn nct umin actrn regist funded sponsor support foundation institute charit "
    "council ministry programme ©"
).split()
_VERDICTS = ("better", "null", "worse", "against", "mixed")
_PLAIN = re.compile(rf"(?:no )?(?:{'|'.join(_VERDICTS)})\b")
_LAST = 2  # results that conclude where no sentence does
_FEW = 2  # with fewer concluding sentences the last results are heard too
_CONTRASTS = 8
_MANY = 4


def concluding(doc: Document) -> list[Sentence]:
    """Sentences of the conclusion; where there are none, the last two of the results."""
    stated = [s for s in doc.role("conclusion") if not _is_registration(s)]
    found = [s for s in stated if not _is_a_call(doc.passage([s]))] or stated
    return found or _last_results(doc)


def _is_a_call(passage: Passage) -> bool:
    """Whether the words ask for more study, or for something to be done."""
    return bool(_MORE_STUDY.search(passage) or _CALL.search(passage))


def _is_registration(sentence: Sentence) -> bool:
    low = sentence.text.lower()
    return any(cue in low for cue in _REGISTERS) and bool(_REGISTERED.search(sentence.text))


def _last_results(doc: Document) -> list[Sentence]:
    last: list[Sentence] = []
    for sentence in reversed(doc.role("results")):
        if not _is_registration(sentence):
            last.append(sentence)
        if len(last) == _LAST:
            break
    return last[::-1]


def conclusion_traits(
    doc: Document,
    design: Design,
    arms: Sequence[Arm],
    effects: Sequence[Effect],
    comparisons: Sequence[Comparison],
    heard: Sequence[tuple[Sentence, frozenset[str]]],
) -> frozenset[str]:
    """All traits of the abstract; ``heard`` is its concluding sentences with what each says."""
    sentences, said = [sentence for sentence, _ in heard], [names for _, names in heard]
    title, sought = doc.passage(doc.role("title")), harms_sought(doc.title)
    contrasts = [*(e.contrast for e in effects), *(c.contrast for c in comparisons)]
    traits = {f"design {design}", *_compared(doc, design, arms, sentences, contrasts)}
    traits.update(f"title {name}" for name in said_in(title, arms, sought))
    traits.update(_by_place(said), _together(said))
    stated = bool(doc.role("conclusion"))
    if stated and len(said) < _FEW:
        last = (said_in(doc.passage([s]), arms, sought) for s in _last_results(doc))
        traits.update(f"end {name}" for names in last for name in names)
    signs = {
        "nocon": not stated,
        "many effects": len(effects) > _MANY,
        "no effects": not effects,
        "no cmp": not comparisons,
        "no contrasts": not contrasts,
        "vs": sum(" vs " in c for c in contrasts) >= 0.5 * max(1, len(contrasts)),
    }
    traits.update(name for name, there in signs.items() if there)
    traits.update(finding_traits(effects, comparisons))
    traits.update(subject_traits(doc, arms, contrasts))
    traits.update(exposure_traits(doc, design, said or [frozenset()]))
    traits.update(_in_results(doc, sought))
    return frozenset(traits)


def _compared(
    doc: Document,
    design: Design,
    arms: Sequence[Arm],
    sentences: Sequence[Sentence],
    contrasts: Sequence[str],
) -> Iterator[str]:
    """Whether treatments are compared at all."""
    total = _COMPARES[design] + (1.0 if len(arms) > 1 else 0.0)
    places: dict[str, WordStarts | Passage] = {
        "title": doc.passage(doc.role("title")),
        "aim": doc.passage(doc.role("background")[-2:]),
        "results": doc.passage(doc.role("methods", "results", "conclusion")),
        "conclusion": doc.passage(sentences),
        "contrast": WordStarts("; ".join(contrasts[:2])),
    }
    told = {
        rule.id
        for name, place in places.items()
        for rule, sought in rules_that_say(place.text, "comparative")
        if rule.data["place"] == name and sought.search(place)
    }
    for rule in load_rules("conclusion").rules:
        if rule.id in told:
            total += rule.data["weight"]
            yield f"c {rule.id}"
    yield from (f"cmp>{step}" for step in _STEPS if total > step)
    if len(arms) > 1:
        yield "arms"
        yield from _on_arms(doc, arms, contrasts[:_CONTRASTS])


def _on_arms(doc: Document, arms: Sequence[Arm], contrasts: Sequence[str]) -> Iterator[str]:
    """Whether the contrasts are mostly between the arms, short names spelled out."""
    first, second = (group_words(spelled_out(doc, arm.label)) for arm in arms[:2])
    own = first ^ second
    if contrasts:
        on = sum(bool(group_words(spelled_out(doc, contrast)) & own) for contrast in contrasts)
        yield "on arms" if 2 * on >= len(contrasts) else "off arms"


def _by_place(said: Sequence[frozenset[str]]) -> Iterator[str]:
    """Each thing said, and the verdicts by the place of their sentence."""
    for i, names in enumerate(said):
        plain = [name for name in names if _PLAIN.match(name)]
        yield from (f"any {name}" for name in names)
        yield from (f"{'later' if i else 'first'} {name}" for name in plain)
        if i == len(said) - 1:
            yield from (f"last {name}" for name in plain)


def _together(said: Sequence[frozenset[str]]) -> Iterator[str]:
    """Verdicts that stand alone, or beside another."""
    verdicts = frozenset[str]().union(*said) & set(_VERDICTS)
    told = verdicts - {"mixed"}
    if len(told) < 2:
        yield f"{next(iter(told))} only" if told else "silent"
    if {"better", "null"} <= verdicts:
        yield "better+null"
        yield from ("mixed+better+null",) if "mixed" in verdicts else ()
    if {"better", "worse"} <= verdicts:
        yield "better+worse"
    for names in said:
        if "better" in names:
            yield from (f"better and {other}" for other in ("null", "worse") if other in names)
    ones = [{"better", "null"} & names for names in said]
    if {"better"} in ones and {"null"} in ones:
        yield "better here, null there"


def _in_results(doc: Document, sought: frozenset[str]) -> Iterator[str]:
    """What the sentences of the results say, by how many say it and by which says it first."""
    told = [said for said in verdicts_in(doc, doc.role("results"), sought) if said]
    yield from (f"results first {verdict}" for said in told[:1] for verdict in said)
    counts = Counter(verdict for said in told for verdict in said)
    for verdict, count in counts.items():
        yield f"results {verdict}"
        if count > 1:
            yield f"results {verdict} again"
    if counts["better"] != counts["null"]:
        yield "results more better" if counts["better"] > counts["null"] else "results more null"
