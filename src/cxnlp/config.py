"""Configuration: TOML read into frozen models, with nothing unknown and nothing out of range."""

from __future__ import annotations

import difflib
import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from cxnlp.errors import ConfigurationError

__all__ = ["Settings"]


class Settings(BaseModel):
    """The parent of every configuration: frozen, closed, documented key by key."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """Read a TOML file.

        Raises:
            ConfigurationError: the file is missing, is no TOML, or holds an unknown key or a value
                out of range; the message gives the key's path.
        """
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(
                path,
                found=f"a file that cannot be read ({type(error).__name__})",
                expected="a TOML file in UTF-8",
                hint="Check the path and its permissions.",
            ) from error
        return cls.parse(text, where=str(path))

    @classmethod
    def parse(cls, text: str, *, where: str = "configuration") -> Self:
        """Read TOML text; `where` names it in errors."""
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigurationError(
                where,
                found=f"text that is no TOML ({error})",
                expected="TOML",
                hint="Correct the line that is named.",
            ) from error
        return cls.check(values, where=where)

    @classmethod
    def check(cls, values: dict[str, Any], *, where: str = "configuration") -> Self:
        """Read a dictionary; `where` names it in errors."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise _readable(cls, error, where) from error

    def fingerprint(self) -> str:
        """The SHA-256 of the values in canonical JSON: equal settings, equal digest."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _readable(kind: type[BaseModel], error: ValidationError, where: str) -> ConfigurationError:
    first = error.errors(include_url=False)[0]
    path = ".".join(str(step) for step in first["loc"]) or "(top)"
    if first["type"] == "extra_forbidden":
        known = _fields_at(kind, first["loc"][:-1])
        near = difflib.get_close_matches(str(first["loc"][-1]), known, n=1)
        return ConfigurationError(
            f"{where}, key {path}",
            found="an unknown key",
            expected="one of " + ", ".join(known) if known else "no such key",
            hint=f"Did you mean {near[0]}?" if near else "Remove it, or correct its name.",
        )
    told = first["msg"].removeprefix("Value error, ")
    return ConfigurationError(
        f"{where}, key {path}",
        found=f"{first['input']!r}"[:80],
        expected=told[0].lower() + told[1:],
        hint="Correct the value; every key and its range stand in the reference.",
    )


def _fields_at(kind: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    for step in path:
        field = kind.model_fields.get(str(step))
        inner = field.annotation if field else None
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return []
        kind = inner
    return sorted(kind.model_fields)
