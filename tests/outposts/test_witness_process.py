"""The witness as a process of its own: growth, forks, rollbacks, sudden death, and its files."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lucai_outposts.asking import Unanswered, cosigned_by, post
from lucai_outposts.cli import main
from lucai_outposts.heads import Heads
from lucai_outposts.keys import witness_keys
from lucai_trust.checkpoint import Checkpoint, SignedNote, VerifierKey
from lucai_trust.cosignature import CosignatureKind, CosignerKey, cosignatures
from lucai_trust.merkle import consistency_proof, leaf_hash, nodes_of, root
from lucai_trust.witness import EMPTY, Head, Submission
from tests.outposts.processes import SOURCES, asked, running
from tests.trust.shown import LOG_KEY, ORIGIN

LOG = VerifierKey.of(ORIGIN, LOG_KEY).encode()
LEAVES = [leaf_hash(str(number).encode()) for number in range(40)]
FORK = [*LEAVES[:3], leaf_hash(b"forged"), *LEAVES[4:]]


def note(size: int, leaves: list[bytes] = LEAVES) -> SignedNote:
    head = Checkpoint(ORIGIN, size, root(leaves[:size]))
    return SignedNote(head.text, ()).with_signature(ORIGIN, LOG_KEY)


def prove(old: int, new: int) -> list[bytes]:
    return consistency_proof(nodes_of(LEAVES), old, new)


def arguments(folder: Path) -> list[str]:
    return ["witness", "--data", str(folder), "--name", "witness.example/jn", "--log", LOG]


def keys(folder: Path) -> list[CosignerKey]:
    shown = asked(*arguments(folder), "--show-keys")
    return [CosignerKey.parse(line) for line in shown.splitlines()]


def test_it_cosigns_growth_and_refuses_fork_and_rollback_without_django(tmp_path: Path) -> None:
    trusted = keys(tmp_path)
    assert {key.kind for key in trusted} == set(CosignatureKind)
    with running(*arguments(tmp_path)) as address:
        lines = cosigned_by(address, note(3), 0, prove, trusted)
        assert len(cosignatures(SignedNote(note(3).text, tuple(lines)), trusted)) == 2
        assert len(cosigned_by(address, note(30), 3, prove, trusted)) == 2
        with pytest.raises(Unanswered, match="422"):
            cosigned_by(address, note(35, FORK), 30, prove, trusted)
        with pytest.raises(Unanswered, match="409"):
            cosigned_by(address, note(20), 3, prove, trusted)
        with pytest.raises(Unanswered, match="409"):
            cosigned_by(address, note(30, FORK), 30, prove, trusted)
    with running(*arguments(tmp_path)) as address:
        # Killed and started again, it has forgotten nothing, and says which size it knows.
        with pytest.raises(Unanswered, match="409"):
            cosigned_by(address, note(20), 0, prove, trusted)
        assert len(cosigned_by(address, note(40), 3, prove, trusted)) == 2
    assert keys(tmp_path) == trusted


def test_killed_between_remembering_and_answering_it_forgets_nothing(tmp_path: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from lucai_outposts import witness
from lucai_outposts.heads import Heads
from lucai_trust.checkpoint import VerifierKey

def dying(self, *arguments, real=Heads.advance):
    if real(self, *arguments):
        os.kill(os.getpid(), 9)

Heads.advance = dying
opened = witness.open_witness(Path(sys.argv[1]), "w", [VerifierKey.parse(sys.argv[2])])
opened.add_checkpoint(sys.stdin.buffer.read(), 1)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), LOG],
        input=Submission(0, (), note(7)).encode().encode(),
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        check=False,
    )
    assert done.returncode == -9
    trusted = keys(tmp_path)
    with running(*arguments(tmp_path)) as address:
        with pytest.raises(Unanswered, match="409"):
            cosigned_by(address, note(7, FORK), 0, prove, trusted)
        assert len(cosigned_by(address, note(7), 0, prove, trusted)) == 2


def test_what_is_not_a_request_is_turned_away(tmp_path: Path) -> None:
    with running(*arguments(tmp_path)) as address:
        assert post(f"{address}add-checkpoint", b"nonsense").status == 400
        assert post(f"{address}elsewhere", b"").status == 404
        try:
            assert post(f"{address}add-checkpoint", b"x" * 300_000).status == 413
        except Unanswered:
            # The door closed while the long request was still being sent: as well.
            assert post(f"{address}add-checkpoint", b"").status == 400


def test_a_witness_that_is_not_there_or_talks_nonsense_gives_no_word(tmp_path: Path) -> None:
    trusted = keys(tmp_path)
    with pytest.raises(Unanswered, match="does not answer"):
        cosigned_by("http://127.0.0.1:9/", note(1), 0, prove, trusted)
    other = [CosignerKey.of("witness.example/jn", LOG_KEY)]
    with running(*arguments(tmp_path)) as address:
        assert cosigned_by(address, note(1), 0, prove, other) == []


def test_its_key_files_are_for_its_owner_alone_and_are_made_once(tmp_path: Path) -> None:
    first, second = witness_keys(tmp_path / "keys"), witness_keys(tmp_path / "keys")
    assert first.ed25519.private_bytes_raw() == second.ed25519.private_bytes_raw()
    assert first.ml_dsa.private_bytes_raw() == second.ml_dsa.private_bytes_raw()
    for path in (tmp_path / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "ed25519=" not in repr(first)
    (tmp_path / "keys/witness-ml-dsa-44.pem").replace(tmp_path / "keys/witness-ed25519.pem")
    with pytest.raises(TypeError):
        witness_keys(tmp_path / "keys")


def test_its_memory_changes_only_from_what_it_holds(tmp_path: Path) -> None:
    heads = Heads(tmp_path / "heads.sqlite3")
    assert heads.latest("log") == EMPTY
    assert heads.advance("log", EMPTY, Head(3, b"r"), "note")
    assert not heads.advance("log", EMPTY, Head(2, b"x"), "note")
    heads.close()
    again = Heads(tmp_path / "heads.sqlite3")
    assert again.latest("log") == Head(3, b"r")
    again.close()


def test_a_command_that_cannot_start_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ["witness", "--data", str(tmp_path), "--name", "w", "--log", "no key", "--show-keys"]
    assert main(wrong) == 2
    assert "not base64" in capsys.readouterr().err
