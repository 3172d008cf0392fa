"""Stated estimates: ratios, differences and coefficients, each with all that belongs to it."""

__all__: list[str] = []
