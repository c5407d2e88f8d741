"""What the sample papers share: one fictional project."""

from lucai.platform.documents.shapes import Column, Criterion, Fact, Requirement, Section, Table

NUMBER = "SDGP370100000202602000012"
NAME = "示例市第一中学智慧教室设备采购项目"
BUYER = "示例市第一中学"
AGENCY = "示例采购代理有限公司"
FIRMS = ("示例云帆科技有限公司", "示例泉城教育装备有限公司", "示例海岱信息技术股份有限公司")
EXPERTS = ("示例甲", "示例乙", "示例丙", "示例丁", "示例戊")
SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
COMMON = {"project_number": NUMBER, "project_name": NAME}
LOTS_TABLE = Table(
    columns=(
        Column("包号", 0, "center"),
        Column("采购标的", 6),
        Column("数量", 2, "right"),
        Column("预算金额（元）", 4, "right"),
        Column("最高限价（元）", 4, "right"),
    ),
    rows=(
        ("1", "交互式智能平板及配套软件", "60", "1,800,000.00", "1,780,000.00"),
        ("2", "录播系统与网络设备", "1", "960,000.00", "950,000.00"),
    ),
    total=("合计", "", "", "2,760,000.00", "2,730,000.00"),
    caption="采购包一览",
)
ANNOUNCEMENT = (
    Section(
        heading="项目基本情况",
        rows=(
            Fact("项目编号", NUMBER),
            Fact("项目名称", NAME),
            Fact("采购方式", "公开招标"),
            Fact("预算金额", "2,760,000.00元"),
            Fact("采购需求", "智慧教室设备的供货、安装、调试与培训，详见招标文件。"),
            Fact("合同履行期限", "自合同签订之日起60日历日内"),
        ),
        table=LOTS_TABLE,
    ),
    Section(
        heading="申请人的资格要求",
        sections=(
            Section(
                heading="满足《中华人民共和国政府采购法》第二十二条规定",
                paragraphs=("投标人应当提供声明函。",),
            ),
            Section(
                heading="落实政府采购政策需满足的资格要求",
                paragraphs=("第1包专门面向中小企业采购。",),
            ),
            Section(heading="本项目的特定资格要求", paragraphs=("无。",)),
        ),
    ),
    Section(
        heading="获取招标文件",
        rows=(
            Fact("时间", "2026年2月12日至2026年2月25日"),
            Fact("地点", "鲁采系统"),
            Fact("方式", "登录后免费下载"),
            Fact("售价", "0元"),
        ),
    ),
    Section(
        heading="提交投标文件截止时间、开标时间和地点",
        paragraphs=("2026年3月10日09时30分（北京时间），鲁采系统开标大厅。",),
    ),
    Section(heading="公告期限", paragraphs=("自本公告发布之日起5个工作日。",)),
    Section(
        heading="其他补充事宜",
        paragraphs=("供应商认为采购文件使自己的权益受到损害的，可以依法提出质疑。",),
    ),
)
REQUIREMENTS = tuple(
    Requirement(
        number=f"1.{place}",
        kind=("技术", "商务", "服务")[place % 3],
        name=("显示尺寸", "交付期", "质保响应")[place % 3],
        content=(
            "液晶显示屏不小于86英寸，分辨率不低于3840×2160，亮度不低于400 cd/㎡，提供检测报告。",
            "合同签订后60日历日内完成供货、安装、调试并通过验收。",
            "质保期内接到报修后2小时内响应，24小时内到达现场；不能修复的提供同档次备用机。",
        )[place % 3],
        substantive=place % 4 == 0,
    )
    for place in range(1, 41)
)
CRITERIA = (
    Criterion(
        factor="投标报价",
        kind="客观",
        points="30",
        standard="满足招标文件要求且投标价格最低的投标报价为评标基准价，其价格分为满分；"
        "其他投标人的价格分按评标基准价与其投标报价之比计算。",
    ),
    Criterion(
        factor="技术参数响应",
        kind="客观",
        points="40",
        standard="完全满足得40分；非实质性要求每有一项负偏离扣2分，扣完为止。",
    ),
    Criterion(
        factor="实施方案",
        kind="主观",
        points="20",
        standard="方案完整、进度清晰、人员到位得15～20分；基本完整得8～14分；有明显缺漏得0～7分。",
    ),
    Criterion(
        factor="售后服务",
        kind="主观",
        points="10",
        standard="响应时间、备件、培训安排具体可行得7～10分；一般得3～6分；未提供得0分。",
    ),
)
