"""From the panel's seats to the report in the buyer's hands."""

from __future__ import annotations

from tests.lives.api.opening import evaluation_begins
from tests.lives.api.story import Story
from tests.makers.program import Answer, Program

FREE = {"pledged": True, "declared_free": True, "devices_kept": True}
SIGNING_IN = "签到参加评审"
REASON = "见投标文件技术部分第 1 页，符合该档要求。"


def members_sign_in(story: Story) -> None:
    """Those who were drawn find it on their desks, take their seats and elect the first expert."""
    story.wait_until(evaluation_begins(story))
    panel = f"{story.room}panel/"
    members = [one for one in (*story.experts, story.user) if _asked(one, story.project)]
    for member in members:
        member.post(f"{panel}sign-in/", FREE)
    places = {member.get(panel)["panel"]["own"]["place"]: member for member in members}
    story.panel = [places[place] for place in sorted(places)]
    for member in story.panel:
        member.post(f"{panel}steps/vote/", {"place": min(places)})
    story.work()


def _asked(member: Program, project: str) -> bool:
    duties = member.get("/duties/")["duties"]
    return any(d["title"] == SIGNING_IN and d["project_number"] == project for d in duties)


def qualification(story: Story) -> None:
    """代理机构 checks every bidder where it is its turn, and hands over to the panel."""
    room = f"{story.room}evaluation/"
    if not story.agency.get(room)["lots"]:
        story.agency.post(f"{room}start/")
    sheet = story.agency.get(f"{room}1/")["sheet"]
    if sheet["may_qualify"]:
        for bid in sheet["bids"]:
            _find(story.agency, f"{room}1/qualification/{bid['code']}/")
    story.agency.post(f"{room}1/steps/finish_qualification/")


def checks(story: Story) -> None:
    """Every member checks every bid alone."""
    lot = f"{story.room}evaluation/1/"
    for member in story.panel:
        for bid in member.get(lot)["sheet"]["bids"]:
            _find(member, f"{lot}compliance/{bid['code']}/")
        member.post(f"{lot}steps/submit_checks/")


def compliance(story: Story) -> None:
    """The chair concludes the checks by majority."""
    story.chair.post(f"{story.room}evaluation/1/steps/finish_compliance/")


def _find(member: Program, address: str) -> None:
    desk = member.get(address)["desk"]
    findings = [{"number": check["number"], "passed": "yes"} for check in desk["checks"]]
    member.post(address, {"findings": findings})


def scoring(story: Story) -> None:
    """Every member marks every bid alone, factor by factor."""
    lot = f"{story.room}evaluation/1/"
    for member in story.panel:
        code, factor = member.get(lot)["sheet"]["next_score"]
        address = f"{lot}scores/{code}/{factor}/"
        while address != lot:  # each mark leads on to what is still to be marked
            criterion = member.get(address)["desk"]["current"]["criterion"]
            address = member.post(address, _mark(criterion))
        member.post(f"{lot}steps/submit_scores/")


def _mark(criterion: Answer) -> Answer:
    if criterion["kind"] == "subjective":
        return {"band": "优", "points": "40", "reason": REASON}
    return {"points": "15", "reason": REASON}


def report(story: Story) -> None:
    """The chair ranks, all sign, and 代理机构 hands the report to 采购人."""
    lot = f"{story.room}evaluation/1/"
    story.chair.post(f"{lot}steps/consolidate/")
    for member in story.panel:
        member.post(f"{lot}report/", {"dissent": ""})
    first = min(story.agency.get(lot)["sheet"]["results"], key=lambda one: one["rank"])
    assert first["supplier_name"] == story.winner.viewer.organisation_name
    story.agency.post(f"{lot}delivery/")
