"""Whom the authors say that the study favours."""

__all__: list[str] = []
