"""``lucai-open bid.lcbid``: open a bid without the platform, by the shares that were released.

Whoever keeps a copy of the envelopes can hold an opening when the platform is down: policy, bid file
and releases are enough, and what comes out is what the platform would have opened. A fault names its
culprit as an opening on the platform does. A spare file that a bidder brings instead of a damaged
part is believed only if it is that part, byte for byte.

Exit code 0 when everything was opened, 1 at a fault, 2 when there was nothing to open.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lucai_trust.envelope import (
    BidFile,
    Envelope,
    Fault,
    Header,
    ListedPart,
    Policy,
    Receipt,
    Released,
    SignedStatement,
    StageOpening,
    bidder_secret_by_code,
    check_receipted,
    header_key,
    is_the_part,
    open_header,
    open_part,
    open_stage,
    part_key,
    read_release,
    recover_bidder_secret,
    released_shares,
)
from lucai_trust.envelope.policy import RECOVERY
from lucai_trust.errors import EnvelopeRefused, TrustError
from lucai_trust.verifier.findings import CULPRITS

BLOCK = 1 << 20
LARGEST_GIVEN = 1 << 24


@dataclass(frozen=True, slots=True)
class _Opened:
    """An envelope whose first stage is open."""

    bid: BidFile
    header: Header
    keys: dict[int, bytes]


def main(argv: Sequence[str] | None = None) -> int:
    """Open one bid file and say what came of it; return the exit code."""
    options = _parser().parse_args(argv)
    try:
        with options.bid.open("rb") as file:
            opened = _open(BidFile.read(file), options)
            _say(
                "投标人：" + "、".join(f"{b.name}（{b.code}）" for b in opened.header.inner.bidders)
            )
            for number in opened.keys:
                _write(opened, opened.header.listed(number), options)
    except Fault as fault:
        who = "、".join([CULPRITS[fault.culprit], *fault.holders])
        sys.stderr.write(f"lucai-open: 没有打开，责任在{who}：{fault}\n")
        return 1
    except (TrustError, OSError, ValueError) as error:
        sys.stderr.write(f"lucai-open: 打不开：{error}\n")
        return 2
    return 0


def _open(bid: BidFile, options: argparse.Namespace) -> _Opened:
    policy, envelope = Policy.parse(_given(options.policy)), bid.envelope
    if options.receipt:
        check_receipted(envelope, Receipt.parse(_given(options.receipt)).statement.envelope)
    signed = [SignedStatement.parse(_given(place)) for place in options.release]
    shares = released_shares(read_release(policy, envelope, one) for one in signed)
    stage: StageOpening = open_stage(policy, envelope, policy.opening_stage, shares)
    for fault in stage.faults:
        _say(f"份额不符（{'、'.join(fault.holders)}），已用其余份额打开：{fault}")
    header = open_header(policy, envelope, header_key(policy, envelope, stage))
    secret = _bidder_secret(policy, envelope, options.code, shares)
    keys = {
        part.number: part_key(policy, envelope, part.number, opened=stage, bidder_secret=secret)
        for part in envelope.core.parts
        if part.stage == stage.stage
    }
    return _Opened(bid, header, keys)


def _bidder_secret(
    policy: Policy, envelope: Envelope, code: str, shares: Sequence[Released]
) -> bytes:
    """Return what the bidder's group holds: by the printed code, else of recovery shares."""
    if code:
        return bidder_secret_by_code(envelope, code)
    if any(one.group == RECOVERY for one in shares):
        return recover_bidder_secret(policy, envelope, shares).secret
    return b""


def _write(opened: _Opened, part: ListedPart, options: argparse.Namespace) -> None:
    """Write a part under its number and kind; it has its place only once all of it was right."""
    options.out.mkdir(parents=True, exist_ok=True)
    place = options.out / f"{part.number}-{part.part}{Path(part.file).suffix}"
    with tempfile.TemporaryDirectory(dir=options.out) as folder:
        waiting = Path(folder) / place.name
        with waiting.open("wb") as file:
            for piece in _content(opened, part, options.spare):
                file.write(piece)
        waiting.replace(place)
    _say(f"{place.name}：{part.file}，{part.size} 字节")


def _content(
    opened: _Opened, part: ListedPart, spares: Sequence[tuple[int, Path]]
) -> Iterator[bytes]:
    envelope, key = opened.bid.envelope, opened.keys[part.number]
    spare = dict(spares).get(part.number)
    if spare is None:
        return open_part(envelope, opened.header, part.number, key, opened.bid.part(part.number))
    if not is_the_part(envelope, opened.header, part.number, key, _blocks(spare)):
        raise EnvelopeRefused(f"备用文件 {spare.name} 不是封标时的第 {part.number} 部分，不能采用")
    _say(f"第 {part.number} 部分用备用文件：与封标时逐字节相同")
    return iter(_blocks(spare))


def _blocks(place: Path) -> Iterable[bytes]:
    with place.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _given(place: Path) -> bytes:
    with place.open("rb") as file:
        content = file.read(LARGEST_GIVEN + 1)
    if len(content) > LARGEST_GIVEN:
        raise EnvelopeRefused(f"文件 {place.name} 过大")
    return content


def _spare(text: str) -> tuple[int, Path]:
    number, _, place = text.partition("=")
    return int(number), Path(place)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lucai-open", description="平台不可用时，用已释放的份额打开一份密封投标文件，不连网"
    )
    parser.add_argument("bid", type=Path, help="密封投标文件（.lcbid）")
    parser.add_argument("--policy", type=Path, required=True, help="开标规则（JSON）")
    parser.add_argument(
        "--release",
        type=Path,
        action="append",
        default=[],
        help="份额持有方（含恢复组）的释放书；可以给多次",
    )
    parser.add_argument("--receipt", type=Path, help="回执；给了就先核对指纹")
    parser.add_argument(
        "--code", default="", help="有投标人组时，投标人的恢复码；没有的用恢复组的释放书"
    )
    parser.add_argument(
        "--spare", type=_spare, action="append", default=[], metavar="编号=文件",
        help="代替损坏部分的备用文件；与封标时不是逐字节相同的不采用",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, help="写到哪个文件夹")
    return parser


if __name__ == "__main__":
    sys.exit(main())
