"""The door of an outpost: HTTP on the loopback address, one act at a time.

A reverse proxy or a tunnel of the organisation that runs it decides who may reach it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from lucai_trust.witness import TEXT, Answer

HOST = "127.0.0.1"
JSON = "application/json"
Act = Callable[[bytes], Answer]
Routes = Mapping[tuple[str, str], Act]


class _Handler(BaseHTTPRequestHandler):
    """Finds the act for a request and sends its answer as it stands."""

    protocol_version = "HTTP/1.1"
    timeout = 20
    # Head and body of an answer go out one behind the other; neither waits for the other's receipt.
    disable_nagle_algorithm = True
    server: Door

    def do_GET(self) -> None:
        self._send(self.server.act(("GET", self.path), b""))

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit():
            self._turn_away(Answer(411, "say how long the request is\n"))
        elif len(length) > 9 or int(length) > self.server.longest:
            self._turn_away(Answer(413, "this request is too long\n"))
        else:
            self._send(self.server.act(("POST", self.path), self.rfile.read(int(length))))

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name
        """Say nothing: whoever acts writes down what matters."""

    def _turn_away(self, answer: Answer) -> None:
        self.close_connection = True
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode("utf-8")
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


class Door(ThreadingHTTPServer):
    """A server whose acts never run at the same time."""

    daemon_threads = True

    def __init__(self, routes: Routes, *, port: int, longest: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.routes, self.longest, self._one_at_a_time = routes, longest, Lock()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self.server_port}/"

    def act(self, route: tuple[str, str], body: bytes) -> Answer:
        """Do what a route asks for."""
        found = self.routes.get(route)
        if found is None:
            return Answer(404, "there is nothing here\n", TEXT)
        with self._one_at_a_time:
            return found(body)
