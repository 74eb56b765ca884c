"""Write what an installed cxnlp is made of, and refuse licences that ours does not go with.

python scripts/bill_of_materials.py                      build/release/sbom.cdx.json, licences.md
python scripts/bill_of_materials.py --extras topics      the plain install and these extras only

The bill is that of the environment in which the script runs: every distribution that the plain
install and the extras (without `dev`) need there. An environment rarely holds all extras: the page
of licences says of each whether it is told whole, and the bill calls itself incomplete where one is
not. What was installed elsewhere (`pip install --target DIR`) is told, too, with PYTHONPATH=DIR.
Exit code 1 if a distribution stands under a strong copyleft (GPL, AGPL, SSPL …), or if one that the
plain install or an extra of `all` needs tells no licence. An extra outside `all` may need one that
tells none: that is why it stands outside, and the page says so. What is not installed is named, and
is a failure with --complete.
"""

from __future__ import annotations

import argparse
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bill.cyclonedx import write_cyclonedx
from bill.dependencies import bill_of, extras_of, within
from bill.licences import Kind, expression_of, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bill.dependencies import Bill

REPOSITORY: Final = Path(__file__).resolve().parents[1]
DISTRIBUTION: Final = "cxnlp"
NOT_RUNTIME: Final = ("all", "dev", "docs")


def main() -> int:
    """Write the bill and the licences, and judge them."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--out", type=Path, default=REPOSITORY / "build" / "release")
    parser.add_argument("--extras", nargs="*", help="else all but those of developers")
    parser.add_argument("--complete", action="store_true", help="all of it must be installed")
    options = parser.parse_args()
    known = extras_of(DISTRIBUTION, without=NOT_RUNTIME)
    extras = known if options.extras is None else tuple(options.extras)
    if unknown := sorted(set(extras) - set(known)):
        print(f"no extra {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    bill = bill_of(DISTRIBUTION, extras)
    options.out.mkdir(parents=True, exist_ok=True)
    models = {path.name: path for path in sorted((REPOSITORY / "models").iterdir()) if _whole(path)}
    bills = {extra: bill_of(DISTRIBUTION, (extra,)) for extra in extras}
    texts = {"sbom.cdx.json": write_cyclonedx(bill, models), "licences.md": page(bill, bills)}
    for name, text in texts.items():
        (options.out / name).write_text(text, encoding="utf-8")
        print(options.out / name)
    inside = set(within(DISTRIBUTION, "all"))
    core = set(bill_of(DISTRIBUTION, [extra for extra in extras if extra in inside]).names)
    refused = []
    for name in bill.names:
        expression = expression_of(name)
        if kind_of(expression).allowed:
            continue
        words = expression or "a licence that its metadata do not tell"
        if name in core or kind_of(expression) is not Kind.UNKNOWN:
            refused.append(name)
        else:
            words += " (needed by extras outside `all` only)"
        print(f"{name} {metadata.version(name)}: {words}", file=sys.stderr)
    if bill.absent:
        print(f"not installed here: {', '.join(sorted(bill.absent))}", file=sys.stderr)
    return 1 if refused or (options.complete and bill.absent) else 0


def page(bill: Bill, bills: Mapping[str, Bill]) -> str:
    """The licences as a table in Markdown, the strictest first, and above it what it covers.

    Args:
        bill: what is needed.
        bills: the same of each extra by itself.
    """
    rows = sorted((-kind_of(expression_of(name)), name) for name in bill.names)
    lines = [
        f"# Licences of what {bill.root} {metadata.version(bill.root)} needs",
        "",
        "Told is what was installed where this page was made.",
        "",
        "| Install | Told |",
        "|---|---|",
        "| plain | whole |",
        *(f"| `[{extra}]` | {_told(one)} |" for extra, one in sorted(bills.items())),
        "",
        "| Distribution | Version | Licence | Kind | Needed by |",
        "|---|---|---|---|---|",
    ]
    for _, name in rows:
        expression = expression_of(name)
        kind = kind_of(expression).name.lower().replace("_", " ")
        needed = "the plain install" if name in bill.plain else "an extra"
        lines.append(
            f"| {name} | {metadata.version(name)} | {expression or '?'} | {kind} | {needed} |"
        )
    return "\n".join(lines) + "\n"


def _told(bill: Bill) -> str:
    told = "whole"
    if bill.absent:
        told = f"**not** {', '.join(sorted(bill.absent))}, nor what they need"
    silent = [name for name in bill.names if kind_of(expression_of(name)) is Kind.UNKNOWN]
    return f"{told}; no licence is told by {', '.join(silent)}" if silent else told


def _whole(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("manifest.json", "encoder.json"))


if __name__ == "__main__":
    sys.exit(main())
