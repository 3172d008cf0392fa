"""Corpora as data: search strategies, scope rules, vocabularies and the bundled sample."""

__all__: list[str] = []
