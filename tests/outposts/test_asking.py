"""Asking an outpost again and again: over one connection, and over a new one when that has ended."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from lucai_outposts.asking import LONGEST_ANSWER, Unanswered, get, post


class Outpost(ThreadingHTTPServer):
    """Answers what it is asked, and counts who came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.connections = 0
        self.hangs_up = False
        self.answer = b""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of whom an answer too long was cut off for."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Outpost

    def setup(self) -> None:
        self.server.connections += 1
        super().setup()

    def do_POST(self) -> None:
        body = self.server.answer or self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        # As a server does that has waited long enough: it says nothing of it beforehand.
        self.close_connection = self.server.hangs_up

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name
        pass


@pytest.fixture
def outpost() -> Iterator[Outpost]:
    server = Outpost()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_one_connection_serves_many_questions(outpost: Outpost) -> None:
    said = [post(f"{outpost.address}/x", str(n).encode()).body for n in range(5)]
    assert said == [b"0", b"1", b"2", b"3", b"4"]
    assert outpost.connections == 1


def test_a_connection_that_the_other_side_has_ended_costs_no_answer(outpost: Outpost) -> None:
    outpost.hangs_up = True
    said = [post(f"{outpost.address}/x", str(n).encode()).body for n in range(3)]
    assert said == [b"0", b"1", b"2"]
    assert outpost.connections == 3


def test_what_is_left_of_an_answer_too_long_is_not_taken_for_the_next(outpost: Outpost) -> None:
    outpost.answer = b"a" * (LONGEST_ANSWER + 7)
    assert len(post(f"{outpost.address}/x", b"1").body) == LONGEST_ANSWER
    outpost.answer = b"b"
    assert post(f"{outpost.address}/x", b"2").body == b"b"


def test_who_is_not_there_does_not_answer(outpost: Outpost) -> None:
    outpost.hangs_up = True
    post(f"{outpost.address}/x", b"1")
    outpost.shutdown()
    outpost.server_close()
    with pytest.raises(Unanswered):
        get(f"{outpost.address}/x")
