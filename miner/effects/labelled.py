"""Estimates that a bracket gives one by one, each with its label: ``(for stroke, HR 0.8; for gout, HR 0.9)``.

The labels are endpoints where the table of names knows them all; else they are factors, and the endpoint
stands before the bracket.
"""

from __future__ import annotations

import re

from miner.endpoints.read import class_in_context
from miner.endpoints.ties import tied_endpoint
from miner.model import EndpointClass
from miner.phrases.endpoint_mentions import mentions_in, short_forms_of, spelled_out
from miner.text.document import Document

__all__ = ["endpoint_by_label"]

Named = tuple[str, EndpointClass]

_MEASURE = (
    r"(?:[a-z]?(?:HRs?|ORs?|RRs?|IRRs?|PRs?|SMDs?|MDs?)"
    r"|(?:hazards?|odds|risk|rate|prevalence|relative)\s(?:ratios?|risks?))"
)
_LABEL = re.compile(
    rf"(?:^|[;,]\s)(?:and\s|or\s)?for\s(?:the\s|an?\s)?(?P<what>[^,;:()\[\]=\d][^,;:()\[\]=]{{1,60}}?)[,:]?\s(?:the\s)?"
    rf"(?:(?:adjusted|pooled|multivariable|summary|corresponding)\s){{0,2}}{_MEASURE}\b"
)
# Names of illnesses by their ends.
_ILL = re.compile(
    r"(?:itis|osis|iasis|[ae]mia|oma|pathy|algia|penia|cancers?|tumou?rs?|diseases?|disorders?|syndromes?|infarctions?|failure|"
    r"strokes?|fractures?|infections?|events?|deaths?|mortality|births?|admissions?)$",
    re.IGNORECASE,
)
_FEWEST = 2


def endpoint_by_label(doc: Document, text: str, at: int) -> Named | None:
    """The endpoint of an estimate that a label in its bracket tells apart from the next, or None."""
    opened = max(text.rfind("(", 0, at), text.rfind("[", 0, at))
    while opened >= 0 and not text.startswith("for ", opened + 1):
        opened = max(text.rfind("(", 0, opened), text.rfind("[", 0, opened))
    if opened < 0:
        return None
    labels = list(_LABEL.finditer(text[opened + 1 :]))
    here = [m for m in labels if opened + 1 + m.end() <= at]
    if len(labels) < _FEWEST or not here:
        return None
    if all(_is_endpoint(doc, m["what"]) for m in labels):
        what = here[-1]["what"]
        return what, class_in_context(doc, text, what)
    before = text[:opened]
    own = tied_endpoint(before, len(before), len(before), short_forms_of(doc.text))
    return (own.text, class_in_context(doc, before, own.text)) if own is not None else None


def _is_endpoint(doc: Document, label: str) -> bool:
    spelled = spelled_out(doc, label)
    return bool(_ILL.search(spelled)) or any(m.end >= len(spelled) - 1 for m in mentions_in(spelled))
