"""Whatever Ray raises ends as an error with words; errors of ours and Ctrl-C pass."""

from __future__ import annotations

import pytest

from cxnlp.engines.ray_cluster import ray_faults
from cxnlp.errors import CxnlpError, InputDataError


@pytest.mark.parametrize(
    "raised", [RuntimeError("a comment"), ConnectionError(), SystemExit(1), TimeoutError()]
)
def test_what_ray_raises_is_told_by_its_kind_and_with_what_to_do(raised: BaseException) -> None:
    with pytest.raises(CxnlpError) as caught, ray_faults():
        raise raised
    words = str(caught.value)
    assert type(raised).__name__ in words
    assert "a comment" not in words
    assert "same command again" in words
    assert caught.value.__cause__ is raised


@pytest.mark.parametrize(
    "raised", [InputDataError("x", found="a", expected="b", hint="c."), KeyboardInterrupt()]
)
def test_errors_of_ours_and_ctrl_c_pass(raised: BaseException) -> None:
    with pytest.raises(type(raised)) as caught, ray_faults():
        raise raised
    assert caught.value is raised
