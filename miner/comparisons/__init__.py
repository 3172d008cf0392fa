"""Comparisons that are stated without an estimate."""

__all__: list[str] = []
