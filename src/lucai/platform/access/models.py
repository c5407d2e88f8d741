"""Organisations, people, posts and roles."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q

from lucai.kernel.actors import SIDE_NAMES, Side, Viewer
from lucai.platform.records import Record, everybody, nobody

SIDE_CHOICES = [(side.value, label) for side, label in SIDE_NAMES.items()]


class Organisation(Record):
    """A buyer, agency, supplier, finance department or other body with a 统一社会信用代码.

    ``path`` is its place in the unit tree: the ids of its ancestors and its own, between
    slashes, so that a branch is a prefix.
    """

    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, unique=True)
    side = models.CharField(max_length=20, choices=SIDE_CHOICES)
    region = models.CharField(max_length=6)
    level = models.CharField(max_length=12)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200, default="")
    address = models.CharField(max_length=200, default="")
    contact = models.CharField(max_length=60, default="")
    phone = models.CharField(max_length=40, default="")
    attributes = models.JSONField(default=dict)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "organisation"
        indexes = [
            models.Index(fields=["side", "region"], name="organisation_side"),
            models.Index(fields=["path"], name="organisation_path"),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Names and codes of organisations are public (政府采购法 第十一条)."""
        del viewer
        return everybody()


class Person(AbstractBaseUser, Record):
    """Somebody who signs in. Personal data stay inside the organisation."""

    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, default="")
    totp_secret = models.CharField(max_length=200, default="")
    totp_last = models.BigIntegerField(default=0)
    active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "person"

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the person may sign in."""
        return self.active

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Oneself, and the administrator's region is handled through posts."""
        if viewer.side in {Side.SYSTEM, Side.ADMINISTRATOR}:
            return everybody()
        return Q(pk=viewer.person) if viewer.person else nobody()


class Role(Record):
    """A named set of permissions for one side, kept in the front end."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    side = models.CharField(max_length=20, choices=SIDE_CHOICES)
    description = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "user_role"

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Roles are no secret to those who work here."""
        return nobody() if viewer.side is Side.PUBLIC else everybody()


class RoleGrant(Record):
    """One permission of a role."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    permission = models.CharField(max_length=100)

    class Meta:
        db_table = "user_role_grant"
        constraints = [
            models.UniqueConstraint(fields=["role", "permission"], name="user_role_grant_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the role's."""
        return nobody() if viewer.side is Side.PUBLIC else everybody()


class Post(Record):
    """A person's place in an organisation, with the data it covers.

    ``region`` (supervisors, treasury) is the prefix of regions the post answers for;
    ``covers_branch`` whether a buyer's post sees the units below its own.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    region = models.CharField(max_length=6, default="")
    covers_branch = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "post"
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "title"], name="post_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Colleagues see each other; the administrator sees all posts."""
        if viewer.side in {Side.SYSTEM, Side.ADMINISTRATOR}:
            return everybody()
        return Q(organisation=viewer.organisation) if viewer.organisation else nobody()


class PostRole(Record):
    """One role of a post."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "post_role"
        constraints = [models.UniqueConstraint(fields=["post", "role"], name="post_role_once")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the post's."""
        if viewer.side in {Side.SYSTEM, Side.ADMINISTRATOR}:
            return everybody()
        return Q(post__organisation=viewer.organisation) if viewer.organisation else nobody()


class ProgramKey(Record):
    """A key by which a program acts in one post of a person; only its digest is kept here."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    person = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "program_key"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The person's own."""
        if viewer.side is Side.SYSTEM:
            return everybody()
        return Q(person=viewer.person) if viewer.person else nobody()
