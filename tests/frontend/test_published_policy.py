"""The browser seals under a policy that the public log has, and under no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from lucai.kernel.actors import SYSTEM
from lucai.stages.trade.sealing.selectors import envelopes_handed_in, published
from lucai_trust.checkpoint import SignedNote
from lucai_trust.encoding import canonical
from lucai_trust.merkle import leaf_hash
from lucai_trust.proof import LogProof
from lucai_trust.suites import GM1
from tests.frontend.bidding import World
from tests.frontend.engines import Engine, EngineError
from tests.frontend.packages import Log
from tests.frontend.receipts import AT, TRUST, WITNESS
from tests.frontend.test_receipt_states import desk
from tests.frontend.test_sealing_pages import hand

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["desk", "hand"]


@dataclass
class Publishing:
    """A policy and an entry of a log that is said to publish it."""

    world: World
    body: dict[str, Any]
    index: int = 1
    witnessed: bool = True

    def given(self) -> dict[str, Any]:
        """What a page checks."""
        log, entry = Log(), canonical({"at": "now", "body": self.body, "event": "publish"})
        for content in (b"before", entry, b"behind"):
            log.append(leaf_hash(content))
        note = log.head(AT)
        if not self.witnessed:
            note = SignedNote(note.text, note.signatures[:1])
        proof = LogProof(self.index, log.path(1), note).encode()
        policy = self.world.policy.encode().hex()
        given = {"policy": policy, "entry": entry.decode(), "proof": proof}
        return given | {"witnessPolicy": TRUST["witnessPolicy"]}


def test_a_policy_in_the_log_is_told_with_its_place_and_its_witnesses(engine: Engine) -> None:
    world = World(GM1)
    made = Publishing(world, {"openingPolicy": world.policy.hash.hex()})
    told = {"index": 1, "witnesses": [WITNESS], "isWitnessed": True}
    assert engine.call("checkPublished", made.given()) == told
    made.witnessed = False
    assert engine.call("checkPublished", made.given()) == told | {
        "witnesses": [], "isWitnessed": False,
    }  # fmt: skip


def test_a_policy_that_the_log_has_not_is_refused(engine: Engine) -> None:
    world, other = World(GM1), World(GM1)
    right = {"openingPolicy": world.policy.hash.hex()}
    good = Publishing(world, right).given()
    refused: list[tuple[dict[str, Any], str]] = [
        (Publishing(other, right).given(), "不是本页的开标规则"),
        (Publishing(world, {"policy": "x"}).given(), "不是本页的开标规则"),
        (Publishing(world, right, index=0).given(), "到不了"),
        (good | {"entry": good["entry"].replace("now", "then")}, "到不了"),
        (good | {"witnessPolicy": "quorum none\n"}, "不是信任的日志"),
        (good | {"proof": good["proof"].replace("\n3\n", "\n4\n")}, "签名不真"),
    ]
    for given, reason in refused:
        with pytest.raises(EngineError, match=reason):
            engine.call("checkPublished", given)


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_the_page_says_where_the_policy_is_and_seals_under_no_other(
    desk: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.get_by_text("密钥方案已写入公开日志第").wait_for()

    honest = published.policy_in_log

    def forged(policy_hash: str) -> dict[str, str]:
        found = honest(policy_hash)
        return found | {"entry": found["entry"].replace(policy_hash, "0" * 64)}

    monkeypatch.setattr(published, "policy_in_log", forged)
    desk.reload()
    desk.get_by_text("没有完成：日志条目公布的不是本页的开标规则").wait_for()
    desk.get_by_text("已恢复").wait_for()
    desk.get_by_role("button", name="封标并递交").click()
    desk.locator("[data-sealing]").wait_for(state="hidden")
    desk.get_by_text("没有完成：日志条目公布的不是本页的开标规则").wait_for()
    assert not desk.get_by_role("button", name="签名并递交").is_visible()
    number = desk.url.split("/rooms/")[1].split("/")[0]
    assert envelopes_handed_in(SYSTEM, number, 1) == []
