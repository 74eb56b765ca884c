"""Configuration: nothing unknown, nothing out of range, and the fault's path is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import pytest
from pydantic import Field, ValidationError

from cxnlp.config import Settings
from cxnlp.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


class Oven(Settings):
    heat: Annotated[int, Field(ge=0, le=250)] = 180
    """Degrees."""


class Kitchen(Settings):
    name: str = "home"
    """What it is called."""
    oven: Oven = Oven()
    """The oven."""


def test_every_key_has_a_default() -> None:
    assert Kitchen.parse("") == Kitchen(name="home", oven=Oven(heat=180))


def test_an_unknown_key_is_refused_with_its_path_and_the_nearest_name() -> None:
    with pytest.raises(ConfigurationError, match=r"oven\.haet.*Did you mean heat\?"):
        Kitchen.parse("[oven]\nhaet = 3\n")


def test_an_unknown_key_in_one_of_many_tables_is_named_by_its_place() -> None:
    class Street(Settings):
        kitchens: tuple[Kitchen, ...] = ()
        """All of them."""

    with pytest.raises(ConfigurationError, match=r"kitchens\.1\.nmae.*unknown key.*no such key"):
        Street.parse("[[kitchens]]\n[[kitchens]]\nnmae = 3\n")


def test_a_value_out_of_range_is_refused_with_its_path_and_range() -> None:
    with pytest.raises(ConfigurationError, match=r"oven\.heat.*300.*less than or equal to 250"):
        Kitchen.parse("[oven]\nheat = 300\n")


def test_text_that_is_no_toml_is_refused_by_line() -> None:
    with pytest.raises(ConfigurationError, match="line 1"):
        Kitchen.parse("oven = = 3")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.toml"):
        Kitchen.read(tmp_path / "none.toml")


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Kitchen().name = "other"  # type: ignore[misc]


def test_equal_settings_have_equal_fingerprints_whatever_the_order_of_keys() -> None:
    one = Kitchen.parse('name = "a"\n[oven]\nheat = 100\n')
    two = Kitchen.check({"oven": {"heat": 100}, "name": "a"})
    assert one.fingerprint() == two.fingerprint()
    assert one.fingerprint() != Kitchen().fingerprint()
