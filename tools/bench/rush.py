"""The deadline's rush in one process: 64 clients hand in sealed bids; printed as comparisons.

What a server process does once in its life is done before the clock starts, for floor and product
alike: its middleware is loaded, what is loaded is kept, and each of its threads opens its
connection when it begins.

Share servers are other organisations' machines: opening a bidder's wrap and signing that it opens
costs their processors, not the platform's. So their answers are prepared beforehand; what the
platform does with them (spelling the question, checking the signed answer) is measured. What the
same rush comes to with two share servers working inside the platform's own process, as it did
before, is printed beside it. The witness works in this process in both: it is asked once a round.
The wire to the outposts is in neither.
"""

# ruff: noqa: E402 - the house is imported once Django is set up

import json
import os
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Barrier, Lock
from typing import Any

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import include, path, reverse
from django.views.decorators.csrf import csrf_exempt

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.records import system_access
from lucai.platform.signin.models import LoginNonce
from lucai.site.server import keep_loaded, threads
from lucai.stages.trade.sealing import passes, ports, vault
from lucai.stages.trade.sealing.selectors import policy_rows
from lucai.stages.trade.sealing.services.receipts import question
from tests.makers import bids, people, sealing
from tools.bench.measure import Comparison

CLIENTS = int(os.environ.get("LUCAI_BENCH_CLIENTS", "64"))
BIDS = int(os.environ.get("LUCAI_BENCH_BIDS", "256"))
SLICES = 3
"""Into how many stretches the hot tender's rush is cut, each between two of the floor: a machine
that is slower for a second hits one ratio of them, and the middle one counts."""
LAST = int(os.environ.get("LUCAI_BENCH_LAST_BID", "1000"))
TENDERS = 8
THREADS = threads()
"""What one server process works with; more clients than that wait in its queue."""
AROUND = 10
HANDLER = ClientHandler(enforce_csrf_checks=False)


@dataclass(frozen=True, slots=True)
class Ready:
    """An envelope whose chunks have arrived."""

    address: str
    drop_pass: str
    core: bytes
    sealed: bytes
    at: bids.Call

    def hand_in(self, client: Client) -> int:
        """Hand it in; return the answer's status."""
        with clock.at(self.at.before):
            content = {"core": self.core.decode(), "sealed": self.sealed.hex(), "claim": ""}
            answer = client.post(
                self.address,
                json.dumps(content),
                content_type="application/json",
                headers={"X-Drop-Pass": self.drop_pass},
            )
        return int(answer.status_code)


@csrf_exempt
def floor(request: HttpRequest) -> JsonResponse:
    """The bare framework: read JSON, insert one row, commit."""
    asked = json.loads(request.body)
    with transaction.atomic(), system_access("bench"):
        LoginNonce(nonce=asked["nonce"], purpose="bench", expires_at=clock.real()).save(
            force_insert=True
        )
    return JsonResponse({"kept": True})


urlpatterns = [path("floor/", floor), path("", include("lucai.site.urls"))]


class OneAtATime:
    """An outpost in this process: its book is one connection."""

    def __init__(self, inner: object) -> None:
        self._inner, self._door = inner, Lock()

    def __getattr__(self, name: str) -> Callable[..., object]:
        asked = getattr(self._inner, name)

        def guarded(*given: object) -> object:
            with self._door:
                return asked(*given)

        return guarded


def one_at_a_time(outpost: object) -> Any:
    """Let one act at a time use an outpost."""
    return OneAtATime(outpost)


class Elsewhere:
    """A share server on another machine: what it answers is prepared, its work is not ours."""

    def __init__(self, inner: ports.ShareServer) -> None:
        self._inner = inner
        self._answers: dict[bytes, ports.Said] = {}

    def prepare(self, asked: bytes) -> None:
        """Let the server do its work before the clock starts."""
        self._answers[asked] = self._inner.acknowledge(asked)

    def acknowledge(self, request: bytes) -> ports.Said:
        """Answer as prepared; whatever was not is answered here and now."""
        return self._answers.pop(request, None) or self._inner.acknowledge(request)

    def release(self, request: bytes) -> ports.Said:
        """Ask for a share."""
        return self._inner.release(request)

    def alarms(self) -> ports.Said:
        """Ask for the alarms it has raised."""
        return self._inner.alarms()


ELSEWHERE: list[Elsewhere] = []


def main() -> None:
    """Measure and print."""
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    HANDLER.load_middleware()
    calls = [bids.call_for_bids(lots=1) for _ in range(TENDERS + 1)]
    for code, _ in sealing.SERVERS:
        held = Elsewhere(one_at_a_time(ports.server_of(code)))
        ELSEWHERE.append(held)
        ports.use_server(code, held)
    ports.use_witnesses([one_at_a_time(one) for one in ports.witnesses()])
    one, many = calls[0], calls[1:]
    hot = [ready(one, n) for n in range(BIDS * SLICES)]
    spread = [ready(many[n % TENDERS], n) for n in range(BIDS)]
    crowded = [ready(one, n, prepared=False) for n in range(BIDS)]
    warm = [ready(one, n) for n in range(CLIENTS)]
    keep_loaded()
    at_once([each.hand_in for each in warm])
    floors, hots = [at_once([bare] * BIDS * 2)], []
    for n in range(SLICES):
        hots.append(at_once([each.hand_in for each in hot[n * BIDS : (n + 1) * BIDS]]))
        floors.append(at_once([bare] * BIDS * 2))
    on_many = at_once([each.hand_in for each in spread])
    inside = at_once([each.hand_in for each in crowded])
    before, on_one, after = middle(floors, hots)
    show("B1 receipt / bare insert", before.rate, on_one, after.rate, 0.25)
    ratio = 2 * inside.rate / (before.rate + after.rate)
    print(
        f"   with the share servers working in this process: {inside.rate:.0f}/s, "
        f"ratio {ratio:.2f}, cpu {inside.cpu_ms:.2f} ms",
        flush=True,
    )
    show("B2 one tender / eight", on_many.rate, on_one, on_many.rate, 0.8)
    growth()


