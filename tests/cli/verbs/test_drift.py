"""`cxnlp drift`: an alarm is an exit code, so the rate of false ones is looked at first."""

from __future__ import annotations

import pytest

from cxnlp.cli import main
from cxnlp.cli.parser import build_parser


@pytest.mark.parametrize("rate", ["0", "1", "-0.5", "5", "nan"])
def test_a_rate_of_false_alarms_that_is_none_is_refused_before_the_run_is_read(
    rate: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drift", "no-such-run", f"--false-alarms={rate}"]) == 2
    assert capsys.readouterr().err == (
        f"cxnlp drift: --false-alarms: found {rate}; expected a probability between 0 and 1. 0.01 "
        "alarms once in a hundred months in which nothing has changed.\n"
    )


def test_a_run_alone_is_held_against_its_own_model_at_one_false_alarm_in_a_hundred() -> None:
    options = build_parser().parse_args(["drift", "run"])
    assert (options.against, options.false_alarms, options.text_column) == (None, 0.01, None)


def test_a_run_that_is_none_has_the_exit_code_of_runs() -> None:
    assert main(["drift", "no-such-run", "--against", "no-such-run"]) == 6
