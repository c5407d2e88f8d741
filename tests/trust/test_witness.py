"""The witness: cosigns growth, refuses forks and rollbacks, remembers before it answers."""

from dataclasses import dataclass, field

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from lucai_trust.checkpoint import Checkpoint, SignedNote, VerifierKey
from lucai_trust.cosignature import CosignerKey, cosignatures
from lucai_trust.errors import NoteRefused
from lucai_trust.merkle import EMPTY_ROOT, consistency_proof, leaf_hash, nodes_of, root
from lucai_trust.witness import EMPTY, Answer, Head, Submission, Witness

ORIGIN = "log.lucai.example/2026"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"L" * 32)
NAME = "witness.example/jn"
KEYS = (
    Ed25519PrivateKey.from_private_bytes(b"W" * 32),
    MLDSA44PrivateKey.from_seed_bytes(b"W" * 32),
)
TRUSTED = [CosignerKey.of(NAME, key) for key in KEYS]
LEAVES = [leaf_hash(str(number).encode()) for number in range(40)]
FORK = [*LEAVES[:3], leaf_hash(b"forged"), *LEAVES[4:]]
NOW = 1_700_000_000


@dataclass
class Kept:
    """A memory that can be killed right after it has kept something."""

    heads: dict[str, Head] = field(default_factory=dict)
    dies: bool = False

    def latest(self, origin: str) -> Head:
        return self.heads.get(origin, EMPTY)

    def advance(self, origin: str, old: Head, new: Head, note: str) -> bool:
        if self.latest(origin) != old:
            return False
        assert SignedNote.parse(note)
        self.heads[origin] = new
        if self.dies:
            raise KeyboardInterrupt
        return True


def witness(memory: Kept | None = None) -> Witness:
    logs = {ORIGIN: [VerifierKey.of(ORIGIN, LOG_KEY)]}
    return Witness(NAME, KEYS, logs, memory or Kept())


def note(size: int, leaves: list[bytes] = LEAVES, origin: str = ORIGIN) -> SignedNote:
    head = Checkpoint(origin, size, root(leaves[:size]))
    return SignedNote(head.text, ()).with_signature(origin, LOG_KEY)


def request(old: int, new: int, leaves: list[bytes] = LEAVES) -> bytes:
    proof = consistency_proof(nodes_of(leaves), old, new) if 0 < old < new else []
    return Submission(old, tuple(proof), note(new, leaves)).encode().encode()


def words(answer: Answer, size: int) -> list[int]:
    """The times of the cosignatures in an answer, checked against the log's own checkpoint."""
    assert answer.status == 200
    read = SignedNote.parse(note(size).encode() + answer.body)
    return [each.time for each in cosignatures(read, TRUSTED)]


def test_growth_is_cosigned_with_every_key_at_the_witness_own_time() -> None:
    jinan = witness()
    for old, new in ((0, 1), (1, 3), (3, 4), (4, 40)):
        assert words(jinan.add_checkpoint(request(old, new), NOW + new), new) == [NOW + new] * 2
    assert jinan.memory.latest(ORIGIN) == Head(40, root(LEAVES))


def test_an_empty_log_is_cosigned_once_and_again() -> None:
    jinan = witness()
    for _ in range(2):
        assert words(jinan.add_checkpoint(request(0, 0), NOW), 0) == [NOW] * 2
    assert Checkpoint.parse(note(0).text).root == EMPTY_ROOT


def test_the_same_head_is_cosigned_again_with_a_later_time() -> None:
    jinan = witness()
    jinan.add_checkpoint(request(0, 7), NOW)
    assert words(jinan.add_checkpoint(request(7, 7), NOW + 60), 7) == [NOW + 60] * 2


def test_a_forked_history_is_refused() -> None:
    jinan = witness()
    jinan.add_checkpoint(request(0, 7), NOW)
    assert jinan.add_checkpoint(request(7, 12, FORK), NOW).status == 422
    assert words(jinan.add_checkpoint(request(7, 12), NOW), 12) == [NOW] * 2


def test_another_root_of_the_same_size_is_refused() -> None:
    jinan = witness()
    jinan.add_checkpoint(request(0, 7), NOW)
    assert jinan.add_checkpoint(request(7, 7, FORK), NOW) == Answer(409, "7\n", "text/x.tlog.size")


