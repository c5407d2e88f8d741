"""Checking who somebody is: password behind the lock-out, then the one-time code."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.http import HttpRequest, HttpResponse

from lucai.kernel.errors import InvalidInput
from lucai.platform.access.models import Person
from lucai.platform.records import system_access
from lucai.platform.web.pages import page


class PasswordBackend:
    """Login name and password of an active person."""

    def authenticate(
        self, request: HttpRequest | None, login: str = "", password: str = "", **_: Any
    ) -> Person | None:
        """Return the person, or None; an unknown login costs as much time as a wrong password."""
        del request
        with system_access("sign-in"):
            person = Person.objects.filter(login=login, active=True).first()
        if person is None:
            make_password(password)
            return None
        return person if check_password(password, person.password) else None

    def get_user(self, user_id: int) -> Person | None:
        """Return the person of a session."""
        with system_access("session"):
            return Person.objects.filter(pk=user_id, active=True).first()


class DemonstrationHasher(PBKDF2PasswordHasher):
    """A fast hasher for the hundreds of fictional people of the demonstration, nothing else."""

    algorithm = "demonstration"
    iterations = 1


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Answer somebody who failed too often."""
    context = {
        "problem": "密码连续输错 5 次，为保护账号已暂时锁定，请 15 分钟后再试，或联系本单位管理员。",
        "login": request.POST.get("login", ""),
        "next": request.POST.get("next", ""),
        "resume": request.POST.get("resume", ""),
    }
    return page(request, "signin/sign_in.html", context, status=429)


def person_named(login: str) -> Person:
    """Return the active person with that login; only for the demonstration's list."""
    with system_access("demonstration"):
        return Person.objects.get(login=login, active=True)


def person_known(pk: int) -> Person:
    """Return the active person with that id, who has just proven to be it.

    Raises:
        InvalidInput: the account is no longer in use.
    """
    with system_access("sign-in"):
        row = Person.objects.filter(pk=pk, active=True).first()
    if row is None:
        raise InvalidInput({"login": "这个账号已停用。"})
    return row
