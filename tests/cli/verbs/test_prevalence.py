"""`cxnlp prevalence`: shares for a person and for a machine, and probabilities that are none."""

from __future__ import annotations

import numpy as np
import pytest

from cxnlp.cli import main
from cxnlp.cli.verbs.prevalence import (
    _QUANTIFIERS,
    _quantified_data,
    _quantified_words,
    corrected_data,
    corrected_words,
)
from cxnlp.insights.intervals import Estimates
from cxnlp.insights.prevalence import CorrectedShares
from cxnlp.insights.quantification import Quantified
from cxnlp.insights.quantifiers import QUANTIFIERS

VALUE = np.array([0.1, 0.2, 0.3, 0.25, 0.1, 0.05])
SHARES = Estimates(VALUE, VALUE - 0.05, VALUE + 0.05, np.array([6, 12, 18, 15, 6, 3]), 0.9)
COUNTED = np.array([0.05, 0.25, 0.3, 0.25, 0.1, 0.05])


def corrected(shares: Estimates = SHARES, skipped: int = 0) -> CorrectedShares:
    return CorrectedShares(shares, COUNTED, np.ones(6), 60, 4_000, skipped)


def test_for_a_person_each_level_is_a_line_beside_what_the_model_alone_would_say() -> None:
    head, *lines = corrected_words(corrected()).splitlines()
    assert head == (
        "shares in the run, the model's errors taken out by 60 judged of 4,000 comments (90%):"
    )
    assert len(lines) == 6
    assert lines[0] == "  criminal       10.0 %  [5.0, 15.0]   the model alone: 5.0 %"
    assert lines[5] == "  unbelievable    5.0 %  [0.0, 10.0]   the model alone: 5.0 %"


@pytest.mark.parametrize(("more", "told"), [(0.004, False), (0.006, True), (-0.006, True)])
def test_that_shares_do_not_sum_to_one_is_said_where_it_can_be_seen(
    more: float, told: bool
) -> None:
    value = VALUE + np.array([more, 0, 0, 0, 0, 0])
    found = Estimates(value, SHARES.low, SHARES.high, SHARES.n)
    last = corrected_words(corrected(found)).splitlines()[-1]
    assert last.startswith("each share is told by itself: together they make") == told


def test_warnings_come_first() -> None:
    first = corrected_words(corrected(skipped=4)).splitlines()[0]
    assert first.startswith("WARNING: 4 of the first 64 comments drawn were not judged.")


def test_for_a_machine_shares_have_their_levels_names() -> None:
    found = corrected_data(corrected(skipped=4))
    assert (found["judged"], found["skipped"], found["rows"]) == (60, 4, 4_000)
    assert found["method"] == "prediction-powered inference"
    assert found["warnings"] == list(corrected(skipped=4).cautions)
    shares = found["shares"]
    assert isinstance(shares, dict)
    assert list(shares)[::5] == ["criminal", "unbelievable"]
    assert shares["basic"] == {
        "value": 0.2,
        "low": pytest.approx(0.15),
        "high": 0.25,
        "n": 12,
        "coverage": 0.9,
        "counted": 0.25,
    }


def test_every_quantifier_can_be_asked_for() -> None:
    """They are named twice, so that `--help` does not wait for what makes them."""
    assert tuple(QUANTIFIERS) == _QUANTIFIERS


def test_where_more_has_changed_than_the_mix_no_share_is_told() -> None:
    refused = Quantified(None, 0.001)
    assert _quantified_words(refused) == ""
    found = {"method": "quantification", "quantifier": "own", "p_value": 0.001, "shares": None}
    assert _quantified_data(refused) == found


def test_guessed_shares_say_what_they_stand_on() -> None:
    head, condition, *lines = _quantified_words(Quantified(SHARES, 0.4)).splitlines()
    assert head.startswith(
        "shares in the run without a judged comment, by the quantifier own (90%)"
    )
    assert condition == "has changed, which no test can prove (p 0.40):"
    assert lines[1] == "  basic          20.0 %  [15.0, 25.0]"
    shares = _quantified_data(Quantified(SHARES, 0.4))["shares"]
    assert isinstance(shares, dict)
    assert shares["basic"]["high"] == 0.25


@pytest.mark.parametrize("option", ["--confidence", "--false-alarms"])
@pytest.mark.parametrize("value", ["0", "1", "-0.1", "nan"])
def test_what_is_no_probability_is_refused_before_anything_is_read(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prevalence", "no-run", "--review", "r.csv", f"{option}={value}"]) == 2
    assert f"{option}: found {value}; expected a probability" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--review", "r.csv", "--gold", "g.csv"]])
def test_one_of_both_ways_is_wanted(words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["prevalence", "run", *words])
    assert caught.value.code == 2
