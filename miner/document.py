"""A text cut into sections and sentences, with offsets into the text as given.

Texts come in their sources' own dress: headings on lines of their own, ``RESULTS: ...``
at the start of a line, ``Results. ...`` or ``RESULTS We ...`` in the running text, a
``TITLE:`` line, or no headings at all. Where there are none, a sentence's role is read from its
language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from miner.model import Evidence

__all__ = ["Document", "Role", "Section", "Sentence", "read_document"]

Role = Literal["title", "background", "methods", "results", "conclusion", "other"]

_HEADINGS: dict[str, Role] = {
    **dict.fromkeys(
        ("background", "objective", "objectives", "aim", "aims", "purpose", "introduction", "context", "importance", "goal",
         "rationale", "study objective", "background and objective", "background and objectives", "background and purpose",
         "background and aim", "background and aims", "background/aims", "aims and background", "background/objective",
         "background/purpose", "background and study aims", "hypothesis", "question", "summary background data",
         "purpose/objective", "purpose/objectives", "significance", "objective/background", "problem", "summary of background data",
         "introduction and objective", "objectives/hypothesis", "aim of the study", "background & aims"), "background"),
    **dict.fromkeys(
        ("methods", "method", "materials and methods", "material and methods", "patients and methods", "design", "setting",
         "patients", "participants", "interventions", "intervention", "measurements", "main outcome measures", "main outcome measure",
         "outcome measures", "study design", "design and setting", "design, setting, and participants", "exposures", "exposure",
         "methodology", "experimental design", "subjects", "subjects and methods", "methods and materials", "population",
         "main outcomes and measures", "data sources", "data source", "study selection", "data extraction", "trial design",
         "data extraction and synthesis", "search strategy", "selection criteria", "data collection and analysis",
         "methods and patients", "methods and findings", "outcomes", "study design and setting", "statistical analysis",
         "materials & methods", "material & methods", "methods/design", "patients & methods", "research design and methods",
         "design, setting and participants", "design and methods", "study population", "measurement", "procedures", "sample",
         "search methods", "main methods", "methods and analysis", "setting and participants", "participants and setting",
         "methods and study design", "setting and patients", "patients and setting", "type of study", "study group",
         "randomization", "randomisation", "blinding", "numbers randomised", "recruitment", "sampling", "evidence acquisition"),
        "methods"),
    **dict.fromkeys(
        ("results", "result", "findings", "finding", "main results", "principal findings", "measurements and main results",
         "outcome", "results and conclusions", "key results", "main findings", "results and discussion", "numbers analysed",
         "evidence synthesis", "measurements and results", "results and limitations", "harms", "adverse events"), "results"),
    **dict.fromkeys(
        ("conclusion", "conclusions", "interpretation", "discussion", "conclusions and relevance", "implications",
         "conclusion and relevance", "discussion and conclusions", "conclusions/significance", "authors' conclusions",
         "conclusion/significance", "significance of results", "limitations", "discussion and conclusion", "clinical implications",
         "conclusions and implications", "conclusions and clinical relevance", "practice implications", "impact", "summary",
         "patient summary", "clinical relevance", "comment", "comments", "relevance", "novelty and impact"), "conclusion"),
    **dict.fromkeys(
        ("trial registration", "clinical trial registration", "registration", "funding", "trial registration number",
         "clinicaltrials.gov", "clinicaltrials.gov identifier", "level of evidence", "keywords", "key words", "highlights",
         "sponsor", "financial support", "trial registry", "clinical trials registration", "systematic review registration",
         "advances in knowledge", "clinicaltrial registration", "trial number", "classification of evidence"), "other"),
    "title": "title",
}  # fmt: skip
_NAMES = "|".join(sorted((re.escape(h).replace(r"\ ", r"[ ]") for h in _HEADINGS), key=len, reverse=True))
# A heading at the start of a line (any case, then ':' '.' or the line's end), or in the running text after a
# full stop: capitals ("RESULTS We"), or any case followed by ':' ("Results: We"), or "Results." alone.
_LINE = re.compile(
    rf"(?:^|(?<=\n))[ \t]*(?P<h>{_NAMES})(?:\s*/\s*\w+)?[ \t]*(?::|\.(?=\s)|—|(?=\r?\n))[ \t]*", re.I
)
_CAPS = re.compile(
    rf"(?:^|(?<=[.?!)\]:\n] )|(?<=\n))(?P<h>(?-i:{_NAMES.upper()}))(?:[:.]|(?=[ ][A-Z0-9\"“(]))[ ]*"
)
_INLINE = re.compile(
    rf"(?<=[.?!)\]] )(?P<h>{_NAMES})(?::\s+|\.\s+(?=[A-Z0-9])|[ ](?=(?:Of|In|From|We|The|A|Between|There|This|Overall)[ ][a-z0-9]))",
    re.I,
)
_ANY_LINE = re.compile(r"(?:^|(?<=\n))[ \t]*(?P<h>[A-Z][A-Z0-9 ,/&'’()-]{2,70}):[ \t\n]")

_ABBREVIATED = re.compile(
    r"(?:\b(?:vs|v|Dr|Mr|Mrs|Ms|Prof|St|No|Nos|Fig|Figs|Eq|Ref|approx|ca|cf|resp|al|e\.g|i\.e|etc|Inc|Ltd|Co|Jr|Sr|"
    r"U\.S|U\.K|Drs|pts|pt|min|max|avg|Univ|Dept|Sect|Vol|pp|ed|eds|spp|sp|var|incl|excl|ie|eg|wk|mo|yr|hr)"
    r"|\b[A-Z]|\bP|\bp)\.$"
)
_END = re.compile(r"[.?!][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9•<])|\n+")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the text under one heading; ``label`` is None where none is printed."""

    label: str | None
    role: Role | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place; ``text`` is exactly ``document.text[start:end]``."""

    text: str
    start: int
    end: int
    section: Section
    role: Role
    index: int


@dataclass(frozen=True)
class Document:
    """A text with its sections and sentences; what finders read."""

    id: str
    text: str
    sections: tuple[Section, ...]
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    metadata_trial_ids: tuple[str, ...] = field(default=())

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order, title included."""
        return tuple(_sentences(self.text, self.sections))

    @cached_property
    def title(self) -> str:
        """The title as printed, or the empty string."""
        return " ".join(s.text for s in self.sentences if s.role == "title")

    def role(self, *roles: Role) -> tuple[Sentence, ...]:
        """Sentences that play one of the roles."""
        return tuple(s for s in self.sentences if s.role in roles)

    def evidence(self, start: int, end: int, rule: str | None = None) -> Evidence:
        """The quote at these offsets, with the section it stands in."""
        label = next((s.label for s in self.sections if s.start <= start < s.end), None)
        return Evidence(label, self.text[start:end], start, end, rule)

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the offset (the nearest before it, if between two)."""
        found = self.sentences[0]
        for sentence in self.sentences:
            if sentence.start > offset:
                break
            found = sentence
        return found


def read_document(
    text: str,
    doc_id: str = "",
    *,
    publication_types: Sequence[str] = (),
    mesh: Sequence[str] = (),
    trial_ids: Sequence[str] = (),
) -> Document:
    """Cut ``text`` into sections; the title is the first line or, failing that, the first sentence."""
    return Document(
        doc_id, text, tuple(_sections(text)), tuple(publication_types), tuple(mesh), tuple(trial_ids)
    )


def _headings(text: str) -> list[tuple[int, int, str]]:
    """Places of headings: (start of heading, start of its text, heading)."""
    found: dict[int, tuple[int, int, str]] = {}
    for pattern in (_LINE, _CAPS, _INLINE, _ANY_LINE):
        for m in pattern.finditer(text):
            start = m.start("h")
            if not any(a <= start < b for a, b, _ in found.values()):
                found[start] = (start, m.end(), m["h"].strip())
    return sorted(found.values())


def _sections(text: str) -> Iterator[Section]:
    heads = _headings(text)
    body = 0
    if not heads or heads[0][2].lower() != "title":
        body = _title_end(text, heads[0][0] if heads else len(text))
        yield Section(None, "title", 0, body)
    first = heads[0][0] if heads else len(text)
    if body < first and text[body:first].strip():
        yield Section(None, None, body, first)
    for i, (_, start, label) in enumerate(heads):
        end = heads[i + 1][0] if i + 1 < len(heads) else len(text)
        role = _HEADINGS.get(label.lower(), _guess(label))
        if role == "title":
            yield from _title_section(text, label, start, end)
        else:
            yield Section(label, role, start, end)


def _title_section(text: str, label: str, start: int, end: int) -> Iterator[Section]:
    stop = text.find("\n", start + len(text[start:end]) - len(text[start:end].lstrip()), end)
    stop = end if stop < 0 else stop
    yield Section(label, "title", start, stop)
    if text[stop:end].strip():
        yield Section(None, None, stop, end)


def _guess(label: str) -> Role:
    low = label.lower()
    for word, role in (("result", "results"), ("finding", "results"), ("conclusion", "conclusion"), ("interpretation", "conclusion"),
                       ("method", "methods"), ("measure", "methods"), ("design", "methods"), ("setting", "methods"),
                       ("participants", "methods"), ("patients", "methods"), ("background", "background"),
                       ("objective", "background"), ("aim", "background"), ("purpose", "background")):  # fmt: skip
        if word in low:
            return role  # type: ignore[return-value]  # the pairs above hold roles
    return "other"


def _title_end(text: str, limit: int) -> int:
    newline = text.find("\n", 0, limit)
    if newline > 0:
        return newline
    m = next(
        (
            m
            for m in _END.finditer(text, 0, limit)
            if not _ABBREVIATED.search(text, max(0, m.start() - 12), m.start() + 1)
        ),
        None,
    )
    return m.end() if m else limit


def _sentences(text: str, sections: Sequence[Section]) -> Iterator[Sentence]:
    index = 0
    structured = any(s.role == "results" for s in sections)
    previous: Role = "background"
    for section in sections:
        for start, end in _spans(text, section):
            sentence = text[start:end]
            if section.role is not None:
                role: Role = section.role
            else:
                role = "background" if structured and index <= 1 else _role_from_language(sentence, previous)
            previous = role if role != "title" else previous
            yield Sentence(sentence, start, end, section, role, index)
            index += 1


def _spans(text: str, section: Section) -> Iterator[tuple[int, int]]:
    begin = section.start
    for m in _END.finditer(text, section.start, section.end):
        if text[m.start()] != "\n" and _ABBREVIATED.search(
            text, max(section.start, m.start() - 12), m.start() + 1
        ):
            continue
        yield from _strip(text, begin, m.end())
        begin = m.end()
    yield from _strip(text, begin, section.end)


def _strip(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if piece.strip():
        yield start + left, start + left + len(piece.strip())


_CONCLUDES = re.compile(
    r"^(?:in conclusion|we conclude|to conclude|conclusions?\b|in summary|these (?:data|results|findings)|our (?:data|results|findings)|"
    r"this (?:study|trial|analysis) (?:shows|suggests|demonstrates|confirms|indicates)|therefore|thus|hence|further (?:studies|research))|"
    r"\b(?:should be (?:considered|offered|recommended)|may be (?:considered|an? )|is (?:safe|effective|feasible) (?:and|in|for)|"
    r"warrants?|we recommend|is recommended)\b", re.I)  # fmt: skip
_REPORTS = re.compile(
    r"\bp\s*[=<>≤]|\bCI\b|confidence interval|\d\s*%|hazard ratio|odds ratio|\bmedian\b.*\d|"
    r"\b(?:was|were) (?:significantly|similar|higher|lower|longer|shorter|better|no)\b|\bsignificant", re.I)  # fmt: skip
_METHODS = re.compile(
    r"\b(?:were|was) (?:randomi[sz]ed|randomly|enrolled|recruited|assigned|included|identified|reviewed|evaluated|analy[sz]ed|assessed|"
    r"collected|calculated|performed|compared|estimated|used|treated|measured)\b|\b(?:we|patients) (?:conducted|performed|identified|"
    r"reviewed|randomly|included|analy[sz]ed|compared|received|used)\b|\bendpoints? (?:was|were)\b|\bretrospective", re.I)  # fmt: skip


def _role_from_language(sentence: str, previous: Role) -> Role:
    """The role of a sentence in a text without headings, from its words and its neighbour."""
    if _REPORTS.search(sentence) and not _CONCLUDES.match(sentence):
        return "results"
    if _CONCLUDES.search(sentence) and previous in ("results", "conclusion"):
        return "conclusion"
    if previous == "conclusion":
        return "conclusion"
    if _METHODS.search(sentence) and previous in ("background", "methods"):
        return "methods"
    return previous
