"""The draw of experts: committed to in the log, repeated by anybody, continued in its order."""

import json

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.registers.experts.models import ReviewExpert
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.selectors import (
    draw_records,
    draws_of,
    repeated_draws,
    seats_of,
)
from lucai.stages.trade.panels.services import forming
from lucai_trust.checkpoint import Checkpoint
from lucai_trust.draw import Outcome, taken
from lucai_trust.draw_check import check_draw
from lucai_trust.draw_record import DrawRecord
from tests.makers import bids, evaluation, people, registers
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

call = kept(evaluation.prepared)
drawn = kept(evaluation.drawn)


def draw(call: bids.Call, **changes: object) -> None:
    with clock.at(call.bid_deadline):
        form = evaluation.draw_form(call.bid_deadline, **changes)
        services.draw(people.actor(people.agency()), project_number=call.number, form=form)


def logged(number: str) -> list[JournalEntry]:
    with system_access("test"):
        rows = JournalEntry.objects.filter(object_key=number, event__startswith="trade.panel.draw")
        return list(rows.order_by("pk"))


def test_the_pool_and_every_nonce_are_in_the_log_before_the_seed_is_made(call: bids.Call) -> None:
    draw(call)
    row = draws_of(SYSTEM, call.number)[0]
    entries = logged(call.number)
    assert [entry.event.rpartition(".")[2] for entry in entries] == [
        "draw-pool",
        "draw-commit",
        "draw",
    ]
    pool, *commits, done = entries
    assert pool.body["listRoot"] == row.root
    assert pool.body["professions"] == {"A02": len(row.pool)}
    assert [one.body["party"] for one in commits] == ["platform"]
    assert Checkpoint.parse(row.checkpoint).size == commits[-1].index + 1
    assert done.index is None
    assert all(entry.public for entry in (pool, *commits))


def test_the_log_shows_no_name_and_no_nonce_before_the_result(call: bids.Call) -> None:
    draw(call)
    row = draws_of(SYSTEM, call.number)[0]
    public = [entry.body for entry in logged(call.number) if entry.public]
    shown = json.dumps(public)
    secrets = [party[part] for party in row.parties for part in ("nonce", "blinding")]
    secrets += [member.salt for member in row.members]
    assert not [secret for secret in secrets if secret in shown]
    assert not draws_of(people.agency(), call.number)
    assert not draws_of(PUBLIC, call.number)


def test_those_are_seated_whom_the_seed_puts_first(call: bids.Call) -> None:
    draw(call)
    seated = [seat.person_id for seat in seats_of(SYSTEM, call.number)]
    assert seated == evaluation.order_of(call.number)[:4]


def test_no_employer_gives_more_experts_than_the_draw_allows(call: bids.Call) -> None:
    for n in range(9, 13):
        registers.registered_expert(n, employer=f"示例大学{n}")
    with pytest.raises(RuleBroken, match="只有5名"):
        draw(call, size=7, representatives=0, max_per_employer=1)
    draw(call, max_per_employer=1)
    employers = [seat.employer for seat in seats_of(SYSTEM, call.number)]
    assert len(set(employers)) == 4


