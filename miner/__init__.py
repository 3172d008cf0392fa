"""Reads what an abstract reports: design, sample size, arms, effects, with their quotes."""

from __future__ import annotations

from miner.model import Extraction

__all__ = ["Extraction"]
