"""The endpoint that the sentences before name, which a sentence goes on with that names none."""

from __future__ import annotations

import re

from miner.endpoints.candidates import candidates_in
from miner.endpoints.rows import nth_in_row
from miner.endpoints.ties import tied_endpoint
from miner.phrases.echoes import ratio_printed
from miner.phrases.endpoint_mentions import EndpointMention, short_forms_of
from miner.phrases.series import place_in_series
from miner.text.document import Document, Sentence

__all__ = ["from_earlier"]

# "Nurses with back pain took part": who they were, not what was measured.
_TOOK_PART = re.compile(
    r"\b(?:took\spart|participated|(?:were|was|we)\s(?:\w+ly\s)?(?:included|enrolled|recruited|invited|eligible|identified|randomi[sz]ed|registered)|included|enrolled|recruited)\b",
    re.IGNORECASE,
)
# "In the Cox model operation remained significant (HR 0.66": a hazard is of what was followed in time, not of
# what the sentence before but counted.
_HAZARD = re.compile(r"\b(?:HRs?|aHRs?|hazards?|[Cc]ox)\b")
_IN_TIME = re.compile(
    r"\b(?:months?|years?|median|log-?rank|kaplan|actuarial|cumulative|HRs?|hazards?|time)\b|-year\b",
    re.IGNORECASE,
)

_SUBGROUPS = re.compile(r"\bsub-?groups?\b", re.IGNORECASE)
_REACH = 5  # sentences


def from_earlier(doc: Document, sentence: Sentence, at: int) -> EndpointMention | None:
    """The endpoint that the nearest of the sentences before names, within the section.

    A list of subgroups goes on with the last ratio rather than with a rate told in between. Of several
    that were told in a row, the one for the number at ``sentence.text[at:]`` in its own row.
    """
    if _SUBGROUPS.search(sentence.text, 0, at):
        nearest = _of_ratio(doc, sentence)
        if nearest is not None:
            return nearest
    for back in (1, 2, 3):
        if sentence.index - back < 0:
            return None
        earlier = doc.sentences[sentence.index - back]
        of_people = earlier.role == "methods" and _TOOK_PART.search(earlier.text)
        if earlier.role in ("title", "methods") and (back > 1 or of_people):
            return None
        length, known = len(earlier.text), short_forms_of(doc.text)
        found = tied_endpoint(earlier.text, length, length, known)
        if found and _is_only_counted(sentence, earlier, found):
            continue
        if found:
            names = [c.mention for c in candidates_in(earlier.text, known)]
            return nth_in_row(earlier.text, place_in_series(sentence.text, at, at + 1), found, names)
    return None


def _of_ratio(doc: Document, sentence: Sentence) -> EndpointMention | None:
    """The endpoint of the nearest sentence before, of the same section, that prints a ratio of its own."""
    if ratio_printed(sentence.text) is None:
        return None
    known = short_forms_of(doc.text)
    for earlier in reversed(doc.sentences[max(0, sentence.index - _REACH) : sentence.index]):
        ratio = ratio_printed(earlier.text) if earlier.role == sentence.role else None
        if ratio:
            return tied_endpoint(earlier.text, ratio.start(), ratio.end(), known)
    return None


def _is_only_counted(sentence: Sentence, earlier: Sentence, found: EndpointMention) -> bool:
    """Whether the sentence gives a hazard, and the earlier one has but counts of those with the event."""
    return (
        found.endpoint_class not in ("overall_survival", "progression_free_survival", "disease_free_survival")
        and _HAZARD.search(sentence.text) is not None
        and _IN_TIME.search(earlier.text) is None
    )
