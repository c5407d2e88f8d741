"""Outposts over HTTP: what a configuration file names, asked with a short patience."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing.ports import Prove, Said
from lucai_outposts.asking import Unanswered, cosigned_by, get, post
from lucai_trust.checkpoint import NoteSignature, SignedNote
from lucai_trust.cosignature import CosignerKey

log = logging.getLogger("lucai.outposts")

NOT_REACHED = 503


@dataclass
class RemoteWitness:
    """A witness at an address; it remembers the size it cosigned last only to ask well."""

    address: str
    keys: tuple[CosignerKey, ...]
    known: int = field(default=0)

    def cosign(self, note: SignedNote, prove: Prove) -> Sequence[NoteSignature]:
        """Have a checkpoint cosigned; a witness that does not answer is missing, never fatal."""
        try:
            lines = cosigned_by(self.address, note, self.known, prove, self.keys)
        except Unanswered as error:
            log.warning("witness %s: %s", self.address, error)
            return ()
        self.known = int(note.text.split("\n")[1])
        return lines


@dataclass(frozen=True)
class RemoteServer:
    """A share server at an address."""

    address: str

    def release(self, request: bytes) -> Said:
        """Ask for a share."""
        return self._ask("release", request)

    def acknowledge(self, request: bytes) -> Said:
        """Ask whether the share opens."""
        return self._ask("acknowledge", request)

    def alarms(self) -> Said:
        """Ask for the alarms it has raised."""
        try:
            reply = get(f"{self.address.rstrip('/')}/alarms")
        except Unanswered as error:
            log.warning("share server %s: %s", self.address, error)
            return Said(NOT_REACHED, b"")
        return Said(reply.status, reply.body)

    def _ask(self, what: str, request: bytes) -> Said:
        try:
            reply = post(f"{self.address.rstrip('/')}/{what}", request)
        except Unanswered as error:
            log.warning("share server %s: %s", self.address, error)
            return Said(NOT_REACHED, b"")
        return Said(reply.status, reply.body)


def use(configuration: Path) -> None:
    """Use the outposts that a file names.

    ``{"witnesses": [{"address", "keys": [vkey]}], "servers": [{"holder", "address"}]}``
    """
    named = json.loads(configuration.read_text(encoding="utf-8"))
    ports.use_witnesses(
        [
            RemoteWitness(one["address"], tuple(CosignerKey.parse(key) for key in one["keys"]))
            for one in named["witnesses"]
        ]
    )
    for one in named["servers"]:
        ports.use_server(one["holder"], RemoteServer(one["address"]))
