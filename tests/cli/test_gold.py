"""The options that say what the values of a level column mean."""

from __future__ import annotations

import argparse

import pytest

from cxnlp.cli.gold import add_gold_options, gold_columns
from cxnlp.errors import ConfigurationError, UsageError


def settings_of(*words: str) -> dict[str, int]:
    parser = argparse.ArgumentParser()
    add_gold_options(parser)
    return dict(gold_columns(parser.parse_args(words)).levels)


def test_a_value_may_mean_a_level_by_name_or_number_or_no_evidence() -> None:
    words = ["awful=basic", "top=6", "question=none", "advert = 0", "a=b=desired"]
    pairs = [word for pair in words for word in ("--level-map", pair)]
    assert settings_of(*pairs) == {"awful": 2, "top": 6, "question": 0, "advert": 0, "a=b": 4}


def test_a_meaning_that_is_no_level_is_refused_with_what_would_do() -> None:
    with pytest.raises(ConfigurationError, match="or 0 for no evidence"):
        settings_of("--level-map", "awful=7")
    with pytest.raises(UsageError, match="VALUE=LEVEL"):
        settings_of("--level-map", "awful")
