"""A NUL in an address or a form is read as if it had not been sent."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from lucai.platform.web.cleaning import without_nul


def read_by_a_view(request: HttpRequest) -> HttpRequest:
    seen: list[HttpRequest] = []

    def view(given: HttpRequest) -> HttpResponse:
        seen.append(given)
        return HttpResponse()

    without_nul(view)(request)
    return seen[0]


def test_a_nul_disappears_from_a_question() -> None:
    request = read_by_a_view(RequestFactory().get("/search/?q=a%00b&q=c&page=2"))
    assert dict(request.GET.lists()) == {"q": ["ab", "c"], "page": ["2"]}


def test_a_nul_disappears_from_a_form() -> None:
    request = read_by_a_view(RequestFactory().post("/x/", {"title\0": "示\0例", "note": "好"}))
    assert dict(request.POST.lists()) == {"title": ["示例"], "note": ["好"]}


def test_a_form_without_one_is_left_alone() -> None:
    request = read_by_a_view(RequestFactory().post("/x/", {"title": "示例"}))
    assert request.POST["title"] == "示例"


@pytest.mark.django_db
def test_an_address_with_one_leads_nowhere(client: Client) -> None:
    assert client.get("/notices/%00/").status_code == 404


@pytest.mark.django_db
def test_nobody_signs_in_with_one_and_nothing_breaks(client: Client) -> None:
    assert client.post("/sign-in/", {"login": "a\0b", "password": "c\0"}).status_code == 401
