"""The evaluation: qualification by the agency, then five members, each on the own screen."""

from __future__ import annotations

from urllib.parse import urljoin

from tests.journeys.by_post import ByPost
from tests.journeys.story import AGENCY, FIRST, STRANGER, USER, WATCH, Story
from tests.journeys.walker import Walker

DISSENT = "第三家的技术方案针对性不足，得分偏高。"
SECRET_MARK = "41.25"
FILLED = "示例依据：见投标文件技术部分第 1 页。"


def members_sign_in(story: Story) -> None:
    """The drawn experts and the representative sign in and declare themselves free."""
    story.learn(panel=",".join([*drawn(story), USER]))
    for login in story.panel:
        member = story.person(login).duty("签到参加评审").sees("回避核对")
        member.fill({"pledged": "yes", "declared_free": "yes", "devices_kept": "yes"})
        member.press("签到").sees("已签到")
    for member in by_eye(story):
        member.duty("投票推选组长").press_beginning("投票给").sees("您已投票")
    for one in by_post(story):
        one.open(one.duty(f"投票推选组长：{story.world.title}")).send("投票给")
    story.learn(chair=next(login for login in story.panel if leads(story, login)))


def qualification(story: Story) -> None:
    """The agency checks the qualification of every bidder and hands over to the panel."""
    agency = story.person(AGENCY).duty("资格审查")
    agency.press_beginning("资格审查")
    for _ in range(3):
        agency.tick_all("yes").press_beginning("保存")
    agency.duty("资格审查").press("完成资格审查").press("完成资格审查").sees("符合性审查")


def compliance(story: Story) -> None:
    """Every member checks every bid; the chair concludes by majority."""
    first, *others = (story.person(login) for login in story.panel)
    first.duty("符合性审查").press_beginning("审查")
    for _ in range(3):
        first.tick_all("yes").press_beginning("保存")
    first.press("提交符合性审查意见").press("提交符合性审查意见")
    for one in (member.by_post for member in others):
        one.open(one.duty(f"符合性审查：{story.world.title}")).follow("审查")
        for _ in range(3):
            one.send("其余全部符合")
        one.follow("提交符合性审查意见").send("提交符合性审查意见")
    chair = story.person(story.chair).duty("汇总符合性审查意见")
    chair.press("完成符合性审查").sees("符合性审查已完成")


def scoring(story: Story) -> None:
    """Every member scores alone; nobody sees another's marks before all have handed in."""
    first, second = by_eye(story)
    score(first, SECRET_MARK)
    second.duty("独立评分").press("继续评分").sees_not(SECRET_MARK).picture("scoring")
    score(second, "36")
    for place, login in enumerate(story.panel[2:], 1):
        member = story.person(login)
        one = member.by_post
        one.open(one.duty(f"独立评分：{story.world.title}")).follow("继续评分")
        assert SECRET_MARK not in one.page
        member.open(score_by_post(one, f"{36 + place}")).press("提交全部评分")
    story.person(AGENCY).open(_lot(story)).sees_not(SECRET_MARK)
    story.person(STRANGER).refused(_lot(story), 404)


def report(story: Story) -> None:
    """The chair consolidates; all sign the report, one with a dissenting opinion."""
    chair = story.person(story.chair).duty("核对评分并汇总排序")
    chair.press("汇总并排序").sees("签署")
    for place, login in enumerate(story.panel):
        member = story.person(login).duty("签署评审报告")
        if place == 2:
            member.fill({"dissent": DISSENT}).picture("report")
        member.press("签署评审报告")
    story.person(WATCH).open(f"{_lot(story)}report/").sees(DISSENT, "83.25").sees_no_act()
    story.person(FIRST).refused(f"{_lot(story)}report/", 404)


def delivery(story: Story) -> None:
    """The agency hands the report to the buyer within two working days."""
    agency = story.person(AGENCY).duty("送交评审报告").press("送交采购人")
    agency.sees("中标候选人")


def _lot(story: Story) -> str:
    return f"{story.room}evaluation/1/"


def drawn(story: Story) -> list[str]:
    """Find the drawn experts where the demonstration shows whom it waits for."""
    door = story.world.person("public").open("/sign-in/demonstration/").picture("door")
    waited = door.page.locator("li", has_text="签到参加评审").locator('button[name="login"]')
    logins = [field.get_attribute("value") or "" for field in waited.all()]
    experts = [login for login in logins if login.startswith("expert")]
    words = f"签到参加评审：{story.world.title}"
    return [login for login in experts if story.person(login).by_post.has_duty(words)]


def by_eye(story: Story) -> list[Walker]:
    """The members whose pages are looked at; the chair's are from the election on."""
    return [story.person(login) for login in story.panel[:2]]


def by_post(story: Story) -> list[ByPost]:
    """The other members, who do the same as those on the same pages."""
    return [story.person(login).by_post for login in story.panel[2:]]


def leads(story: Story, login: str) -> bool:
    own = (
        story.person(login).open(f"{story.room}panel/").page.locator("section", has_text="我的席位")
    )
    return "组长" in own.inner_text()


def score(member: Walker, points: str) -> None:
    """Give a mark with its reason for every factor of every bid, and hand in."""
    if "/scores/" not in member.page.url:
        member.duty("独立评分").press("继续评分")
    while member.page.locator("form.mark").count():
        subjective = member.page.locator('form.mark [name="band"]').count()
        if subjective:
            member.fill({"band": "优", "points": points, "reason": FILLED})
        else:
            member.fill({"points": "15", "reason": FILLED})
        member.press_beginning("保存")
        if "/scores/" not in member.page.url:
            break
    member.press("提交全部评分").press("提交全部评分")


def score_by_post(one: ByPost, points: str) -> str:
    """Give the same marks and reasons; return where they are handed in, which is signed."""
    while one.has_form("mark"):
        banded = one.knows("band", "优")
        values = {"band": "优", "points": points} if banded else {"points": "15"}
        one.send("保存", {**values, "reason": FILLED})
        if "/scores/" not in one.url:
            break
    return urljoin(one.url, one.address("提交全部评分"))
