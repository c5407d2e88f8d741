"""Opens a part that lies in a folder, as the platform opens what it keeps; prints the memory it took.

Twice: by its marks, and by its root as everybody else does. Without a folder it only imports.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from lucai_trust.envelope import (
    Bid,
    Envelope,
    Marks,
    PartSource,
    Policy,
    header_key,
    mark_part,
    open_header,
    open_marked_part,
    open_part,
    open_stage,
    part_key,
    seal,
)
from lucai_trust.envelope.chunks import SEALED_CHUNK_SIZE
from lucai_trust.suites import Suite
from tests.trust.bids import BIDDER, SIGNER, tender_of
from tools.bench.memory import peak

HOLDERS = ("centre", "buyer")
SECRET = bytes(32)
BLOCK = bytes(range(256)) * 4096


def lay_down(suite: Suite, size: int, folder: Path) -> None:
    """Seal a file of that size into a folder, with the keys that open it; hold little of it."""
    tender = tender_of(suite)
    blocks = (BLOCK for _ in range(size // len(BLOCK)))
    source = PartSource("price", "a.bin", "application/octet-stream", blocks)
    with (folder / "part").open("wb") as file:
        sealed = seal(
            tender.policy, Bid("1", (BIDDER,)), [source], signers=[SIGNER],
            write=lambda _, chunk: file.write(chunk),
        )  # fmt: skip
    envelope = sealed.envelope
    shares = tender.release(envelope, "opening", *HOLDERS)
    opened = open_stage(tender.policy, envelope, "opening", shares)
    laid_down = {
        "policy": tender.policy.encode(),
        "core": envelope.core_bytes,
        "sealed": envelope.sealed,
        "header-key": header_key(tender.policy, envelope, opened),
        "part-key": part_key(tender.policy, envelope, 1, opened=opened),
        "marks": mark_part(envelope, 1, _chunks(folder), SECRET),
    }
    for name, content in laid_down.items():
        (folder / name).write_bytes(content)


def _chunks(folder: Path) -> Iterator[bytes]:
    with (folder / "part").open("rb") as file:
        while chunk := file.read(SEALED_CHUNK_SIZE):
            yield chunk


def _open(folder: Path) -> None:
    names = ("policy", "core", "sealed", "header-key", "part-key", "marks")
    policy, core, sealed, for_header, for_part, marked = (
        (folder / name).read_bytes() for name in names
    )
    envelope = Envelope.parse(core, sealed)
    header = open_header(Policy.parse(policy), envelope, for_header)
    marks = Marks.of(envelope, 1, SECRET, marked)
    for opened in (
        open_marked_part(envelope, header, 1, for_part, lambda: _chunks(folder), marks),
        open_part(envelope, header, 1, for_part, _chunks(folder)),
    ):
        for _ in opened:
            pass


if __name__ == "__main__":
    for place in sys.argv[1:]:
        _open(Path(place))
    print(peak())
