"""The groups that a sentence sets against each other in so many words: ``A versus B``, ``reference: B``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from miner.contrasts.brackets import exception_of
from miner.contrasts.factors import (
    led_name,
    named_after,
)
from miner.contrasts.items import (
    against_own_item,
    against_reference,
    is_of_another,
    item_of_subject,
    own_segment,
)
from miner.contrasts.labels import (
    labelled_one,
)
from miner.contrasts.listed import against_common, names_subject
from miner.contrasts.looks import content_of
from miner.contrasts.names import (
    known_endpoint,
)
from miner.contrasts.sense import can_stand, tidied
from miner.contrasts.study import (
    group_key,
    left_of,
    other_group,
)
from miner.model import Arm
from miner.phrases.clauses import skeleton, trimmed
from miner.phrases.contrast_titles import aim_of, named_in_aim
from miner.phrases.echoes import goes_on
from miner.phrases.frames import frame_of
from miner.phrases.group_or_factor import is_group
from miner.phrases.group_order import oriented
from miner.phrases.versus import Pair, labelled_pairs, pairs_in
from miner.text.document import Document, Sentence

__all__ = ["aimed", "reference_of", "stated", "stated_around"]

_TIMES_MORE = re.compile(
    r"[\s-]?(?:times|fold|%|per\s?cent|percent)?\s(?:significantly\s)?(?:more|less|as|higher|lower|greater|better|worse|longer|shorter|fewer)\b(?:\s[a-z]+){0,4}\s(?:than|as)\b"
)
# "... of A, but not of B, than in C" goes on.
_CROSSED = re.compile(r",\s(?:and\sso|whereas|while|but(?!\snot\s(?:of|for|with|in|to|by|on)\b)|although)\b")
_THE_REFERENCE = re.compile(r"\b(?:the|this)\sreference\b", re.IGNORECASE)
_BEHIND = 40


def aimed(doc: Document, arms: Sequence[Arm]) -> str:
    """What the study set out to compare, or whose effect it set out to find."""
    text = aim_of(doc)
    return (stated(doc, text, len(text), len(text), arms) if text else "") or named_in_aim(doc)


def reference_of(doc: Document, sentence: Sentence, place: tuple[str, int, int], endpoint: str) -> str:
    """The number's own group against what the sentence, or the one it goes on from, takes as reference."""
    text, at, to = place
    references = [p for p in pairs_in(skeleton(text).text) if p.kind == "reference"]
    if not references and sentence.index and (goes_on(text) or _THE_REFERENCE.search(text)):
        before = doc.sentences[sentence.index - 1].text
        references = [p for p in pairs_in(skeleton(before).text) if p.kind == "reference" and not p.left]
    about = content_of(endpoint) | content_of(known_endpoint(doc))
    if not references:
        return against_common(text, at, to, about, known_endpoint(doc))
    told = references[-1]
    # What the subject of a clause behind the number is does not bear on it.
    labelled = told.left in skeleton(text[:at]).text and names_subject(told.left, about)
    return against_reference(text, at, to, told.right, about, labelled=labelled)


def stated(doc: Document, text: str, at: int, to: int, arms: Sequence[Arm], endpoint: str = "") -> str:
    """The nearest ``A versus B``; a side that is no group is filled from the arms or left to them."""
    bones = skeleton(text)
    place = bones.at(at)
    labelled = [p for p in labelled_pairs(text) if not _CROSSED.search(text, *sorted((p.start, at)))]
    if labelled:
        nearest = min(labelled, key=lambda p: abs(p.start - at))
        return " vs ".join(oriented(doc, nearest.left, nearest.right))
    for told in sorted(pairs_in(bones.text), key=lambda p: _far(p, place, text[to : to + _BEHIND])):
        pair = against_own_item(text, at, told)
        crossed = _CROSSED.search(bones.text, *sorted((pair.start, place)))
        if crossed or is_of_another(text, at, told):
            continue
        if pair.kind == "local" and not (0 <= place - pair.start <= len(own_segment(text, at))):
            continue
        item = item_of_subject(text, at) if pair.kind == "order" and pair.start > place else ""
        other_one = exception_of(text, at, pair.left) if pair.left and pair.start < place else ""
        left = (
            item
            or (other_one if group_key(other_one) != group_key(pair.right) else "")
            or left_of(doc, bones.text, pair, endpoint, arms)
        )
        if left and pair.kind == "order":
            left = labelled_one(text, at, left) or _factor_of_frame(doc, text, at, left) or left
        if left:
            return " vs ".join(
                oriented(doc, left, pair.right) if pair.kind == "figures" else (left, pair.right)
            )
        other = named_after(text, at, to) or led_name(text, at) or other_group(pair, arms)
        if other:
            return f"{other} vs {pair.right}"
    return ""


def _factor_of_frame(doc: Document, text: str, at: int, left: str) -> str:
    """``A lowered the risk of B (HR 0.6) and C (HR 0.7) compared with D``: A, and not C, is set against D."""
    frame = frame_of(text, at, known_endpoint(doc)) if at < len(text) else None
    if frame is None or not frame.factor or not (frame.endpoint or frame.told) or left in frame.factor:
        return ""
    bones = skeleton(text)
    begin, end = (bones.at(place) for place in frame.factors)
    if left in bones.text[begin : end + 1] or left not in bones.text[end:]:
        return ""
    factor = trimmed(frame.factor)
    return factor if is_group(factor) and can_stand(tidied(factor)) else ""


def _far(pair: Pair, place: int, behind: str) -> int:
    """How far a pair stands from the number; one behind it is farther, but in "1.4 times as likely"."""
    if pair.start <= place:
        return place - pair.start
    return pair.start - place + (0 if _TIMES_MORE.match(behind) else _BEHIND)


def stated_around(doc: Document, sentence: Sentence, arms: Sequence[Arm]) -> str:
    """The contrast that the sentence before, or the title, states."""
    around = [doc.sentences[sentence.index - 1]] if sentence.index else []
    for other in (*around, *doc.role("title")):
        if found := stated(doc, other.text, len(other.text), len(other.text), arms):
            return found
    return ""
