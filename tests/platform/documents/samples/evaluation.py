"""The opening record and the evaluation report."""

from lucai.platform.documents.shapes import (
    Check,
    CheckItem,
    Dissent,
    EvaluationReport,
    Fact,
    Failure,
    Mark,
    OpeningEntry,
    OpeningRecord,
    PanelMember,
    RankedBid,
    ScoreSheet,
    Section,
    Signature,
)
from tests.platform.documents.samples.common import (
    AGENCY,
    BUYER,
    COMMON,
    CRITERIA,
    EXPERTS,
    FIRMS,
    NAME,
)

OPENING_RECORD = OpeningRecord(
    **COMMON,
    title="开标记录表",
    issuer=AGENCY,
    date="2026年3月10日",
    facts=(
        Fact("采购包", "第1包"),
        Fact("开标时间", "2026年3月10日 09:30"),
        Fact("开标地点", "鲁采系统开标大厅"),
        Fact("主持人", "示例主持"),
        Fact("记录人", "示例记录"),
    ),
    entries=tuple(
        OpeningEntry(
            bidder=FIRMS[place % 3] if place < 3 else f"示例第{place}供应商有限公司",
            price="1,750,000.00",
            price_in_words="壹佰柒拾伍万元整",
            term="60日历日",
            bond="不收取",
            confirmation="已确认\n2026-03-10 09:41",
        )
        for place in range(14)
    ),
    remarks=("开标过程无异议。",),
    signatures=(
        Signature(
            name="示例主持", role="主持人", organisation=AGENCY, signed_at="2026-03-10 09:50"
        ),
        Signature(name="示例记录", role="记录人", organisation=AGENCY),
    ),
)
EVALUATION_REPORT = EvaluationReport(
    **COMMON,
    title=f"{NAME}评标报告",
    issuer="评标委员会",
    date="2026年3月10日",
    facts=(
        Fact("采购包", "第1包"),
        Fact("采购人", BUYER),
        Fact("采购代理机构", AGENCY),
        Fact("评标方法", "综合评分法"),
        Fact("评标时间", "2026年3月10日10:00至15:20"),
    ),
    panel=tuple(
        PanelMember(
            name=name,
            role="采购人代表" if place == 4 else "评审专家",
            organisation=BUYER if place == 4 else "示例大学",
            duty="组长" if place == 0 else "成员",
        )
        for place, name in enumerate(EXPERTS)
    ),
    qualification=Check(
        conducted_by="资格审查由采购人进行。",
        bidders=FIRMS,
        items=(
            CheckItem(name="营业执照", verdicts=("合格",) * 3),
            CheckItem(name="信用记录查询", verdicts=("合格",) * 3),
            CheckItem(name="中小企业声明函", verdicts=("合格",) * 3),
        ),
        conclusions=("通过", "通过", "通过"),
    ),
    compliance=Check(
        conducted_by="符合性审查由评标委员会进行。",
        bidders=FIRMS,
        items=(
            CheckItem(name="投标文件签署", verdicts=("符合", "符合", "符合")),
            CheckItem(name="实质性条款响应", verdicts=("符合", "符合", "不符合")),
        ),
        conclusions=("通过", "通过", "不通过"),
        failures=(
            Failure(bidder=FIRMS[2], reason="第1.4条为实质性要求，投标文件未响应，投标无效。"),
        ),
    ),
    findings=(Section(heading="澄清与异常低价审查", paragraphs=("本包未发生澄清，无异常低价。",)),),
    score_sheets=tuple(
        ScoreSheet(
            bidder=firm,
            experts=EXPERTS,
            marks=tuple(
                Mark(factor=each.factor, points=each.points, given=("9.00",) * 5, mean="9.00")
                for each in CRITERIA
            ),
            points_total="100",
            totals=("36.00",) * 5,
            mean_total="36.00",
        )
        for firm in FIRMS[:2]
    ),
    ranking=(
        RankedBid(
            rank="1",
            bidder=FIRMS[0],
            price="1,750,000.00",
            evaluated_price="1,575,000.00",
            score="92.31",
            recommendation="第一中标候选人",
        ),
        RankedBid(
            rank="2",
            bidder=FIRMS[1],
            price="1,768,000.00",
            evaluated_price="1,768,000.00",
            score="88.02",
            recommendation="第二中标候选人",
        ),
    ),
    recommendation=(f"评标委员会推荐{FIRMS[0]}为第一中标候选人。",),
    dissents=(Dissent(name="示例丙", opinion="认为第2名的实施方案得分偏低，其余无异议。"),),
    signatures=tuple(
        Signature(name=name, role="评审专家", organisation="示例大学", signed_at="2026-03-10 15:18")
        for name in EXPERTS
    ),
)
