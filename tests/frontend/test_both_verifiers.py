"""Two verifiers, written by one page and not by each other, say the same of every package."""

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from lucai_trust.encoding import canonical
from lucai_trust.envelope.receipts import Receipt
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.errors import TrustError
from lucai_trust.suites import SUITES
from lucai_trust.verifier import (
    Broken,
    Package,
    TrustFile,
    Verdict,
    judge_package,
    open_archive,
    price_of,
)
from tests.frontend.bidding import World
from tests.frontend.engines import Engine, EngineError
from tests.frontend.packages import PackageMaker
from tests.frontend.receipts import PLATFORM
from tests.frontend.tampering import TAMPERINGS, first, lines, rewrite
from tools import verifier_zipapp

Verdicts = dict[str, str]
MARKS = {"absent": "not-applicable"}


@pytest.fixture(scope="module", params=["GM1", pytest.param("INTL1", marks=pytest.mark.nightly)])
def tender(request: pytest.FixtureRequest) -> PackageMaker:
    return PackageMaker(World(SUITES[request.param])).make()


@pytest.fixture
def maker(tender: PackageMaker) -> PackageMaker:
    index = json.loads(json.dumps(tender.index))
    return replace(tender, files=dict(tender.files), index=index)


def by_python(archive: bytes, folder: Path, receipts: tuple[bytes, ...] = ()) -> Verdicts | None:
    place = folder / "package.zip"
    place.write_bytes(archive)
    try:
        package = Package(open_archive(place))
        trust = TrustFile.parse(package.own_trust() or b"")
    except (TrustError, Broken):
        return None
    return {each.claim: each.verdict.value for each in judge_package(package, trust, receipts)}


def by_browser(engine: Engine, archive: bytes, receipts: tuple[bytes, ...] = ()) -> Verdicts | None:
    given = {"archive": archive.hex(), "receipts": [each.hex() for each in receipts]}
    try:
        findings = engine.call("judgePackage", given)
    except EngineError:
        return None
    return {each["id"]: MARKS.get(each["verdict"], each["verdict"]) for each in findings}


def failed(said: Verdicts | None) -> set[str]:
    assert said is not None
    return {claim for claim, verdict in said.items() if verdict == Verdict.FAILED}


