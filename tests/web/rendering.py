"""Pages of the components, rendered without a database and served on a loopback port."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, Side, Viewer
from lucai.platform.web import navigation
from lucai.platform.web.jinja import environment
from lucai.platform.web.pages import Shell, Who
from lucai.site import gallery

WEB = Path(navigation.__file__).parent
DIST = WEB / "dist"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'"
SIDES = frozenset({Side.AGENCY})


@cache
def pages() -> Environment:
    """Return the house's template environment over the web floor's own templates."""
    env = environment(loader=FileSystemLoader(WEB / "templates"), autoescape=True)
    env.globals["static"] = lambda name: f"/static/{name}"
    return env


def shell(*, size: str = "normal", signed_in: bool = True) -> Shell:
    """Return a shell as a page has it."""
    return Shell(
        signed_in=signed_in,
        who=Who("示例王敏", "示例代理机构", "采购代理机构", "经办人", "王") if signed_in else None,
        nav=_agency_menu() if signed_in else _portal_menu(),
        duty_count=5 if signed_in else 0,
        unread=3 if signed_in else 0,
        demo=True,
        size=size,
        now_ms=int(clock.now().timestamp() * 1000),
        path="/gallery/",
    )


def _group(title: str, *links: tuple[str, str]) -> navigation.Group:
    made = [
        navigation.Link(
            f"/{icon}/",
            label,
            icon,
            title,
            SIDES,
            count=5 if icon == "todo" else 0,
            current=icon == "home",
        )
        for label, icon in links
    ]
    return navigation.Group(title, tuple(made))


def _agency_menu() -> list[navigation.Group]:
    return [
        _group("", ("工作台", "home"), ("待办", "todo"), ("我的项目", "folder")),
        _group(
            "采购",
            ("预算与计划", "chart"),
            ("采购文件", "doc"),
            ("开标与评审", "gavel"),
            ("质疑投诉", "flag"),
        ),
        _group("履约", ("合同", "pen"), ("履约与验收", "box"), ("支付", "pay")),
        _group("资源", ("专家·供应商库", "users"), ("法规与范本", "book")),
    ]


def _portal_menu() -> list[navigation.Group]:
    labels = ("首页", "公告", "意向", "项目", "合同与支付", "核验", "开放数据", "法规", "培训")
    return [
        _group(
            "", *((label, "home" if label == "首页" else f"c{n}") for n, label in enumerate(labels))
        )
    ]


def render(template: str, context: dict[str, Any], **options: Any) -> str:
    """Return the HTML of one page."""
    frame = shell(**options)
    who = Viewer(Side.AGENCY, 7, 1, "示例王敏", "示例代理机构") if frame.signed_in else PUBLIC
    token = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="sample">')
    full = {"shell": frame, "viewer": who, "csrf_input": token, "csrf_token": "sample", **context}
    return pages().get_template(template).render(full)


@cache
def sample_pages() -> dict[str, str]:
    """Return the pages that the browser looks at, by path."""
    error = {
        "status": 422,
        "title": "",
        "message": "依照规定，现在还不能这样办理。",
        "request_id": "sample",
        "back": "/",
        "verdicts": gallery.closed_offer().verdicts,
    }
    return {
        "/gallery/": render("web/gallery.html", gallery.sample()),
        "/gallery-elder/": render("web/gallery.html", gallery.sample(), size="elder"),
        "/gallery-public/": render("web/gallery.html", gallery.sample(), signed_in=False),
        "/desk/": render("web/workbench.html", gallery.workbench()),
        "/desk-elder/": render("web/workbench.html", gallery.workbench(), size="elder"),
        "/error/": render("web/error.html", error, signed_in=False),
    }


class _Handler(SimpleHTTPRequestHandler):
    """Serve the sample pages and the built front end, under the site's strict policy."""

    found: dict[str, str] = {}

    def do_GET(self) -> None:
        """Answer one page, the clock, or a built file."""
        path = self.path.split("?")[0]
        if path == "/time":
            self._send(f'{{"now": {int(clock.now().timestamp() * 1000)}}}', "application/json")
        elif path in self.found:
            self._send(self.found[path], "text/html; charset=utf-8")
        else:
            self.path = path.removeprefix("/static")
            super().do_GET()

    def do_POST(self) -> None:
        """Answer a sent form with a page that says so."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._send(self.found["/desk/"], "text/html; charset=utf-8")

    def _send(self, body: str, kind: str) -> None:
        content = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


@contextmanager
def served(found: dict[str, str]) -> Iterator[str]:
    """Serve the pages on a free loopback port; give its address."""

    def handler(*args: Any) -> _Handler:
        made = type("Handler", (_Handler,), {"found": found})
        return made(*args, directory=str(DIST))

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
