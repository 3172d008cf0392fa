"""What the authors conclude on the main comparison.

First: are treatments compared at all? Then what the conclusion says for the studied treatment: better, no
better, worse, or one here and another there. The words are data (``rules/conclusion.toml``); what the
effects and comparisons show takes part where the words leave it open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from miner.comparison_claims import is_significant
from miner.document import Document, Sentence
from miner.model import Arm, Comparison, Conclusion, Design, Effect, Evidence
from miner.rules import Rule, load_rules
from miner.word_starts import Passage, Sought, WordStarts

__all__ = ["find_conclusion"]

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
_HARMS = re.compile(
    r"\b(?:toxicit\w+|adverse|side effects?|tolerab\w+|complications?|morbidity|costs?|safety|anxiety|"
    r"harm\w*|cardiotoxic\w*|lympho?edema|seromas?|ha?ematomas?|infections?|bleeding|neuropathy|"
    r"neutropenia|nausea|"
    r"hospitali[sz]ation)\b",
    re.IGNORECASE,
)
_WITHOUT_HARM = re.compile(r"no\b|free\b|absence", re.IGNORECASE)
_MORE_STUDY = re.compile(
    r"\b(?:further|future|more|larger|additional|ongoing|prospective|randomi[sz]ed) (?:\w+ ){0,3}?"
    r"(?:research|stud(?:y|ies)|investigation|trials?|analys[ie]s|evaluation)\b.{0,80}"
    r"\b(?:needed|required|warranted|necessary|will|should|are|to)\b",
    re.IGNORECASE,
)
# Sentences of registration, funding and copyright, which conclude nothing.
_REGISTERED = re.compile(
    r"\b(?:clinicaltrials\.gov|EudraCT|ISRCTN|NCT\d|UMIN\d|ACTRN\d|registered|registration|funded\sby|(?:co-)?sponsored\sby|supported\sby|Foundation|Institutes?\s(?:of|for)\sHealth|Charity|Charities|"
    r"(?:Research|Medical)\sCouncil|Ministry\sof|(?:Assessment|Research)\sProgramme)\b|^CLINICALTRIALS\b|©",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:no|not|without|nor|nothing|never|neither|cannot|failed|lack of)\b"
    r"(?:\W+(?!but\b|however\b|although\b)[\w-]+){0,4}\W*$",
    re.IGNORECASE,
)
_TITLE_VOICE = 0.45
_LATER_VOICE = 0.7
_RESULT_VOICE = 0.3
_FEW = 2  # with fewer concluding sentences the last results are heard too
_FINDINGS_VOICE = 0.6  # how far numbers speak beside words that already say enough
_AGAINST_IS_NULL = 1.0  # "should not be used" follows a null result as often as a bad one
_BOTH = 1.2  # what gain and null must each reach to make a mixed conclusion
_TEXT_ENOUGH = 1.0  # voices below this leave the conclusion open


@dataclass(slots=True)
class _Voices:
    better: float = 0.0
    null: float = 0.0
    worse: float = 0.0
    against: float = 0.0
    mixed: float = 0.0

    def add(self, other: _Voices, loudness: float) -> None:
        """Add another's voices, so loud."""
        self.better += other.better * loudness
        self.null += other.null * loudness
        self.worse += other.worse * loudness
        self.against += other.against * loudness
        self.mixed += other.mixed * loudness

    @property
    def loudest(self) -> float:
        """How much is said for any verdict."""
        return max(self.better, self.null, self.worse, self.against)


def find_conclusion(
    doc: Document,
    design: Design,
    arms: Sequence[Arm],
    effects: Sequence[Effect],
    comparisons: Sequence[Comparison],
) -> tuple[Conclusion, Evidence | None]:
    """The authors' conclusion and the sentence that states it."""
    sentences = _concluding(doc)
    contrasts = [*(e.contrast for e in effects), *(c.contrast for c in comparisons)]
    if _compares(doc, design, arms, sentences, contrasts) < 0:
        return "not_comparative", _evidence(doc, sentences[:1])
    heard = [_hear(doc.passage([sentence])) for sentence in sentences]
    voices = _listen(heard, doc)
    open_ = max(voices.better, voices.null, voices.worse) < _TEXT_ENOUGH
    _add_findings(voices, effects, comparisons, 1.0 if open_ else _FINDINGS_VOICE)
    loudest = max(range(len(heard)), key=lambda i: heard[i].loudest) if heard else 0
    silent = max(voices.better, voices.null, voices.worse, voices.against) == 0
    if silent and design != "randomized_trial":
        return "not_comparative", _evidence(doc, sentences[:1])
    return _decide(voices), _evidence(doc, sentences[loudest : loudest + 1])