@pytest.mark.parametrize(("old", "new"), [(0, 5), (5, 6), (0, 20), (3, 20), (8, 20)])
def test_a_rollback_or_a_wrong_old_size_is_refused_with_the_size_cosigned_last(
    old: int, new: int
) -> None:
    jinan = witness()
    jinan.add_checkpoint(request(0, 7), NOW)
    answer = jinan.add_checkpoint(request(old, new), NOW)
    assert answer == Answer(409, "7\n", "text/x.tlog.size")
    assert jinan.memory.latest(ORIGIN).size == 7


def test_a_bad_or_superfluous_proof_is_refused() -> None:
    jinan = witness()
    one = LEAVES[0]
    assert jinan.add_checkpoint(Submission(0, (one,), note(7)).encode().encode(), 1).status == 422
    jinan.add_checkpoint(request(0, 7), NOW)
    for proof, size in (((), 12), ((one,), 12), ((one,) * 63, 12), ((one,), 7)):
        bad = Submission(7, proof, note(size)).encode().encode()
        assert jinan.add_checkpoint(bad, NOW).status == 422
    assert jinan.memory.latest(ORIGIN).size == 7


def test_a_log_that_is_not_known_is_not_found() -> None:
    foreign = Submission(0, (), note(3, origin="other.example")).encode().encode()
    assert witness().add_checkpoint(foreign, NOW).status == 404


def test_a_checkpoint_that_the_log_did_not_sign_is_forbidden() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"X" * 32)
    text = note(3).text
    unsigned = SignedNote(text, ()).with_signature(ORIGIN, other)
    false = SignedNote(note(4).text, note(3).signatures)
    for each in (unsigned, false):
        body = Submission(0, (), each).encode().encode()
        assert witness().add_checkpoint(body, NOW).status == 403


BODY = request(3, 7).decode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\n\n",
        b"old 3\n",
        BODY.replace("old 3", "old 03").encode(),
        BODY.replace("old 3", "old -3").encode(),
        BODY.replace("old 3", "old  3").encode(),
        BODY.replace("old 3", "new 3").encode(),
        BODY.replace("old 3\n", "old 3\nAAAA\n").encode(),
        BODY.replace("old 3\n", "old 3\n!\n").encode(),
        BODY.replace("old 3\n", "old 3\n" + f"{'A' * 43}=\n" * 63).encode(),
        BODY.partition("\n\n")[0].encode() + b"\n\nno note\n",
        request(9, 7),
        Submission(0, (), SignedNote("no checkpoint\n", note(1).signatures)).encode().encode(),
    ],
)
def test_a_malformed_request_is_refused(body: bytes) -> None:
    assert witness().add_checkpoint(body, NOW).status == 400


def test_a_request_is_read_back() -> None:
    read = Submission.parse(BODY.encode())
    assert read.encode() == BODY
    with pytest.raises(NoteRefused):
        Submission.parse(BODY.replace("\n\n", "\n").encode())


def test_killed_after_it_has_remembered_it_answers_the_same_question_when_it_is_asked_again() -> (
    None
):
    memory = Kept(dies=True)
    with pytest.raises(KeyboardInterrupt):
        witness(memory).add_checkpoint(request(0, 7), NOW)
    memory.dies = False
    reborn = witness(memory)
    assert reborn.add_checkpoint(request(0, 7, FORK), NOW).status == 409
    answer = reborn.add_checkpoint(request(0, 7), NOW)
    assert answer == Answer(409, "7\n", "text/x.tlog.size")
    assert words(reborn.add_checkpoint(request(7, 7), NOW + 1), 7) == [NOW + 1] * 2


def test_of_two_requests_at_once_only_one_is_answered_with_a_signature() -> None:
    class Overtaken(Kept):
        def advance(self, origin: str, old: Head, new: Head, note: str) -> bool:
            super().advance(origin, old, Head(12, root(LEAVES[:12])), note)
            return super().advance(origin, old, new, note)

    answer = witness(Overtaken()).add_checkpoint(request(0, 7), NOW)
    assert answer == Answer(409, "12\n", "text/x.tlog.size")
