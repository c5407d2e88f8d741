"""The table of invitations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.registers.accounts.lifecycle import INVITATION, KINDS
from lucai.registers.accounts.scope import invitations_seen_by


class AccountInvitation(LivingRecord):
    """An invitation to open the first account of a unit, or an expert's own.

    ``code_hash`` is the keyed digest of the code, which nobody can read again; ``tries`` counts who
    had the code and named somebody else. ``organisation_id`` is the experts' library, or the unit
    where it is in the directory already; ``parent_id`` the unit's 主管预算单位.
    """

    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=40)
    unit_name = models.CharField(max_length=120, default="")
    uscc = models.CharField(max_length=18, default="")
    level = models.CharField(max_length=12, default="")
    parent_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    finance_id = models.BigIntegerField()
    basis = models.CharField(max_length=200)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "account_invitation"
        constraints = [
            models.UniqueConstraint(fields=["code_hash"], name="account_invitation_code_once")
        ]
        indexes = [models.Index(fields=["finance_id", "-id"], name="account_invitation_finance")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`invitations_seen_by` says."""
        return invitations_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """The unit; an expert is not named."""
        return self.unit_name or f"评审专家邀请 {self.number}"

    @property
    def is_expired(self) -> bool:
        """Whether its code came too late."""
        return self.state == "issued" and clock.now() >= self.expires_at

    @property
    def state_label(self) -> str:
        """The state in words."""
        return "邀请码已过期" if self.is_expired else INVITATION.states[self.state]

    def parties(self) -> dict[Side, int]:
        """The finance department that sent it."""
        return {Side.SUPERVISOR: self.finance_id}

    def awaits(self, step: str) -> bool:
        """Nothing is to be done about an invitation before its code is void."""
        return step != "renew" or self.state == "locked"
