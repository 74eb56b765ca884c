"""`cxnlp prevalence`: the share of each level in a run, with the model's errors taken out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from cxnlp.cli.console import Console, print_data
from cxnlp.cli.gold import add_gold_options, gold_columns
from cxnlp.errors import GateError, UsageError

if TYPE_CHECKING:
    import argparse

    from cxnlp.insights.prevalence import CorrectedShares
    from cxnlp.insights.quantification import Quantified

__all__ = ["add", "call", "corrected_data", "corrected_words"]

_QUANTIFIERS: Final = ("own", "EMQ", "KDEyML", "PACC")
"""Those of `cxnlp.insights.quantifiers`, which is imported when it is used."""
_OFF: Final = 0.005
"""How far from 1 the sum of shares is, before it is said."""


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the verb."""
    parser = groups.add_parser(
        "prevalence",
        help="tell the share of each level in a run, the model's errors taken out",
        description="Tell the share of each level in RUN with the model's errors taken out: by the "
        "judged random part of a review file (--review; prediction-powered inference), or without "
        "any judged comment of the run (--gold; quantification), if a test finds no more "
        "changed than the mix of levels. Where it does, end with exit code 8 and no shares.",
    )
    parser.add_argument("run", metavar="RUN", help="a run folder, as cxnlp label writes it")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--review", metavar="REVIEW", help="a judged review file of cxnlp sample")
    way.add_argument(
        "--gold", metavar="TABLE", help="texts with gold levels that the model did not learn from"
    )
    parser.add_argument(
        "--all-random",
        action="store_true",
        help="all judged comments of --review are a simple random sample of the run, though the "
        "file does not say so",
    )
    parser.add_argument(
        "--quantifier",
        choices=_QUANTIFIERS,
        default="own",
        help="for --gold: expectation-maximisation (own), or a method of QuaPy (extra quantify)",
    )
    parser.add_argument(
        "--false-alarms",
        metavar="0.05",
        type=float,
        default=0.05,
        help="for --gold: probability of refusing although no more than the mix has changed; "
        "0.0001 at least",
    )
    parser.add_argument(
        "--confidence", metavar="0.95", type=float, default=0.95, help="of the intervals"
    )
    add_gold_options(parser, cluster=False)
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> None:
    """Call the flow and print the shares."""
    from cxnlp.flows.prevalence import corrected_shares_of, quantified_shares_of

    _refuse_no_probability("--confidence", options.confidence)
    _refuse_no_probability("--false-alarms", options.false_alarms)
    if options.review is not None:
        found = corrected_shares_of(
            options.run,
            options.review,
            confidence=options.confidence,
            all_random=options.all_random,
        )
        print_data(options, corrected_data(found), corrected_words(found))
        return
    guessed = quantified_shares_of(
        options.run,
        options.gold,
        columns=gold_columns(options),
        quantifier=options.quantifier,
        false_alarms=options.false_alarms,
        confidence=options.confidence,
        say=Console.of(options).say,
    )
    print_data(options, _quantified_data(guessed), _quantified_words(guessed))
    if guessed.shares is None:
        raise GateError(
            options.run,
            found=f"more changed than the mix of levels ({guessed.told})",
            expected=f"comments of each level that look as in {options.gold}",
            hint="Judge a random part instead: `cxnlp sample RUN --out REVIEW.csv --random 1`.",
        )


def corrected_data(found: CorrectedShares) -> dict[str, object]:
    """Corrected shares for a machine."""
    from cxnlp.levels import ServiceLevel

    shares = {
        level.label: {**asdict(share), "counted": float(counted)}
        for level, share, counted in zip(ServiceLevel, found.shares, found.counted, strict=True)
    }
    return {
        "method": "prediction-powered inference",
        "shares": shares,
        "judged": found.judged,
        "skipped": found.skipped,
        "rows": found.rows,
        "warnings": list(found.cautions),
    }


def corrected_words(found: CorrectedShares) -> str:
    """Corrected shares for a person."""
    from cxnlp.levels import LEVEL_NAMES

    lines = [f"WARNING: {words}" for words in found.cautions]
    lines.append(
        f"shares in the run, the model's errors taken out by {found.judged} judged of "
        f"{found.rows:,} comments ({found.shares.coverage:.0%}):"
    )
    lines += [
        f"  {name:<13} {100 * one.value:5.1f} %  [{100 * one.low:.1f}, {100 * one.high:.1f}]   "
        f"the model alone: {100 * counted:.1f} %"
        for name, one, counted in zip(LEVEL_NAMES, found.shares, found.counted, strict=True)
    ]
    total = float(found.shares.value.sum())
    if abs(total - 1) >= _OFF:
        lines.append(f"each share is told by itself: together they make {100 * total:.0f} %")
    return "\n".join(lines)


def _quantified_data(found: Quantified) -> dict[str, object]:
    from cxnlp.levels import LEVEL_NAMES

    shares = None
    if found.shares is not None:
        shares = {name: asdict(one) for name, one in zip(LEVEL_NAMES, found.shares, strict=True)}
    return {
        "method": "quantification",
        "quantifier": found.quantifier,
        "p_value": found.p_value,
        "shares": shares,
    }


def _quantified_words(found: Quantified) -> str:
    from cxnlp.levels import LEVEL_NAMES

    if found.shares is None:
        return ""
    head = (
        f"shares in the run without a judged comment, by the quantifier {found.quantifier} "
        f"({found.shares.coverage:.0%}); right only if no more than the mix of levels\n"
        f"has changed, which no test can prove ({found.told}):"
    )
    lines = [head]
    lines += [
        f"  {name:<13} {100 * one.value:5.1f} %  [{100 * one.low:.1f}, {100 * one.high:.1f}]"
        for name, one in zip(LEVEL_NAMES, found.shares, strict=True)
    ]
    return "\n".join(lines)


def _refuse_no_probability(option: str, value: float) -> None:
    if not 0 < value < 1:
        raise UsageError(
            option,
            found=f"{value:g}",
            expected="a probability between 0 and 1",
            hint="Leave it out for what is usual.",
        )
