"""Read a TOML table with errors that name the file, the key and the fix."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from miner.errors import CorpusError

__all__ = ["Table"]

_Choice = TypeVar("_Choice", bound=str)


class Table:
    """A TOML table and the place it was read from (`file [key.key]`)."""

    def __init__(self, values: Mapping[str, object], where: str) -> None:
        self._values = values
        self.where = where

    def text(self, key: str, *, default: str | None = None) -> str:
        """A non-empty string."""
        value = self._values.get(key, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value
        raise self._wrong(key, "a text in quotes")

    def texts(self) -> Mapping[str, str]:
        """The whole table, every value a text."""
        return {key: self.text(key) for key in self._values}

    def integer(self, key: str, *, default: int) -> int:
        """A whole number above zero."""
        value = self._values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        raise self._wrong(key, "a whole number above 0")

    def date(self, key: str) -> datetime.date:
        """A TOML date (no quotes, no time)."""
        value = self._values.get(key)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value
        raise self._wrong(key, "a date without quotes, as 2026-01-31")

    def strings(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of texts; with `required`, at least one."""
        value = self._values.get(key, None if required else [])
        if (
            isinstance(value, list)
            and all(isinstance(item, str) for item in value)
            and (value or not required)
        ):
            return tuple(value)
        raise self._wrong(key, "a list of texts")

    def choice(self, key: str, legal: Sequence[_Choice], *, default: _Choice | None = None) -> _Choice:
        """One of the legal words."""
        value = self._values.get(key, default)
        for word in legal:
            if word == value:
                return word
        raise self._wrong(key, f"one of {', '.join(legal)}")

    def pattern(self, key: str) -> re.Pattern[str] | None:
        """A regular expression, verbose and case-insensitive; None where the key is absent."""
        if key not in self._values:
            return None
        try:
            return re.compile(self.text(key), re.VERBOSE | re.IGNORECASE)
        except re.error as error:
            raise self._wrong(key, f"a regular expression that compiles ({error})") from error

    def table(self, key: str) -> "Table":
        """A table beneath this one."""
        value = self._values.get(key)
        if isinstance(value, dict):
            return Table(value, f"{self.where} [{key}]")
        raise self._wrong(key, f"a table, headed [{key}]")

    def tables(self, key: str, *, required: bool = True) -> "tuple[Table, ...]":
        """An array of tables beneath this one; with `required`, at least one."""
        value = self._values.get(key, None if required else [])
        if (
            isinstance(value, list)
            and all(isinstance(item, dict) for item in value)
            and (value or not required)
        ):
            return tuple(
                Table(item, f"{self.where} [[{key}]] {item.get('id', n)}") for n, item in enumerate(value, 1)
            )
        raise self._wrong(key, f"tables, each headed [[{key}]]")

    def _wrong(self, key: str, wanted: str) -> CorpusError:
        if key not in self._values:
            return CorpusError(f"{self.where}: {key} is missing; add {wanted}")
        return CorpusError(f"{self.where}: {key} is {self._values[key]!r}; write {wanted}")
