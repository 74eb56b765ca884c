"""Where topics may be written, and what becomes of those that stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxnlp.errors import ModelError, RunFolderError, UsageError
from cxnlp.topicmodel import read_model

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["finished_job", "refuse_other"]

_ASIDE = "Name another folder with --out, or begin anew with --fresh: what stands there is kept."


def refuse_other(folder: Path) -> None:
    """Refuse a place that holds something else than topics.

    Raises:
        UsageError: something that is no topics folder stands there.

    >>> from pathlib import Path
    >>> refuse_other(Path("a-free-place"))
    """
    if folder.exists() and not (folder / "model" / "manifest.json").is_file():
        raise UsageError(
            folder,
            found="something that is no topics folder",
            expected="a free place, or a topics folder",
            hint="Choose another --out.",
        )


def finished_job(
    folder: Path, job: dict[str, Any], *, carried_on: bool = False
) -> dict[str, Any] | None:
    """What the finished job in a topics folder noted, where it is this one; None in a free place.

    Args:
        folder: the topics folder.
        job: what the topics depend on.
        carried_on: the folder is itself the registry: topics of an earlier run that stand there are
            carried on, and those of this run are not carried on once more.

    Raises:
        RunFolderError: the topics of another job stand there, or some that cannot be read.

    >>> from pathlib import Path
    >>> finished_job(Path("a-free-place"), {"seed": 0}) is None
    True
    """
    if not folder.exists():
        return None
    try:
        facts = read_model(folder / "model").facts
    except ModelError as error:
        raise RunFolderError(
            folder,
            found=f"topics that cannot be read: {error.found} in {error.where}",
            expected="the topics of this job, or a free place",
            hint=_ASIDE,
        ) from error
    standing = facts.get("job")
    standing = dict(standing) if isinstance(standing, dict) else {}
    other = sorted(
        name
        for name in {*job, *standing}
        if standing.get(name) != job.get(name) and not (carried_on and name == "registry")
    )
    if not other:
        return facts
    if carried_on:
        return None
    raise RunFolderError(
        folder,
        found=f"the topics of another job (another {', another '.join(other)})",
        expected="the topics of this job, or a free place",
        hint=_ASIDE,
    )