def test_a_good_package_passes_in_both(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    said = by_python(maker.archive(), tmp_path)

    assert said == by_browser(node_engine, maker.archive())
    passed = dict.fromkeys([f"P{number}" for number in range(1, 13)], "passed")
    assert said == passed | {"P7": "not-applicable"}


@pytest.mark.parametrize("name", list(TAMPERINGS))
def test_what_is_tampered_with_is_called_by_the_same_names(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path, name: str
) -> None:
    archive = maker.archive(TAMPERINGS[name])
    said = by_python(archive, tmp_path)

    assert said == by_browser(node_engine, archive)
    silent = {"no record", "set aside", "blames the bidder unseen"}
    assert bool(failed(said)) != (name in silent)


@pytest.mark.nightly
def test_a_flipped_bit_in_any_file_that_was_listed_before_fails_in_both(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    maker.list_files()
    kept = dict(maker.files)
    for number, name in enumerate(kept):
        maker.flip(name, (number * 7919) % len(kept[name]))
        said = by_python(maker.written(), tmp_path)
        assert said == by_browser(node_engine, maker.written()), name
        assert said is None or failed(said), name
        maker.files = dict(kept)


@pytest.mark.nightly
def test_a_flipped_byte_of_the_index_fails_in_both(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    whole = maker.archive()
    index = canonical(maker.index)
    for at in range(11, len(index), len(index) // 16):
        flipped = index[:at] + bytes([index[at] ^ 1]) + index[at + 1 :]
        archive = with_index(whole, flipped, tmp_path)
        said = by_python(archive, tmp_path)
        assert said is None or failed(said), index[at - 40 : at + 40]
        assert said == by_browser(node_engine, archive), index[at - 40 : at + 40]


@pytest.mark.parametrize("every", [18, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_flipped_byte_of_the_archive_is_never_passed_over_in_silence(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path, every: int
) -> None:
    archive = maker.archive()
    place = tmp_path / "good.zip"
    place.write_bytes(archive)
    with zipfile.ZipFile(place) as good:
        data = [each.header_offset + 30 + len(each.filename) + 5 for each in good.infolist()]
    for at in data[::every]:
        flipped = archive[:at] + bytes([archive[at] ^ 4]) + archive[at + 1 :]
        for said in (by_python(flipped, tmp_path), by_browser(node_engine, flipped)):
            assert said is None or failed(said), at


def test_a_receipt_that_was_withheld_is_found_when_its_bidder_shows_it(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    withheld = other_receipt(maker)
    for shown, missing in (
        (maker.files["bid-1/receipt.json"], False),
        (maker.files["bid-3/receipt.json"], False),
        (withheld, True),
        (b"{}", True),
    ):
        said = by_python(maker.archive(), tmp_path, (shown,))
        assert said == by_browser(node_engine, maker.archive(), (shown,))
        assert failed(said) == ({"P10"} if missing else set())


def test_a_wrong_share_among_too_few_names_its_holder_without_showing_the_others(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    name = next(each for each in first(maker)["releases"] if holder(maker, each) == "parties-2")
    wrong = json.loads(json.loads(maker.files[name])["statement"]) | {"share": "00" * 32}
    signer = maker.world.signers["parties-2"]
    maker.files[name] = SignedStatement.by(canonical(wrong), [signer]).encode()
    for packed in maker.index["envelopes"]:
        packed["releases"] = []
    first(maker).update(headerKey=None, parts=[], releases=[name],
                        fault={"culprit": "holder", "holders": ["parties-2"]})  # fmt: skip
    rewrite(maker, "record.json", bids=lines(maker)[1:])

    said = by_python(maker.archive(), tmp_path)

    assert said == by_browser(node_engine, maker.archive())
    assert said is not None
    assert (failed(said), said["P7"]) == (set(), "passed")


def test_bytes_that_the_platform_changed_are_seen_without_any_key(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    maker.flip("bid-1/part-1.bin", 3)
    for packed in maker.index["envelopes"]:
        packed["releases"] = []
    part = {"n": 1, "key": None, "blob": "bid-1/part-1.bin"}
    first(maker).update(headerKey=None, parts=[part],
                        fault={"culprit": "platform", "holders": []})  # fmt: skip
    rewrite(maker, "record.json", bids=lines(maker)[1:])

    said = by_python(maker.archive(), tmp_path)

    assert said == by_browser(node_engine, maker.archive())
    assert said is not None
    assert (failed(said), said["P7"]) == (set(), "passed")


def test_the_command_says_it_in_chinese_and_in_json_and_exits_by_what_it_found(
    maker: PackageMaker, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(maker.archive())
    bad.write_bytes(maker.archive(TAMPERINGS["price read wrong"]))
    (tmp_path / "none.zip").write_bytes(b"none")
    (tmp_path / "trust.json").write_bytes(maker.trust())

    assert command(good, "--trust", tmp_path / "trust.json")[0] == 0
    code, said = command(bad)
    assert (code, "不成立：P12" in said, "自带的信任文件" in said) == (1, True, True)
    code, said = command(bad, "--json")
    assert (code, json.loads(said)["failed"]) == (1, ["P12"])
    assert command(tmp_path / "none.zip")[0] == 2


def test_a_folder_is_judged_like_its_archive(maker: PackageMaker, tmp_path: Path) -> None:
    archive = tmp_path / "package.zip"
    archive.write_bytes(maker.archive())
    with zipfile.ZipFile(archive) as whole:
        whole.extractall(tmp_path / "folder")
    assert command(tmp_path / "folder")[0] == 0
    core = tmp_path / "folder" / "bid-1" / "core.json"
    core.rename(tmp_path / "outside.json")
    core.symlink_to(tmp_path / "outside.json")
    code, said = command(tmp_path / "folder", "--json")
    assert code == 1
    assert json.loads(said)["claims"][1]["code"] == "file_missing"


@pytest.mark.parametrize("name", ["../out.json", "/etc/core.json", "a\\b.json", "a//b.json"])
def test_a_path_that_leads_out_is_refused(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path, name: str
) -> None:
    first(maker)["core"] = name
    assert by_python(maker.archive(), tmp_path) is None
    assert by_browser(node_engine, maker.archive()) is None


def test_an_archive_that_promises_too_much_or_the_same_twice_is_refused(
    node_engine: Engine, maker: PackageMaker, tmp_path: Path
) -> None:
    maker.files["bomb.bin"] = bytes((1 << 26) + 1)
    assert by_python(maker.archive(), tmp_path) is None
    assert by_browser(node_engine, maker.archive()) is None
    del maker.files["bomb.bin"]
    archive = tmp_path / "twice.zip"
    archive.write_bytes(maker.archive())
    with zipfile.ZipFile(archive, "a") as whole, pytest.warns(UserWarning, match="Duplicate"):
        whole.writestr("record.json", b"{}")
    assert by_python(archive.read_bytes(), tmp_path) is None
    assert by_browser(node_engine, archive.read_bytes()) is None


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234567.80", 123456780),
        (" 1,234，567.8元 ", 123456780),
        ("0", 0),
        ("9999999999999", 999999999999900),
        ("10000000000000", None),
        ("1.234", None),
        ("一千元", None),
        ("12万", None),
        ("-1", None),
        ("１２", None),
        ("", None),
        (None, None),
        (12, None),
    ],
)
def test_a_price_as_it_was_typed_is_read_alike(
    node_engine: Engine, typed: object, fen: int | None
) -> None:
    offer = canonical({"items": [], "price": typed})
    assert price_of(offer) == fen
    assert node_engine.call("priceOf", {"offer": offer.decode()}) == fen


@pytest.mark.parametrize("offer", [b"", b"[]", b'{"items":[]}', b'{"price": "1"}', b'"1"'])
def test_what_is_no_offer_has_no_price(node_engine: Engine, offer: bytes) -> None:
    assert price_of(offer) is None
    assert node_engine.call("priceOf", {"offer": offer.decode()}) is None


def with_index(whole: bytes, index: bytes, folder: Path) -> bytes:
    """Put another package.json into an archive, with a right checksum."""
    source, target = folder / "whole.zip", folder / "changed.zip"
    source.write_bytes(whole)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.infolist():
            content = index if each.filename == "package.json" else old.read(each)
            new.writestr(each.filename, content)
    return target.read_bytes()


def other_receipt(maker: PackageMaker) -> bytes:
    """Return a receipt of this tender for an envelope that the package does not have."""
    receipt = Receipt.parse(maker.files["bid-1/receipt.json"])
    content = json.loads(receipt.opening.content)
    content["body"]["envelope"]["size"] += 1
    opening = replace(receipt.opening, content=canonical(content))
    envelope = replace(receipt.statement.envelope, size=receipt.statement.envelope.size + 1)
    statement = replace(receipt.statement, envelope=envelope, leaf=opening.leaf)
    signed = SignedStatement.by(statement.encode(), PLATFORM)
    return replace(receipt, signed=signed, opening=opening, proof=None).encode()


def holder(maker: PackageMaker, name: str) -> str:
    """Return whose release it is."""
    return str(json.loads(json.loads(maker.files[name])["statement"])["holder"])


def command(*arguments: object) -> tuple[int, str]:
    """Run the verifier as a program."""
    call = [sys.executable, "-m", "lucai_trust.verifier", *map(str, arguments)]
    done = subprocess.run(call, capture_output=True, check=False, encoding="utf-8")
    return done.returncode, done.stdout


def test_the_verifier_is_one_file_that_needs_nothing_of_the_checkout(
    maker: PackageMaker, tmp_path: Path
) -> None:
    package = tmp_path / "package.zip"
    package.write_bytes(maker.archive())
    one, again = (verifier_zipapp.write(tmp_path / name) for name in ("one.pyz", "again.pyz"))
    assert one.read_bytes() == again.read_bytes()

    call = [sys.executable, str(one), str(package), "--json"]
    done = subprocess.run(call, capture_output=True, check=False, cwd=tmp_path, encoding="utf-8",
                          env={"PYTHONSAFEPATH": "1"})  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)["failed"]) == (0, [])
