"""Quantifiers: our own, and QuaPy's where it is installed."""

from __future__ import annotations

import warnings
from importlib.util import find_spec

import numpy as np
import pytest

from cxnlp.cli.verbs import prevalence
from cxnlp.errors import MissingDependencyError
from cxnlp.insights.quantification import quantified_shares
from cxnlp.insights.quantifiers import (
    QUANTIFIERS,
    Quantifier,
    likeliest_shares,
    open_quantifier,
)

EVEN = [1 / 6] * 6
BAD = [0.35, 0.3, 0.15, 0.1, 0.06, 0.04]
_QUAPY = find_spec("quapy") is not None
quapy = pytest.mark.skipif(not _QUAPY, reason="QuaPy is tested in a folder of its own")


def comments(mix: list[float], rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities that are calibrated for an even mix, and levels."""
    random = np.random.default_rng(seed)
    true = random.choice(6, rows, p=mix)
    place = true + random.normal(0, 0.4, rows)
    density = np.exp(-((place[:, None] - np.arange(6)) ** 2) / (2 * 0.16))
    return density / density.sum(axis=1, keepdims=True), true + 1


KNOWN = comments(EVEN, 600, 1)
RUN, LEVELS = comments(BAD, 800, 2)
TRUTH = np.bincount(LEVELS, minlength=7)[1:] / 800


def test_the_command_knows_every_quantifier() -> None:
    assert prevalence._QUANTIFIERS == QUANTIFIERS


def test_our_own_finds_the_mix_that_was_drawn() -> None:
    assert open_quantifier("own")(RUN, *KNOWN) == pytest.approx(TRUTH, abs=0.04)


@pytest.mark.skipif(_QUAPY, reason="QuaPy is installed here")
def test_without_quapy_the_extra_is_named() -> None:
    with pytest.raises(MissingDependencyError, match=r"pip install 'cxnlp\[quantify\]'"):
        quantified_shares(RUN, *KNOWN, quantifier="KDEyML")


@quapy
@pytest.mark.parametrize("name", ["EMQ", "KDEyML", "PACC"])
def test_those_of_quapy_find_it_too(name: Quantifier) -> None:
    shares = open_quantifier(name)(RUN, *KNOWN)
    assert shares.sum() == pytest.approx(1, abs=1e-6)
    assert shares == pytest.approx(TRUTH, abs=0.05)


@quapy
def test_expectation_maximisation_is_quapys() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quapy.method.aggregative import EMQ  # type: ignore[import-not-found,unused-ignore]

        other, _ = EMQ.EM(np.full(6, 1 / 6), RUN, epsilon=1e-9)
    even = np.repeat(np.arange(1, 7), 10)
    own = open_quantifier("own")(RUN, np.zeros((60, 6)), even)
    assert own == pytest.approx(other, abs=2e-3)


@quapy
def test_shares_by_quapy_have_intervals_behind_the_same_test() -> None:
    found = quantified_shares(RUN, *KNOWN, quantifier="PACC", draws=20)
    assert found.quantifier == "PACC"
    assert found.shares is not None
    assert (found.shares.low <= found.shares.value).all()
    assert (found.shares.value <= found.shares.high).all()
    middle = np.where(np.arange(6) == 2, 0.5, 0.1)
    assert quantified_shares(np.tile(middle, (400, 1)), *KNOWN, quantifier="PACC").shares is None


def test_a_mix_that_the_probabilities_hardly_show_ends_all_the_same() -> None:
    """Each round moves the shares a little: after a thousand the way is not yet at its end."""
    hardly = np.tile([0.5005, 0.4995], (200, 1))
    found = likeliest_shares(hardly, np.array([0.5, 0.5]))
    assert found.sum() == pytest.approx(1)
    assert found[0] == pytest.approx(1 / (1 + np.exp(-2)), abs=0.01)
