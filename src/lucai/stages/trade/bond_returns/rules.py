"""What is asked of a bond that goes back unopened."""

from __future__ import annotations

from lucai.law.closing_rules import bond_goes_back_in_time, interest_goes_back_with_the_bond

REFUND_RULES = (interest_goes_back_with_the_bond, bond_goes_back_in_time)
WITHDRAWN, TERMINATED = "withdrawn", "terminated"
"""Why a bond goes back: the names of the rule's periods (GP-BON-04)."""
