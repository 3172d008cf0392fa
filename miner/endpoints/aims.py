"""The endpoint that the stated aim of a study names, or the sentences before a list of factors."""

from __future__ import annotations

from functools import lru_cache

from miner.endpoints.candidates import candidates_in
from miner.model import SURVIVALS
from miner.phrases.contrast_titles import AIM, aim_of
from miner.phrases.endpoint_mentions import mentions_in, short_forms_of
from miner.phrases.endpoint_titles import endpoint_in_title
from miner.text.document import Document, Sentence

__all__ = ["endpoint_in_aim", "told_before"]


@lru_cache(maxsize=64)
def endpoint_in_aim(doc: Document) -> str:
    """``We asked whether A raises the risk of B``, ``to find predictors of B``: B, or the empty string."""
    text = aim_of(doc)
    cue = AIM.search(text)
    return endpoint_in_title(text[cue.end() :], surely=True) if cue else ""


def told_before(doc: Document, sentence: Sentence) -> str:
    """What the factors of the sentence bear on, as the sentences before tell it, or the empty string."""
    return _survival_before(doc, sentence) or _predicted_before(doc, sentence)


def _survival_before(doc: Document, sentence: Sentence) -> str:
    """The survival told last before factors that are called prognostic, or the empty string."""
    if "prognos" not in sentence.text:
        return ""
    for earlier in reversed(doc.sentences[: sentence.index]):
        named = [
            m for m in mentions_in(earlier.text, short_forms_of(doc.text)) if m.endpoint_class in SURVIVALS
        ]
        if named:
            return named[-1].text
    return ""


def _predicted_before(doc: Document, sentence: Sentence) -> str:
    """What the sentence before says to have been predicted, or the empty string."""
    if sentence.index == 0 or doc.sentences[sentence.index - 1].role != sentence.role:
        return ""
    earlier = doc.sentences[sentence.index - 1].text
    strong = [c.mention.text for c in candidates_in(earlier, short_forms_of(doc.text)) if c.strong]
    return strong[-1] if strong else ""
