"""The tables of signing in: passkeys, and nonces that are answered once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import Record, everybody, nobody

CLONED = "cloned"
REMOVED = "removed"


class Passkey(Record):
    """A person's passkey: only its public half ever comes here."""

    person = models.BigIntegerField(db_index=True)
    credential = models.CharField(max_length=1400, unique=True)
    public_key = models.TextField()
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField(max_length=40)
    synced = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, default="")

    class Meta:
        db_table = "passkey"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The person's own."""
        if viewer.side is Side.SYSTEM:
            return everybody()
        return Q(person=viewer.person) if viewer.person else nobody()


class LoginNonce(Record):
    """Random bytes that somebody has to answer for, within a short time and once."""

    nonce = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "login_nonce"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Machinery: the system's own."""
        return everybody() if viewer.side is Side.SYSTEM else nobody()


class LoginScan(Record):
    """A sign-in that waits at a computer for the phone: shown as a code, confirmed by number."""

    code = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=2)
    message = models.TextField()
    state = models.CharField(max_length=12)
    person = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "login_scan"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Machinery: the system's own."""
        return everybody() if viewer.side is Side.SYSTEM else nobody()
