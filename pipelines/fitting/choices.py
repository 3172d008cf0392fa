"""What the reader chose among in labelled texts, and which candidates the labels call right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import get_args

from miner.arm_lists import ArmList
from miner.article import Article
from miner.document import Document
from miner.jsonl import to_json
from miner.model import Conclusion
from miner.participants import Mention
from miner.quantities import Quantity
from miner.reading import document_of, extract_document
from miner.weights import Candidate, Choice, observed
from pipelines.accuracy import is_shut
from pipelines.evaluate import Record, arm_result_key
from pipelines.fitting.contrasts import effect_choices, says_it
from pipelines.fitting.logit import Case, Option, Trait

__all__ = ["KINDS", "Kind", "Learnt", "collect", "for_fitting"]

_HALF = 0.5  # of what a label lists: with less a candidate is not the right one


class Learnt(StrEnum):
    """The choices that the reader makes by fitted weights."""

    SIZES = "sizes"
    ARMS = "arms"
    RESULTS = "results"
    CONTRASTS = "contrasts"
    CONCLUSIONS = "conclusions"


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read: the id of its label, document, record as JSON, choices made by weights."""

    doc_id: str
    doc: Document
    record: Record
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Kind:
    """One learned choice: its table in ``miner/rules``, the sections fitted, and its cases in a text."""

    table: str
    sections: tuple[str, ...]
    cases: Callable[[Read, Record], Iterator[Case]]


def for_fitting(files: Iterable[Mapping[str, Record]]) -> dict[str, Record]:
    """The labels that weights may be fitted on: none of a document that any file keeps shut."""
    known: dict[str, Record] = {}
    shut: set[str] = set()
    for labels in files:
        known |= labels
        shut.update(
            doc_id
            for doc_id, label in labels.items()
            if (label["set"] == "shut" if "set" in label else is_shut(doc_id))
        )
    return {doc_id: label for doc_id, label in known.items() if doc_id not in shut}


def collect(
    kind: Kind, labels: Mapping[str, Record], texts: Iterable[tuple[str, str | Article]]
) -> list[Case]:
    """The cases of this kind in the texts that have a label; a text given twice is read once."""
    cases: list[Case] = []
    seen: set[str] = set()
    for doc_id, source in texts:
        if doc_id in labels and doc_id not in seen:
            seen.add(doc_id)
            cases += kind.cases(_read(doc_id, source), labels[doc_id])
    return cases


def _read(doc_id: str, source: str | Article) -> Read:
    doc = document_of(source)
    with observed() as choices:
        record = to_json(extract_document(doc))
    return Read(doc_id, doc, record, choices)


def _traits(candidate: Candidate, *more: str) -> dict[Trait, float]:
    """The candidate's traits as the tables name them: plain, and of each of its kinds."""
    crossed = [f"{kind}: {trait}" for kind in candidate.kinds for trait in candidate.traits]
    return dict.fromkeys(((candidate.section, t) for t in (*candidate.traits, *crossed, *more)), 1.0)


def _of_section(read: Read, table: str, section: str) -> Iterator[Choice]:
    for choice in read.choices:
        if choice.table == table and choice.candidates and choice.candidates[0].section == section:
            yield choice


def _best_or_none(read: Read, section: str, merit: Callable[[object], float]) -> Iterator[Case]:
    """Right are the candidates of the highest merit; the empty one, where none has at least half."""
    for choice in _of_section(read, "participant_weights", section):
        merits = [0.0 if c.value is None else merit(c.value) for c in choice.candidates]
        best = max(merits)
        yield Case(
            read.doc_id,
            tuple(
                Option(_traits(c), m == best if best >= _HALF else c.value is None)
                for c, m in zip(choice.candidates, merits, strict=True)
            ),
        )


def _sizes(read: Read, label: Record) -> Iterator[Case]:
    wanted = (label.get("sample_size") or {}).get("value")
    yield from _best_or_none(
        read, "total", lambda size: float(isinstance(size, Mention) and size.value == wanted)
    )


def _arms(read: Read, label: Record) -> Iterator[Case]:
    wanted = Counter(arm["n"] for arm in label.get("arms") or () if arm.get("n") is not None)

    def shared(found: object) -> float:
        given = Counter(m.value for m in found.members) if isinstance(found, ArmList) else Counter[int]()
        return 2 * (given & wanted).total() / (given.total() + wanted.total())

    yield from _best_or_none(read, "arms", shared)


def _results(read: Read, label: Record) -> Iterator[Case]:
    """Whether each number is a result; the members of one comparison share their traits, as when read."""
    wanted, optional = (
        {arm_result_key(r) for r in label.get(key) or ()} for key in ("arm_results", "arm_results_optional")
    )
    for choice in _of_section(read, "arm_result_weights", "result"):
        shared: dict[Trait, float] = defaultdict(float)
        for candidate in choice.candidates:
            for trait, x in _traits(candidate).items():
                shared[trait] += x / len(choice.candidates)
        shared["result", "BIAS"] = 1.0
        for q in (c.value for c in choice.candidates if isinstance(c.value, Quantity)):
            key = arm_result_key({"statistic": q.statistic, "value": q.value, "unit": q.unit})
            if key in wanted or key not in optional:
                yield Case(read.doc_id, (Option(shared, key in wanted), Option({}, key not in wanted)))


def _contrasts(read: Read, label: Record) -> Iterator[Case]:
    """Which reading of each labelled effect's contrast is right."""
    choices = [choice for choice in read.choices if choice.table == "contrast_weights"]
    for wanted, choice in effect_choices(read.doc, read.record, choices, label):
        right = says_it(read.doc, wanted, [str(c.value) for c in choice.candidates])
        options = zip(choice.candidates, right, strict=True)
        yield Case(read.doc_id, tuple(Option(_traits(c), is_right) for c, is_right in options))


def _conclusions(read: Read, label: Record) -> Iterator[Case]:
    for choice in read.choices:
        if choice.table == "conclusion_weights":
            options = [
                Option(_traits(c, "BIAS"), c.value == label.get("conclusion")) for c in choice.candidates
            ]
            yield Case(read.doc_id, tuple(options))


KINDS: Mapping[Learnt, Kind] = {
    Learnt.SIZES: Kind("participant_weights", ("total",), _sizes),
    Learnt.ARMS: Kind("participant_weights", ("arms",), _arms),
    Learnt.RESULTS: Kind("arm_result_weights", ("result",), _results),
    Learnt.CONTRASTS: Kind("contrast_weights", ("contrast",), _contrasts),
    Learnt.CONCLUSIONS: Kind("conclusion_weights", tuple(get_args(Conclusion)), _conclusions),
}
