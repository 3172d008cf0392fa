"""Figures for papers and slides."""

__all__: list[str] = []