def _concluding(doc: Document) -> list[Sentence]:
    """Sentences of the conclusion; where there are none, the last two of the results."""
    stated = [s for s in doc.role("conclusion") if not _REGISTERED.search(s.text)]
    found = [s for s in stated if not _MORE_STUDY.search(s.text)] or stated
    return found or [s for s in doc.role("results") if not _REGISTERED.search(s.text)][-2:]


def _compares(
    doc: Document,
    design: Design,
    arms: Sequence[Arm],
    concluding: Sequence[Sentence],
    contrasts: Sequence[str] = (),
) -> float:
    """Above zero where the report compares treatments."""
    score = _COMPARES[design] + (1.0 if len(arms) > 1 else 0.0)
    places: dict[str, WordStarts | Passage] = {
        "title": doc.passage(doc.role("title")),
        "aim": doc.passage(doc.role("background")[-2:]),
        "results": doc.passage(doc.role("methods", "results", "conclusion")),
        "conclusion": doc.passage(concluding),
        "contrast": WordStarts("; ".join(contrasts[:2])),
    }
    for rule, sought in _rules("comparative"):
        if sought.search(places[rule.data["place"]]):
            score += rule.data["weight"]
    return score


@cache
def _rules(*says: str) -> tuple[tuple[Rule, Sought], ...]:
    rules = load_rules("conclusion").rules
    return tuple((rule, Sought(rule.pattern)) for rule in rules if rule.data["says"] in says)


def _listen(heard: Sequence[_Voices], doc: Document) -> _Voices:
    """The voices of the concluding sentences together, with the title and, if few, the last results."""
    voices = _Voices()
    for number, voice in enumerate(heard):
        voices.add(voice, 1.0 if number == 0 else _LATER_VOICE)
    if len(heard) < _FEW:
        for sentence in [s for s in doc.role("results") if not _REGISTERED.search(s.text)][-2:]:
            voices.add(_hear(doc.passage([sentence])), _RESULT_VOICE)
    voices.add(_hear(doc.passage(doc.role("title"))), _TITLE_VOICE)
    return voices


def _hear(passage: Passage) -> _Voices:
    """What one sentence says, each rule once; a gain inside a denial is no gain."""
    voices, text = _Voices(), passage.text
    nulls = [(rule, m) for rule, sought in _rules("null") for m in sought.finditer(passage)]
    voices.null = sum({r.id: r.data["weight"] for r, m in nulls if not _about_harms(text, m)}.values())
    denied = _covered(len(text), [m.span() for _, m in nulls])
    for rule, sought in _rules("better", "worse", "against", "mixed"):
        says = rule.data["says"]
        judged = says in ("better", "worse")
        for m in sought.finditer(passage):
            if judged and denied.find(1, m.start(), m.end()) >= 0:
                continue
            if judged and _denied(text, m.start()):
                voices.null += says == "better" and not _about_harms(text, m)
                break
            setattr(voices, says, getattr(voices, says) + rule.data["weight"])
            break
    return voices


def _denied(text: str, start: int) -> bool:
    return bool(_DENIAL.search(text[max(0, start - 45) : start]))


def _about_harms(text: str, m: re.Match[str]) -> bool:
    return bool(_HARMS.search(text, m.start(), min(len(text), m.end() + 35)))


def _covered(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """A one for each character in a span."""
    covered = bytearray(length)
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return covered


def _add_findings(
    voices: _Voices, effects: Sequence[Effect], comparisons: Sequence[Comparison], loudness: float
) -> None:
    """What the first numbers show."""
    shown = {"experimental": "better", "neither": "null", "comparator": "worse"}
    told = [e for e in effects if e.favours or (e.p is not None and is_significant(e.p))]
    heard = [shown[e.favours] if e.favours else "better" for e in told][:3]
    heard += [_shown_by(c) for c in comparisons[:3]]
    for says in heard:
        setattr(voices, says, getattr(voices, says) + loudness / len(heard))


def _shown_by(comparison: Comparison) -> str:
    """What a comparison shows for the first-named group: more harm is worse, more of all else is better."""
    if comparison.direction == "no_difference":
        return "null"
    harm = comparison.endpoint_class == "adverse_event" and not _WITHOUT_HARM.match(comparison.endpoint)
    return "worse" if harm and comparison.direction == "higher" else "better"


def _decide(voices: _Voices) -> Conclusion:
    voices.null += voices.against * _AGAINST_IS_NULL
    voices.worse += voices.against
    against = max(voices.null, voices.worse)
    if voices.mixed and min(voices.better, against) >= _BOTH:
        return "mixed"
    if voices.better > against or max(voices.better, against) == 0:
        return "favours_intervention"
    return "favours_comparator" if voices.worse > voices.null else "no_difference"


def _evidence(doc: Document, sentences: Sequence[Sentence]) -> Evidence | None:
    return doc.evidence(sentences[0].start, sentences[0].end, "conclusion") if sentences else None
