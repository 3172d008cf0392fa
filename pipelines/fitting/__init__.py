"""The weights of ``miner/rules`` fitted on labelled texts: choices collected, a logit, tables written."""

from __future__ import annotations

__all__: list[str] = []
