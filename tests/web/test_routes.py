"""Addresses are found by their first word, and no differently than Django finds them."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

from lucai.platform.web.routes import ByFirstWord
from lucai.site.urls import ADDRESSES

DJANGOS = URLResolver(RoutePattern(""), ADDRESSES)
EXAMPLES = {
    "int": "7",
    "str": "SD-7",
    "uuid": "00000000-0000-4000-8000-000000000007",
    "path": "a/b",
}


def view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def spelt(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    """Return an address for every pattern, its parameters filled in."""
    found: list[str] = []
    for one in patterns:
        route = before + str(one.pattern)
        inside = one.url_patterns if isinstance(one, URLResolver) else None
        found += spelt(inside, route) if inside is not None else [filled(route)]
    return found


def filled(route: str) -> str:
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES.get(found[1] or "str", "7"), route)


def led(resolver: URLResolver, address: str) -> tuple[object, ...]:
    """Return what answers an address; nothing where its parameters are spelt another way."""
    try:
        found = resolver.resolve(address)
    except Resolver404:
        return ()
    return (found.func, found.kwargs, found.route, found.view_name)


def test_every_address_leads_where_django_would_lead() -> None:
    ours = ByFirstWord(ADDRESSES)
    led_to = {address: led(ours, address) for address in spelt(ADDRESSES)}
    assert led_to == {address: led(DJANGOS, address) for address in led_to}
    assert len(list(filter(None, led_to.values()))) > 500


@pytest.mark.parametrize("address", ["plan", "plans", "nowhere/", "plans/a/b/c/d/e/", "<str:one>/"])
def test_an_address_that_is_none_is_not_found(address: str) -> None:
    with pytest.raises(Resolver404):
        ByFirstWord(ADDRESSES).resolve(address)


def test_of_two_that_fit_the_first_is_taken() -> None:
    found = ByFirstWord(
        [
            path("", include([path("a/<str:x>/", view, name="first")])),
            path("a/b/", view, name="second"),
        ]
    )
    assert found.resolve("a/b/").url_name == "first"


def test_an_address_without_a_word_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="no word of its own"):
        ByFirstWord([path("<str:one>/", view)]).resolve("a/")
