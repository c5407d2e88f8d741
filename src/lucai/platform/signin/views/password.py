"""Sign-in pages: password, one-time code, choice of post, sign-out, 大字."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lucai.platform.access.models import Person
from lucai.platform.signin import selectors, totp
from lucai.platform.signin.assurance import Level
from lucai.platform.signin.entering import PENDING, enter, wanted
from lucai.platform.signin.forms import sign_in_form
from lucai.platform.web.pages import page
from lucai.platform.web.requests import SESSION_POST, viewer_of

WRONG = "登录名或密码不对，请核对后再试。连续输错 5 次将锁定 15 分钟。"
WRONG_CODE = "动态口令不对或已用过，请等下一个口令。"


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for login and password; continue with the code where the person has one."""
    if request.method == "GET":
        return sign_in_form(request)
    login, password = request.POST.get("login", "").strip(), request.POST.get("password", "")
    person = auth.authenticate(request, login=login, password=password)
    if not isinstance(person, Person):
        return getattr(request, "axes_locked_out", None) or sign_in_form(request, WRONG)
    if person.totp_secret:
        request.session[PENDING] = person.pk
        return _code_form(request, "")
    return enter(request, person, Level.NONE)


@require_POST
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Check the one-time code of somebody whose password was right."""
    from lucai.platform.signin.backend import PasswordBackend  # noqa: PLC0415

    person = PasswordBackend().get_user(request.session.get(PENDING, 0))
    if person is None:
        return redirect("/sign-in/")
    if not totp.accept(person, request.POST.get("code", "").strip()):
        return _code_form(request, WRONG_CODE, status=401)
    return enter(request, person, Level.PASSWORD)


@require_http_methods(["GET", "POST"])
def demonstration(request: HttpRequest) -> HttpResponse:
    """List the fictional people of the demonstration by role; a kept form is carried on."""
    if not settings.LUCAI_DEMO:
        raise Http404
    viewer, logins = viewer_of(request), settings.LUCAI_DEMO_PEOPLE
    region = settings.LUCAI_DEMO_REGION
    context = {
        "sides": selectors.demonstration_people(viewer, logins, region),
        "awaited": selectors.people_awaited(viewer, logins, region),
        "next": wanted(request),
        "resume": request.POST.get("resume", ""),
    }
    return page(request, "signin/demonstration.html", context)


@require_POST
def demonstration_enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the fictional people, without a password; only in the demonstration."""
    login = request.POST.get("login", "")
    if not settings.LUCAI_DEMO or not _is_offered(request, login):
        raise Http404
    from lucai.platform.signin.backend import person_named  # noqa: PLC0415

    return enter(request, person_named(login), Level.NONE)


def _is_offered(request: HttpRequest, login: str) -> bool:
    logins, region = settings.LUCAI_DEMO_PEOPLE, settings.LUCAI_DEMO_REGION
    if login in logins:
        return True
    awaited = selectors.people_awaited(viewer_of(request), logins, region)
    return any(card.login == login for cards in awaited.values() for card in cards)


@require_http_methods(["GET", "POST"])
def choose_post(request: HttpRequest) -> HttpResponse:
    """Choose the post to work in, at sign-in or later."""
    if not isinstance(request.user, Person):
        return redirect("/sign-in/")
    posts = selectors.posts_of(viewer_of(request), request.user)
    chosen = [post for post in posts if str(post.pk) == request.POST.get("post")]
    if request.method == "POST" and chosen:
        request.session[SESSION_POST] = chosen[0].pk
        return redirect("/desk/")
    return page(request, "signin/choose_post.html", {"posts": posts})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return redirect("/")


@csrf_exempt  # a token would put a cookie on every public page; a forged press only changes the type
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Switch 大字 mode on or off."""
    response = redirect(wanted(request) or "/")
    size = "normal" if request.COOKIES.get("lucai_size") == "elder" else "elder"
    response.set_cookie("lucai_size", size, max_age=365 * 24 * 3600, samesite="Lax")
    return response


def _code_form(request: HttpRequest, problem: str, status: int = 200) -> HttpResponse:
    context = {
        "problem": problem,
        "next": wanted(request),
        "resume": request.POST.get("resume", ""),
    }
    return page(request, "signin/code.html", context, status=status)
