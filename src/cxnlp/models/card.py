"""The model card: what a model is, what it is worth, what it must not be used for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxnlp.levels import ServiceLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cxnlp.models.manifest import Manifest

__all__ = ["CardTable", "write_card"]


@dataclass(frozen=True)
class CardTable:
    """A table of figures: a sentence above it, names of columns, rows of words."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write_card(manifest: Manifest, figures: Sequence[CardTable] = (), *, licences: str = "") -> str:
    """Write `CARD.md` (sections after Mitchell et al. 2019).

    Args:
        manifest: the model's manifest.
        figures: what it is worth; empty where there was nothing to test on.
        licences: where the data comes from and under which licences.

    >>> from cxnlp.models.manifest import Manifest
    >>> print(write_card(Manifest(kind="linear", name="shop")).split(chr(10))[0])
    # shop
    """
    purpose = (
        f"A level model of cxnlp, kind `{manifest.kind}`, for comments in: "
        f"{', '.join(manifest.languages)}. It places a comment on Kaufman's six levels of service, "
        "with calibrated probabilities, an interval, and the probability that the comment tells of "
        "a service experience at all."
    )
    apart = (
        "The texts themselves are no part of this folder. Texts that stand in the test table were "
        "left out of every stage of training."
    )
    versions = ", ".join(f"{name} {number}" for name, number in manifest.versions.items())
    made = (
        f"Seed {manifest.seed}; configuration in `config.toml` (fingerprint "
        f"`{manifest.config_digest[:12]}`); {versions}."
    )
    unknown = "No test table was given: this model's worth is not known."
    parts = [
        f"# {manifest.name}",
        purpose,
        "## Levels",
        "\n".join(f"{level:d}. **{level.label}**: {level.definition}" for level in ServiceLevel),
        "## Data",
        licences.strip() or "The configuration says nothing about the data's origin.",
        _table(
            ("table", "use", "rows"),
            [(record.name, record.use, f"{record.rows:,}") for record in manifest.data],
        ),
        apart,
        "## Figures",
        *([f"{each.caption}\n\n{_table(each.header, each.rows)}" for each in figures] or [unknown]),
        "## Known failures",
        _FAILURES,
        "## What it must not be used for",
        _MISUSE,
        "## How it was made",
        made,
    ]
    return "\n\n".join(parts) + "\n"


_FAILURES = """\
- Sarcasm and irony are read at face value.
- Fragments without a verb ("staff", "the waiting") say little; the interval is wide there.
- Comments of one or two words are unlike the texts that it learned from; a model of n-grams often
  takes them to tell of no service.
- Verdicts that hang on a turn late in a long text ("but in the end ...") are often missed.
- Neighbouring levels are confused far more often than distant ones; the rare top level most of all.
- Other languages than those named above are not understood; the labelling job gives them the
  status `unsupported_language`.
- Domains that are not among the sources above are judged less well: measure on your own."""

_MISUSE = """\
- Decisions about a single person - an employee's pay or dismissal, a customer's treatment - rest on
  more than a label given by a machine.
- The share of levels in your feedback is estimated with an audited sample, not by counting answers
  alone: the model errs, and its training data have another mix than any business.
- No complaint may go unread because a model found it harmless: it is no filter for duties of
  safety, health or law."""


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
