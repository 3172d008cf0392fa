"""The endpoint that a study declares primary."""

from __future__ import annotations

import re
from functools import lru_cache

from miner.phrases.endpoint_mentions import EndpointMention, class_of_name, mentions_in, short_forms_of
from miner.text.document import Document
from miner.text.sieve import Guarded

__all__ = ["PRIMARY", "primary_endpoint"]

PRIMARY = Guarded(re.compile(
    r"\b(?:primary|main|principal|composite)\s(?:\w+\s){0,2}?(?:end\s?-?points?|outcomes?|objectives?|aims?|results?)(?:\s(?:measures?|variables?))?\b",
    re.IGNORECASE,
))  # fmt: skip
_HEADED = re.compile(r"\b(?:outcomes?|end\s?points?)\b", re.IGNORECASE)  # "MAIN OUTCOMES AND MEASURES"
# "The primary endpoint was | the rate of something".
_DECLARED = re.compile(
    r"(?:\s(?:was|is|were)|:)\s(?:the\s|an?\s)?([^.;,:()]{3,70})|,\s(?:the\s|an?\s)?([^.;,:()]{3,70}),\s(?=(?:was|were|is|did|occurred|differed)\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=32)
def primary_endpoint(doc: Document) -> EndpointMention | None:
    """The endpoint that the text declares primary, or under the heading of its outcomes; or None."""
    for s in doc.sentences:
        if (
            s.section
            and _HEADED.search(s.section.label or "")
            and (under := mentions_in(s.text, short_forms_of(doc.text)))
        ):
            return under[0]
        m = PRIMARY.search(s.text)
        if m and s.role in ("methods", "background", "results", "other"):
            after = [e for e in mentions_in(s.text, short_forms_of(doc.text)) if e.start >= m.end()]
            if after:
                return after[0]
            named = _DECLARED.match(s.text, m.end())
            if named:
                name, place = named[named.lastindex or 1], named.span(named.lastindex or 1)
                return EndpointMention(name, *place, class_of_name(name), "declared")
    return None
