"""The table of signed papers: which file was handed out for which content."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import Record, everybody, nobody


class SignedFile(Record):
    """A final paper as it was signed, once; ``fingerprint`` names the content it was made of.

    ``original`` is the SHA-256 of the paper before its signatures, which are additions, or of the
    signed PDF that an OFD was made from; ``issuers`` are whose seals it was to get; ``waiting``
    names those that had none to put on, with the reason, until the paper is sealed anew;
    ``entry`` is the place of its digests in the journal.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    original = models.CharField(max_length=64, db_index=True)
    sha256 = models.CharField(max_length=64, unique=True)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    title = models.CharField(max_length=200)
    project_number = models.CharField(max_length=40, default="")
    issuers = models.JSONField(default=list)
    moment = models.DateTimeField(null=True)
    life = models.JSONField(default=list)
    waiting = models.JSONField(default=list)
    file = models.BigIntegerField()
    entry = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "signed_file"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The system's own: who may read a paper is said where the paper is made."""
        return everybody() if viewer.side is Side.SYSTEM else nobody()
