"""Signing a finance department in, with every function of its side."""

from __future__ import annotations

from django.test import Client

from lucai.platform.access.models import Organisation, Person, Post, PostRole, Role
from lucai.platform.records import system_access
from lucai.platform.web.requests import SESSION_POST
from lucai.site.roles import install_roles
from tests.makers import people


def sign_in(client: Client, region: str = "370000", level: str = "province") -> None:
    """Let the client be the finance department of a region."""
    install_roles()
    viewer = people.finance(region, level)
    with system_access("maker"):
        person = Person.objects.get(pk=viewer.person)
        organisation = Organisation.objects.get(pk=viewer.organisation)
        post = Post(person=person, organisation=organisation, title="财政审批")
        post.save()
        PostRole(post=post, role=Role.objects.get(code="finance_manager")).save()
    client.force_login(person, backend="lucai.platform.signin.backend.PasswordBackend")
    session = client.session
    session[SESSION_POST] = post.pk
    session.save()
