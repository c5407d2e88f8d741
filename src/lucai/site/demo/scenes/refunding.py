"""Giving bid bonds back, in time."""

from __future__ import annotations

from lucai.site.demo.plots import Tale
from lucai.stages.trade.bids.selectors import securities
from lucai.stages.trade.bids.services import refund_security


def refund_bonds(tale: Tale) -> None:
    """Give back every bond of the tale's project that has fallen due."""
    for bond in securities(tale.agency.viewer, tale.project):
        if bond.state == "due":
            refund_security(tale.agency, project_number=tale.project, security=bond.pk)
