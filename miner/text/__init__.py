"""The text itself: sections, sentences with their offsets, words, abbreviations."""

__all__: list[str] = []
