"""Stages joined to commands: refresh, extract, evaluate, query, map, export."""

from __future__ import annotations

__all__: list[str] = []