def test_an_interrupted_draw_goes_on_with_the_pool_it_had_fixed(
    call: bids.Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(forming, "_reveal", fail)
        with pytest.raises(RuntimeError):
            draw(call)
    fixed = draws_of(SYSTEM, call.number)[0]
    registers.registered_expert(9)
    draw(call, size=7, representatives=0)
    row = draws_of(SYSTEM, call.number)[-1]
    assert (row.draw_id, row.pool, row.experts) == (fixed.draw_id, fixed.pool, 4)
    assert row.seed


def test_a_fixed_pool_that_can_no_longer_fill_its_places_is_followed_by_another(
    call: bids.Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(draws, "covering_checkpoint", lambda _: "")
        patched.setattr(forming, "_reveal", lambda *_, **__: None)
        draw(call)
    with system_access("test"):
        ReviewExpert.objects.filter(
            person_id__in=[m.person for m in draws_of(SYSTEM, call.number)[0].members]
        ).update(state="suspended")
    for n in range(9, 13):
        registers.registered_expert(n)
    draw(call)
    first, second = draws_of(SYSTEM, call.number)
    assert not first.seed
    assert second.draw_id.endswith("-2")
    assert len(second.pool) == 4


def test_whoever_must_recuse_since_the_pool_was_fixed_is_passed_by_with_a_code(
    call: bids.Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(forming, "_reveal", lambda *_, **__: None)
        draw(call)
    gone = draws_of(SYSTEM, call.number)[0].members[0].person
    with system_access("test"):
        ReviewExpert.objects.filter(person_id=gone).update(state="suspended")
    draw(call)
    row = draws_of(SYSTEM, call.number)[0]
    assert gone not in {seat.person_id for seat in seats_of(SYSTEM, call.number)}
    passed = [stop.outcome for stop in row.walk if row.members[stop.position].person == gone]
    assert passed in ([], [Outcome.UNAVAILABLE])


def test_a_draw_is_repeated_by_anybody_after_the_result_and_by_nobody_before(
    drawn: evaluation.Round,
) -> None:
    rnd = evaluation.carry(drawn, after=evaluation.drawn, to=evaluation.decided)
    with evaluation.at(rnd), pytest.raises(NotFound):
        draw_records(people.agency(), rnd.number)
    evaluation.announced_award(rnd)
    (record,) = draw_records(PUBLIC, rnd.number)
    assert all(check.holds for check in check_draw(record))
    read = DrawRecord.parse(json.loads(json.dumps(record.to_json())))
    assert [o.expert for o in read.openings] == [
        str(p) for p in evaluation.order_of(rnd.number)[:4]
    ]


def test_a_repeated_draw_shows_who_left_and_names_only_who_stayed(drawn: evaluation.Round) -> None:
    leaving = evaluation.seats(drawn)[1]
    with evaluation.at(drawn):
        services.recuse(people.actor(leaving), project_number=drawn.number, reason="近亲属投标")
    rnd = evaluation.carry(drawn, after=evaluation.drawn, to=evaluation.announced_award)
    (record,) = draw_records(PUBLIC, rnd.number)
    assert not [check for check in check_draw(record) if not check.holds]
    assert str(leaving.person) not in {opening.expert for opening in record.openings}
    (shown,) = repeated_draws(PUBLIC, rnd.number)
    assert shown.holds
    assert [stop.left for stop in shown.walk] == [False, True, False, False, False]
    assert [stop.seat for stop in shown.walk] == [1, None, 3, 4, 6]


def test_a_spent_pool_is_followed_by_another_of_those_who_came_to_the_library_since(
    drawn: evaluation.Round,
) -> None:
    rnd = drawn
    first = evaluation.seats(rnd)[0]
    seated = [seat.person_id for seat in seats_of(SYSTEM, rnd.number)]
    with system_access("test"):
        ReviewExpert.objects.exclude(person_id__in=seated).update(state="suspended")
    with evaluation.at(rnd):
        with pytest.raises(InvalidInput, match="补充专家库"):
            services.recuse(people.actor(first), project_number=rnd.number, reason="有利害关系")
        registers.registered_expert(9)
        services.recuse(people.actor(first), project_number=rnd.number, reason="有利害关系")
    _, second = draws_of(SYSTEM, rnd.number)
    *_, last_commit = (e for e in logged(rnd.number) if e.event.endswith("draw-commit"))
    assert Checkpoint.parse(second.checkpoint).size == last_commit.index + 1
    assert seats_of(SYSTEM, rnd.number)[-1].person_id == people.expert(9).person


def test_a_second_leaver_of_a_spent_draw_is_not_followed_from_the_draw_of_one_place(
    drawn: evaluation.Round,
) -> None:
    rnd = drawn
    first, second = evaluation.seats(rnd)[:2]
    seated = [seat.person_id for seat in seats_of(SYSTEM, rnd.number)]
    with system_access("test"):
        ReviewExpert.objects.exclude(person_id__in=seated).update(state="suspended")
    for n in (9, 10):
        registers.registered_expert(n)
    with evaluation.at(rnd):
        for leaving in (first, second):
            services.recuse(people.actor(leaving), project_number=rnd.number, reason="有利害关系")
    rows = draws_of(SYSTEM, rnd.number)
    assert [len(taken(row.walk)) - len(row.left) for row in rows] == [2, 1, 1]
    assert all(row.experts >= len(taken(row.walk)) - len(row.left) for row in rows)