@dataclass(frozen=True, slots=True)
class Rush:
    """What a rush showed: acts a second, the slow ones, processor time of each."""

    rate: float
    p95_ms: float
    cpu_ms: float


def middle(floors: Sequence[Rush], hots: Sequence[Rush]) -> tuple[Rush, Rush, Rush]:
    """Return the stretch whose ratio is the middle one, between its two floors."""
    stretches = sorted(
        zip(floors, hots, floors[1:], strict=False),
        key=lambda one: one[1].rate / (one[0].rate + one[2].rate),
    )
    return stretches[len(stretches) // 2]


def ready(call: bids.Call, n: int, *, prepared: bool = True) -> Ready:
    """Seal a small bid and let its chunks arrive; the share servers have their answers ready."""
    viewer = people.supplier(1 + n % 3)
    with clock.at(call.before):
        made, chunks = sealing.sealed(
            call.number, 1, viewer, offer={"place": n}, response={"place": n}
        )
        upload = made.envelope.hash.hex()[:32]
        for part, pieces in chunks.items():
            for place, piece in enumerate(pieces):
                vault.keep_chunk(upload, part, place, piece)
        given = passes.issue(call.number, 1)
        policy = policy_rows(SYSTEM, call.number, 1)[-1].policy
        for one in ELSEWHERE if prepared else ():
            one.prepare(question(policy, made.envelope))
    address = reverse("drop", kwargs={"number": call.number, "lot": 1, "upload": upload})
    return Ready(address, given, made.envelope.core_bytes, made.envelope.sealed, call)


def bare(client: Client) -> int:
    """Post what the bare framework takes."""
    content = json.dumps({"nonce": chance.token_hex(32), "filler": "x" * 400})
    return int(client.post("/floor/", content, content_type="application/json").status_code)


def at_once(acts: Sequence[Callable[[Client], int]]) -> Rush:
    """Let all clients work through the acts; every one must be answered with success."""
    times: list[float] = []
    waiting = deque(acts[n::CLIENTS] for n in range(CLIENTS))

    gate = Barrier(THREADS + 1)

    def work(_: int) -> None:
        connection.ensure_connection()
        gate.wait()
        while waiting:
            with suppress(IndexError):  # another thread was quicker
                times.extend(timed(client_of(HANDLER), waiting.popleft()))
        connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        done = pool.map(work, range(THREADS))
        gate.wait()
        cpu, started = time.process_time(), time.perf_counter()
        list(done)
        took, used = time.perf_counter() - started, time.process_time() - cpu
    p95 = sorted(times)[int(len(times) * 0.95)]
    return Rush(len(acts) / took, p95 * 1000, used / len(acts) * 1000)


def timed(client: Client, acts: Sequence[Callable[[Client], int]]) -> Iterator[float]:
    """Yield how long each act takes, one after another."""
    for act in acts:
        began = time.perf_counter()
        status = act(client)
        yield time.perf_counter() - began
        if status != 200:
            raise RuntimeError(f"answered {status}")


def client_of(handler: ClientHandler) -> Client:
    """Return a client of the one server process there is."""
    client = Client()
    client.handler = handler
    return client


def growth() -> None:
    """Compare the processor time of the tenth bid and the thousandth, one after another."""
    fresh = bids.call_for_bids(lots=1)
    costs = [cost(ready(fresh, n)) for n in range(LAST + AROUND)]
    early = statistics.median(costs[: 2 * AROUND])
    late = statistics.median(costs[-2 * AROUND :])
    made = Rush(1000 / late, late, late)
    show(f"B3 bid {AROUND} / bid {LAST}", 1000 / early, made, 1000 / early, 1 / 1.3)


def cost(one: Ready) -> float:
    """Return the processor time of handing one in, in milliseconds."""
    client, began = client_of(HANDLER), time.process_time()
    status = one.hand_in(client)
    if status != 200:
        raise RuntimeError(f"answered {status}")
    return (time.process_time() - began) * 1000


def show(name: str, before: float, made: Rush, after: float, gate: float) -> None:
    """Print a comparison for the bench that started this process."""
    ratio = 2 * made.rate / (before + after)
    comparison = Comparison(name, before, made.rate, after, ratio, made.p95_ms, made.cpu_ms, gate)
    print(json.dumps(asdict(comparison)), flush=True)


if __name__ == "__main__":
    Path(settings.LUCAI_DATA_DIR).mkdir(parents=True, exist_ok=True)
    main()
