"""Trusted logs, witnesses and quorums: the file's grammar, and when a checkpoint counts."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust.checkpoint import Checkpoint, SignedNote, VerifierKey
from lucai_trust.cosignature import CosignerKey, cosign
from lucai_trust.errors import NoteRefused, WitnessPolicyRefused
from lucai_trust.policy import WitnessGroup, WitnessPolicy

ORIGIN = "log.lucai.example/2026"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"L" * 32)
LOG = VerifierKey.of(ORIGIN, LOG_KEY).encode()
CITIES = ("jn", "qd", "zb", "yt")
KEYS = {city: Ed25519PrivateKey.from_private_bytes(city.encode() * 16) for city in CITIES}
VKEYS = {city: CosignerKey.of(f"w.example/{city}", key).encode() for city, key in KEYS.items()}
WITNESSES = "".join(f"witness {city} {VKEYS[city]}\n" for city in CITIES)
TEXT = f"log {LOG}\n{WITNESSES}group cities 3 jn qd zb yt\nquorum cities\n"
POLICY = WitnessPolicy.parse(TEXT)
HEAD = Checkpoint(ORIGIN, 7, bytes(32))


def note(times: dict[str, int], head: Checkpoint = HEAD, name: str = ORIGIN) -> SignedNote:
    signed = SignedNote(head.text, ()).with_signature(name, LOG_KEY)
    lines = [cosign(head.text, f"w.example/{c}", KEYS[c], time) for c, time in times.items()]
    return SignedNote(signed.text, (*signed.signatures, *lines))


def test_a_policy_is_read_and_spelt() -> None:
    assert POLICY.groups == (WitnessGroup("cities", 3, CITIES),)
    assert [witness.name for witness in POLICY.witnesses] == list(CITIES)
    assert WitnessPolicy.parse(POLICY.encode()) == POLICY
    assert POLICY.encode() == TEXT


def test_comments_spaces_addresses_and_names_in_chinese_are_read() -> None:
    text = (
        f"# 省级日志\n\n  \t\n \tlog\t{LOG}  https://log.example/ \n"
        f"witness 济南 {VKEYS['jn']} https://jn.example/\n  # none\nquorum 济南\n"
    )
    policy = WitnessPolicy.parse(text.encode())
    assert (policy.logs[0].url, policy.witnesses[0].url) == (
        "https://log.example/",
        "https://jn.example/",
    )
    assert WitnessPolicy.parse(policy.encode()) == policy
    assert policy.is_met_by({"济南"})


def test_names_are_opaque_octets() -> None:
    raw = b"witness \xff\xfe " + VKEYS["jn"].encode() + b"\nquorum \xff\xfe\n"
    assert WitnessPolicy.parse(raw).is_met_by({"\udcff\udcfe"})


@pytest.mark.parametrize(
    ("groups", "met", "unmet"),
    [
        ("group g all jn qd\nquorum g\n", [{"jn", "qd"}], [{"jn"}, {"jn", "zb"}]),
        ("group g any jn qd\nquorum g\n", [{"jn"}, {"qd"}], [{"zb"}, set()]),
        ("group g 2 jn qd zb\nquorum g\n", [{"jn", "zb"}], [{"jn", "yt"}, {"g"}]),
        ("quorum yt\n", [{"yt"}], [{"jn"}, set()]),
        ("quorum none\n", [set(), {"jn"}], []),
        (
            "group east any jn qd\ngroup west any zb yt\ngroup both all east west\nquorum both\n",
            [{"jn", "yt"}, set(CITIES)],
            [{"jn", "qd"}, {"zb"}, {"east", "west"}],
        ),
    ],
)
def test_a_quorum_is_met_by_those_it_names_and_nobody_else(
    groups: str, met: list[set[str]], unmet: list[set[str]]
) -> None:
    policy = WitnessPolicy.parse(f"log {LOG}\n{WITNESSES}{groups}")
    assert all(policy.is_met_by(names) for names in met)
    assert not any(policy.is_met_by(names) for names in unmet)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum none",
        f"log {LOG}\n",
        "quorum none\nquorum none\n",
        "quorum a\n",
        "quorum\n",
        "trust me\nquorum none\n",
        "log\nquorum none\n",
        f"log {LOG} url more\nquorum none\n",
        f"log {VKEYS['jn']}\nquorum none\n",
        f"log {LOG}\nlog {LOG}\nquorum none\n",
        f"witness jn\n{WITNESSES}quorum none\n",
        f"witness jn {LOG}\nquorum none\n",
        f"witness none {VKEYS['jn']}\nquorum none\n",
        f"witness jn {VKEYS['jn']}\nwitness jn {VKEYS['qd']}\nquorum none\n",
        f"witness jn {VKEYS['jn']}\nwitness qd {VKEYS['jn']}\nquorum none\n",
        f"witness jn {VKEYS['jn']} url more\nquorum none\n",
        f"{WITNESSES}group g all\nquorum g\n",
        f"{WITNESSES}group g 0 jn qd\nquorum g\n",
        f"{WITNESSES}group g 01 jn qd\nquorum g\n",
        f"{WITNESSES}group g 3 jn qd\nquorum g\n",
        f"{WITNESSES}group g some jn qd\nquorum g\n",
        f"{WITNESSES}group g 2 jn jn\nquorum g\n",
        f"{WITNESSES}group g any jn\ngroup h any jn\nquorum h\n",
        f"{WITNESSES}group g any none\nquorum g\n",
        f"{WITNESSES}group g any h\ngroup h any jn\nquorum g\n",
        f"{WITNESSES}group jn any qd\nquorum jn\n",
        "quorum none\r\n",
        "quorum none\n\x00\n",
        "\n" * 1001 + "quorum none\n",
    ],
)
def test_a_policy_that_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(WitnessPolicyRefused):
        WitnessPolicy.parse(text)


def test_a_key_name_that_is_no_utf8_is_refused() -> None:
    with pytest.raises(WitnessPolicyRefused):
        WitnessPolicy.parse(b"witness a \xff" + VKEYS["jn"].encode() + b"\nquorum a\n")


def test_a_witnessed_checkpoint_counts_from_when_and_not_before_when() -> None:
    witnessed = POLICY.judge(note({"jn": 100, "qd": 130, "zb": 120, "yt": 110}))
    assert witnessed.checkpoint == HEAD
    assert witnessed.times == {"jn": 100, "qd": 130, "zb": 120, "yt": 110}
    assert (witnessed.reached_at, witnessed.not_before) == (120, 110)


def test_one_witness_with_a_wrong_clock_moves_neither_time_of_a_quorum() -> None:
    honest = {"jn": 100, "qd": 101, "zb": 102}
    for wrong in (1, 10_000_000_000):
        witnessed = POLICY.judge(note({**honest, "yt": wrong}))
        assert 100 <= (witnessed.not_before or 0) <= 102
        assert 100 <= (witnessed.reached_at or 0) <= 102


def test_without_witnesses_asked_for_there_is_no_time() -> None:
    witnessed = WitnessPolicy.parse(f"log {LOG}\nquorum none\n").judge(note({}))
    assert (witnessed.reached_at, witnessed.not_before) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        note({"jn": 1, "qd": 1}),
        SignedNote(HEAD.text, note({"jn": 1, "qd": 1, "zb": 1}).signatures[1:]),
        note({"jn": 1, "qd": 1, "zb": 1}, Checkpoint("another-log", 7, bytes(32))),
        note({"jn": 1, "qd": 1, "zb": 1}, name="another-log"),
    ],
)
def test_a_checkpoint_without_log_quorum_or_own_origin_does_not_count(wrong: SignedNote) -> None:
    with pytest.raises(NoteRefused):
        POLICY.judge(wrong)
