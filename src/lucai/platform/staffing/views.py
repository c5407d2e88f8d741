"""Pages of staff, roles and the own account."""

from __future__ import annotations

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.pki.selectors import bindings_of
from lucai.platform.signin import totp
from lucai.platform.signin.assurance import assurance
from lucai.platform.signin.selectors import passkeys_of
from lucai.platform.staffing import selectors, services
from lucai.platform.staffing.schemas import CodeIn, PasswordIn, StaffIn
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.middleware import renewed
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, post_of, viewer_of

PENDING_SECRET = "totp_pending"  # noqa: S105 - the name of a session key


@require_GET
@signed_in()
def staff(request: HttpRequest) -> HttpResponse:
    """List the staff."""
    words = request.GET.get("q", "").strip()
    found = selectors.staff_page(
        viewer_of(request), words=words, after=request.GET.get("after", "")
    )
    return page(request, "staffing/staff.html", {"staff": found, "words": words})


@require_http_methods(["GET", "POST"])
@signed_in()
def add(request: HttpRequest) -> HttpResponse:
    """Add a member of staff."""
    form = read_form(StaffIn, request) if request.method == "POST" else filled(StaffIn)
    if form.data is not None and form.ok:
        try:
            pk = services.add_staff(actor_of(request), staff=form.data)
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(request, "已新增。请为这个岗位分配角色。")
            return redirect(f"/staff/{pk}/")
    status = 422 if form.problems else 200
    return page(request, "staffing/add.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@signed_in()
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a post and assign its roles."""
    viewer = viewer_of(request)
    line = selectors.staff_seen(viewer, pk)
    if request.method == "POST":
        services.assign_roles(actor_of(request), post=pk, roles=request.POST.getlist("roles"))
        flash(request, "角色已保存，本人下次操作时生效。")
        return redirect(f"/staff/{pk}/")
    roles = selectors.role_list(viewer, Side(line.side))
    return page(request, "staffing/member.html", {"line": line, "roles": roles})


@require_POST
@signed_in()
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Suspend a post or take it back."""
    active = request.POST.get("active") == "yes"
    services.set_active(actor_of(request), post=pk, active=active)
    flash(request, "岗位已启用。" if active else "岗位已停用，本人不能再以此岗位办理业务。")
    return redirect(f"/staff/{pk}/")


@require_GET
@signed_in(Side.ADMINISTRATOR)
def roles(request: HttpRequest) -> HttpResponse:
    """List the roles."""
    return page(request, "staffing/roles.html", {"roles": selectors.role_list(viewer_of(request))})


@require_http_methods(["GET", "POST"])
@signed_in(Side.ADMINISTRATOR)
def role(request: HttpRequest, code: str) -> HttpResponse:
    """Show a role and choose its functions."""
    viewer = viewer_of(request)
    found = selectors.role_seen(viewer, code)
    if request.method == "POST":
        services.edit_role(actor_of(request), code=code, grants=request.POST.getlist("grants"))
        flash(request, f"角色“{found.name}”已保存，立即生效。")
        return redirect(found.href)
    functions = selectors.functions_of(viewer, found)
    return page(request, "staffing/role.html", {"role": found, "functions": functions})


@require_http_methods(["GET", "POST"])
@signed_in()
def account(request: HttpRequest) -> HttpResponse:
    """Show the own account and change the password."""
    form = read_form(PasswordIn, request) if request.method == "POST" else filled(PasswordIn)
    if form.data is not None and form.ok:
        try:
            services.change_password(actor_of(request), change=form.data)
        except InvalidInput as error:
            form.refuse(error)
        else:
            post_of(request).person.refresh_from_db(fields=["password"])
            renewed(request, post_of(request).person)
            flash(request, "密码已修改，其他设备上的登录已退出。")
            return redirect("account")
    viewer = viewer_of(request)
    context = {
        "form": form,
        "account": selectors.account_of(viewer),
        "passkeys": passkeys_of(viewer),
        "certificates": bindings_of(viewer),
        "level": assurance(request),
    }
    return page(request, "staffing/account.html", context, status=422 if form.problems else 200)


@require_http_methods(["GET", "POST"])
@signed_in()
def code(request: HttpRequest) -> HttpResponse:
    """Switch on one-time codes: scan, then type the first code."""
    secret = request.session.setdefault(PENDING_SECRET, totp.new_secret())
    form = read_form(CodeIn, request) if request.method == "POST" else filled(CodeIn)
    if form.data is not None and form.ok:
        try:
            services.enrol_code(actor_of(request), secret=secret, code=form.data.code)
        except InvalidInput as error:
            form.refuse(error)
        else:
            del request.session[PENDING_SECRET]
            flash(request, "动态口令已启用，下次登录时需要输入。")
            return redirect("account")
    picture = segno.make(totp.address(post_of(request).person, secret))
    context = {"form": form, "secret": secret, "picture": picture.svg_data_uri(scale=5, border=2)}
    return page(request, "staffing/code.html", context, status=422 if form.problems else 200)
