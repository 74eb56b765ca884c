"""Robustness: behavioural tests of any level model, on comments that we made up.

After CheckList (Ribeiro et al. 2020): what must not change the level (invariance), what must move
it one way (direction), and what must simply be right (minimum functionality).
"""

from __future__ import annotations

from cxnlp.robustness.families import Case, Family, Sort, families
from cxnlp.robustness.suite import FamilyResult, RobustnessResult, run_suite

__all__ = ["Case", "Family", "FamilyResult", "RobustnessResult", "Sort", "families", "run_suite"]
