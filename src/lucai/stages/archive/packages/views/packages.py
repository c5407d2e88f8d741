"""The list of packages, a package, sealing it."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.files.views import answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.archive.packages import selectors, services, signed
from lucai.stages.archive.packages.lifecycle import PACKAGE
from lucai.stages.archive.packages.schemas import SealIn, SupplementIn
from lucai.stages.archive.packages.selectors.keeping import file_of_contract, package_kept
from lucai.stages.archive.packages.selectors.versions import tokens_of, version_seen, versions_of
from lucai.stages.archive.packages.zipped import renewal_zip

LONGEST_NUMBER = 6
READERS = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
KEEPERS = (Side.AGENCY, Side.BUYER)


def version_in(request: HttpRequest) -> int:
    """Read which version an address asks for; anything else is the first."""
    text = request.GET.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else 1


@require_GET
@signed_in(*READERS)
def packages(request: HttpRequest) -> HttpResponse:
    """List archive packages."""
    asked = {n: request.GET.get(n, "").strip() for n in ("words", "state", "year", "after")}
    found = selectors.package_page(viewer_of(request), **asked)
    states, words = list(PACKAGE.states.items()), asked["words"]
    filters = [
        FormField("words", "项目", value=words, attrs={"placeholder": "名称、编号或者采购人"}),
        FormField("state", "状态", kind="select", value=asked["state"], choices=states),
        FormField("year", "年度", value=asked["year"], attrs={"inputmode": "numeric"}),
    ]
    query = urlencode({name: value for name, value in asked.items() if name != "after" and value})
    context = {"found": found, "filters": filters, "query": query, **asked}
    return page(request, "packages/packages.html", context)


@require_GET
@signed_in(*READERS)
def package(request: HttpRequest, number: str) -> HttpResponse:
    """Show the file of a project: what is there, what is missing, who owes it."""
    viewer = viewer_of(request)
    sheet = selectors.package_seen(viewer, number)
    context = {
        "frame": selectors.room_frame(viewer, number),
        "sheet": sheet,
        "holds": selectors.holds_of(viewer, number) if sheet.sha256 else [],
        "versions": versions_of(viewer, number),
    }
    return page(request, "packages/package.html", context)


@require_GET
@signed_in(*READERS)
def of_contract(request: HttpRequest, number: str) -> HttpResponse:
    """Lead from a contract to its file."""
    return redirect("package", number=file_of_contract(viewer_of(request), number))


@require_http_methods(["GET", "POST"])
@signed_in(*KEEPERS)
@signed_act("采购档案归档", about=signed.collected)
def seal(request: HttpRequest, number: str) -> HttpResponse:
    """Check the file once more and seal it."""
    form = filled(SealIn)
    if request.method == "POST":
        form = read_form(SealIn, request)
        act = partial(services.seal_package, actor_of(request), project_number=number)
        if form.attempt(act, seal=form.data):
            flash(request, "已归档，可以下载归档信息包。")
            return redirect("package", number=number)
    viewer = viewer_of(request)
    context = {
        "frame": selectors.room_frame(viewer, number),
        "sheet": package_kept(viewer, number),
        "form": form,
    }
    return page(request, "packages/seal.html", context, status=form.status)


@require_GET
@signed_in(*READERS)
def download(request: HttpRequest, number: str) -> FileResponse:
    """Send the sealed package; that it was read is noted."""
    version = version_in(request)
    return answer(services.read_package(actor_of(request), project_number=number, version=version))


@require_GET
@signed_in(*READERS)
def renewals(request: HttpRequest, number: str) -> HttpResponse:
    """Send the timestamps given after sealing; unpacked beside the package, it verifies them."""
    version = version_in(request)
    one = version_seen(viewer_of(request), number, version)
    assert one.file
    content = renewal_zip(one.file.path, tokens_of(viewer_of(request), number, version)[1:])
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="renewals-{number}-v{version}.zip"'
    return response


@require_http_methods(["GET", "POST"])
@signed_in(*KEEPERS)
@signed_act("采购档案补充归档", about=signed.collected)
def supplement(request: HttpRequest, number: str) -> HttpResponse:
    """Pack a sealed file anew with what came after."""
    form = filled(SupplementIn)
    if request.method == "POST":
        form = read_form(SupplementIn, request)
        uploads = request.FILES.getlist("files")
        act = partial(services.supplement_package, actor_of(request), project_number=number)
        if form.attempt(act, supplement=form.data, uploads=uploads):
            flash(request, "已补充归档，新的一版与原来的归档信息包并存。")
            return redirect("package", number=number)
    viewer = viewer_of(request)
    sheet = package_kept(viewer, number)
    context = {
        "frame": selectors.room_frame(viewer, number), "sheet": sheet, "form": form,
        "offer": next((one for one in sheet.offers if one.step.name == "supplement"), None),
    }  # fmt: skip
    return page(request, "packages/supplement.html", context, status=form.status)
