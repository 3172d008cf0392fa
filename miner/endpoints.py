"""Mentions of endpoints, their class, and which one a number belongs to."""

from __future__ import annotations

from miner.document import Document, Sentence
from miner.model import EndpointClass

__all__ = ["classify_endpoint", "endpoint_for"]


def classify_endpoint(name: str) -> EndpointClass:
    """The class of an endpoint from its name."""
    return "other"


def endpoint_for(doc: Document, sentence: Sentence, start: int, end: int) -> tuple[str, EndpointClass]:
    """The endpoint that the number printed at ``text[start:end]`` of the sentence's document is about."""
    return "", "other"
