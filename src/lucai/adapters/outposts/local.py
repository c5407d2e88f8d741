"""Outposts of a demonstration (模拟对接): the real programs' own code, with keys in its folder.

While the world is built they act in this process, by the demonstration's clock. Served, they
are processes of their own on loopback, started on the same folders.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.platform.journal import keys
from lucai.stages.trade.sealing import ports, services
from lucai.stages.trade.sealing.ports import Prove, Said
from lucai_outposts.keyholder import Keyholder, open_keyholder
from lucai_outposts.witness import open_witness, public_keys
from lucai_trust.checkpoint import Checkpoint, NoteSignature, SignedNote, VerifierKey
from lucai_trust.policy import WitnessPolicy
from lucai_trust.suites import suite_named
from lucai_trust.witness import Submission, Witness

SERVERS = (("server-trading", "示例公共资源交易中心"), ("server-finance", "示例省财政监管"))
WITNESS = "witness.example/demo"
TRIES = 3


@dataclass
class LocalWitness:
    """A witness without a wire between."""

    witness: Witness

    def cosign(self, note: SignedNote, prove: Prove) -> Sequence[NoteSignature]:
        """Cosign by the demonstration's clock."""
        size, known = Checkpoint.parse(note.text).size, 0
        for _ in range(TRIES):
            proof = tuple(prove(known, size)) if 0 < known < size else ()
            asked = Submission(known, proof, note).encode().encode()
            answer = self.witness.add_checkpoint(asked, int(clock.now().timestamp()))
            if answer.status == 200:
                return SignedNote.parse(note.text + "\n" + answer.body).signatures
            if not answer.body.strip().isdigit():
                break
            known = int(answer.body)
        return ()


@dataclass(frozen=True)
class LocalServer:
    """A share server without a wire between."""

    keyholder: Keyholder

    def release(self, request: bytes) -> Said:
        """Ask for a share."""
        answer = self.keyholder.release(request)
        return Said(answer.status, answer.body.encode())

    def acknowledge(self, request: bytes) -> Said:
        """Ask whether the share opens."""
        answer = self.keyholder.acknowledge(request)
        return Said(answer.status, answer.body.encode())

    def alarms(self) -> Said:
        """Ask for the alarms it has raised."""
        answer = self.keyholder.alarms(b"")
        return Said(answer.status, answer.body.encode())


def install(folder: Path) -> None:
    """Make the demonstration's outposts, enrol them, and let them act in this process."""
    log = VerifierKey.of(settings.LUCAI_LOG_NAME, keys.log_key())
    witness = open_witness(folder / "witness", WITNESS, [log])
    trust = trust_file()
    _write_trust(trust, log, witness)
    ports.use_witnesses([LocalWitness(witness)])
    for code, name in SERVERS:
        keyholder = _keyholder(folder, code, WitnessPolicy.parse(trust.read_bytes()))
        ports.use_server(code, LocalServer(keyholder))
        public = keyholder.public()
        services.enrol_server(
            Actor.system(Reason.INSTALLATION),
            code=code,
            organisation=name,
            suite=settings.LUCAI_SEALING_SUITE,
            opens=str(public["opens"]),
            signs=str(public["signs"]),
            address="",
        )


@contextmanager
def running(folder: Path) -> Iterator[Path]:
    """Run the demonstration's outposts as processes on loopback; yield their configuration.

    Nobody waits for them here: one that is not up yet is asked again when it is needed.
    """
    log = VerifierKey.of(settings.LUCAI_LOG_NAME, keys.log_key())
    witness = ["witness", "--name", WITNESS, "--log", log.encode()]
    started = [_start([*witness, "--data", str(folder / "witness")])]
    started += [_start(_keyholder_arguments(folder, code)) for code, _ in SERVERS]
    try:
        yield _written(folder, [address for _, address in started])
    finally:
        for process, _ in started:
            process.terminate()
        for process, _ in started:
            process.wait(timeout=10)


def trust_file() -> Path:
    """Return where the witnesses to believe are written down."""
    return Path(settings.LUCAI_DATA_DIR) / "trust" / "witness-policy"


def _start(arguments: list[str]) -> tuple[subprocess.Popen[bytes], str]:
    port = _free_port()
    clock_file = str(Path(settings.LUCAI_DATA_DIR) / "clock.json")
    command = [sys.executable, "-m", "lucai_outposts", *arguments, "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 - the same interpreter, our own module
        [*command, "--demonstration-clock", clock_file],
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    return process, f"http://127.0.0.1:{port}/"


def _keyholder_arguments(folder: Path, code: str) -> list[str]:
    asked = ["keyholder", "--holder", code, "--trust", str(trust_file())]
    return [*asked, "--suite", settings.LUCAI_SEALING_SUITE, "--data", str(folder / code)]


def _written(folder: Path, addresses: list[str]) -> Path:
    first, *others = addresses
    cosigner = open_witness(folder / "witness", WITNESS, [])
    named = {
        "witnesses": [{"address": first, "keys": public_keys(cosigner)}],
        "servers": [
            {"holder": code, "address": address}
            for (code, _), address in zip(SERVERS, others, strict=True)
        ],
    }
    configuration = folder / "outposts.json"
    configuration.write_text(json.dumps(named), encoding="utf-8")
    return configuration


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _keyholder(folder: Path, code: str, trusted: WitnessPolicy) -> Keyholder:
    suite = suite_named(settings.LUCAI_SEALING_SUITE)
    return replace(open_keyholder(folder / code, code, suite, trusted), now=clock.now)


def _write_trust(path: Path, log: VerifierKey, witness: Witness) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    first = public_keys(witness)[0]
    path.write_text(f"log {log.encode()}\nwitness city {first}\nquorum city\n", encoding="utf-8")
