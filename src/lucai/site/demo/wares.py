"""What the demonstration's units buy: real items of the catalogue, invented needs and prices."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel import money


@dataclass(frozen=True, slots=True)
class Item:
    """One thing or service; the estimated unit price in 元."""

    code: str
    name: str
    quantity: int
    unit: str
    price: int
    requirement: str

    @property
    def unit_price(self) -> int:
        """The estimate in 分."""
        return self.price * money.FEN_PER_YUAN


@dataclass(frozen=True, slots=True)
class Part:
    """What one lot buys, and what its bids must answer."""

    name: str
    items: tuple[Item, ...]
    demand: str
    wish: str

    @property
    def cost(self) -> int:
        """The estimate in 分."""
        return sum(item.quantity * item.unit_price for item in self.items)


@dataclass(frozen=True, slots=True)
class Ware:
    """One kind of procurement: its lots, and how it is judged."""

    subject: str
    kind: str
    parts: tuple[Part, ...]
    specialties: tuple[str, ...]
    scheme: str
    period: str = "自合同签订之日起 30 日内交付并安装调试完毕"
    days: int = 30
    complex: bool = False

    @property
    def goods(self) -> bool:
        """Whether things are bought."""
        return self.kind == "goods"


def _goods(subject: str, scheme: str, specialty: str, *parts: Part, complex_: bool = False) -> Ware:
    return Ware(subject, "goods", parts, (specialty,), scheme, complex=complex_)


def _service(subject: str, scheme: str, specialty: str, *parts: Part) -> Ware:
    period = "自合同签订之日起 12 个月"
    return Ware(subject, "services", parts, (specialty,), scheme, period=period, days=365)


WARES: tuple[Ware, ...] = (
    _goods(
        "智慧教室设备", "供货安装与教师培训方案", "A0202",
        Part(
            "智慧教室教学设备",
            (
                Item("A02020800", "交互式触控一体机", 40, "台", 21000, "86 英寸，4K 分辨率，红外触控，内置国产操作系统"),
                Item("A02010105", "教师用台式计算机", 40, "台", 5200, "国产处理器，内存 16GB，固态硬盘 512GB"),
            ),
            "触控一体机整机能效不低于二级，触控响应时间不大于 10 毫秒",
            "提供三年以上上门保修",
        ),
        Part(
            "教室课桌椅",
            (
                Item("A05010201", "学生课桌", 900, "张", 420, "钢木结构，桌面高度可调，甲醛释放量符合国家标准"),
                Item("A05010301", "学生椅", 900, "把", 260, "钢木结构，椅面圆角，承重不低于 150 千克"),
            ),
            "甲醛释放量符合国家标准，并提供检测报告",
            "桌椅高度可按学段调节",
        ),
    ),
    _goods(
        "办公计算机", "供货与迁移服务方案", "A020101",
        Part(
            "办公计算机及外设",
            (
                Item("A02010105", "台式计算机", 220, "台", 4900, "国产处理器和操作系统，内存 16GB，固态硬盘 512GB"),
                Item("A02021001", "黑白打印机", 30, "台", 2400, "A3 幅面，自动双面，支持国产操作系统"),
            ),
            "整机通过强制性产品认证，适配国产操作系统",
            "整机噪声不高于 28 分贝",
        ),
    ),
    _goods(
        "临床超声诊断设备", "安装培训与售后服务方案", "A0232",
        Part(
            "彩色超声诊断设备",
            (Item("A02320500", "彩色多普勒超声诊断仪", 4, "台", 880000, "全数字化，配腹部、心脏、浅表探头各一"),),
            "取得医疗器械注册证，探头接口不少于三个",
            "图像存储与医院信息系统对接",
        ),
        complex_=True,
    ),
    _goods(
        "阅览室家具", "供货安装方案", "A0501",
        Part(
            "阅览桌椅",
            (
                Item("A05010201", "阅览桌", 160, "张", 1350, "实木桌面，带电源模块"),
                Item("A05010301", "阅览椅", 640, "把", 520, "软包靠背，阻燃面料"),
            ),
            "木制件甲醛释放量符合国家标准，并提供检测报告",
            "提供五年质量保证",
        ),
    ),
    _goods(
        "数据中心服务器和存储", "实施与数据迁移方案", "A0201",
        Part(
            "服务器",
            (Item("A02010104", "机架式服务器", 24, "台", 68000, "国产处理器两颗，内存 256GB，冗余电源"),),
            "支持国产操作系统和数据库，电源冗余",
            "提供原厂三年服务",
        ),
        Part(
            "网络存储和安全设备",
            (
                Item("A02010507", "网络存储设备", 4, "台", 240000, "可用容量不低于 200TB，双控制器"),
                Item("A02010301", "防火墙", 4, "台", 120000, "吞吐量不低于 20Gbps，国密算法"),
            ),
            "存储设备双控制器，单点故障不中断业务",
            "支持国密算法",
        ),
    ),
    _goods(
        "会议室显示系统", "安装调试方案", "A0202",
        Part(
            "显示系统",
            (
                Item("A02021103", "LED 显示屏", 36, "平方米", 16500, "点间距不大于 1.5 毫米"),
                Item("A02080801", "视频会议控制台", 3, "台", 42000, "支持 1080P 双流"),
            ),
            "显示屏亮度均匀性不低于 97%",
            "提供备用模组不少于 3%",
        ),
    ),
    _goods(
        "环境监测仪器", "安装比对方案", "A0210",
        Part(
            "环境监测仪器",
            (Item("A02100415", "环境空气自动监测仪", 8, "套", 235000, "监测六参数，数据接入监测平台"),),
            "取得计量器具型式批准证书",
            "数据有效率不低于 95%",
        ),
    ),
    _goods(
        "教室空调", "供货安装方案", "A0206",
        Part(
            "空调机",
            (Item("A02061804", "冷暖空调机", 320, "台", 4300, "一级能效，变频"),),
            "能效等级不低于一级",
            "室内机噪声不高于 38 分贝",
        ),
    ),
    _service(
        "物业管理服务", "服务组织与应急预案", "C2104",
        Part(
            "物业管理服务",
            (Item("C21040000", "办公区物业管理服务", 12, "月", 158000, "保洁、会务、设备巡检、绿化养护"),),
            "配备项目经理一名，工程人员不少于四名",
            "重大活动增派人员",
        ),
    ),
    _service(
        "保安服务", "勤务安排与应急预案", "C0504",
        Part(
            "保安服务",
            (Item("C05040300", "校园保安服务", 12, "月", 96000, "二十四小时值守，保安员不少于十六名"),),
            "保安员全部持证上岗",
            "门岗一分钟内响应",
        ),
    ),
    _service(
        "信息系统运行维护服务", "运维组织与保障方案", "C1607",
        Part(
            "硬件运维服务",
            (Item("C16070200", "机房硬件运维服务", 12, "月", 88000, "七乘二十四小时值守，备件两小时到场"),),
            "一般故障两小时内到场处置",
            "每季度巡检并出具报告",
        ),
        Part(
            "安全运维服务",
            (Item("C16070400", "网络安全运维服务", 12, "月", 72000, "漏洞扫描、应急响应、攻防演练"),),
            "安全事件三十分钟内响应",
            "重要时期现场值守",
        ),
    ),
    _service(
        "行业应用软件开发服务", "总体设计与实施方案", "C1601",
        Part(
            "应用软件开发服务",
            (Item("C16010302", "业务管理软件开发服务", 1, "项", 2860000, "需求分析、开发、测试、部署和培训"),),
            "源代码和文档全部交付采购人",
            "通过第三方软件测试",
        ),
    ),
    _service(
        "园林绿化养护服务", "养护作业方案", "C1303",
        Part(
            "绿化养护服务",
            (Item("C13030000", "绿地养护服务", 12, "月", 64000, "修剪、灌溉、病虫害防治"),),
            "养护标准不低于二级",
            "配备专职植保人员",
        ),
    ),
    _service(
        "资料印刷服务", "质量保证与保密方案", "C2309",
        Part(
            "资料印刷服务",
            (Item("C23090199", "培训资料印刷服务", 12, "月", 52000, "四色胶印，无线胶装"),),
            "印刷品符合绿色印刷要求",
            "加急件二十四小时内交付",
        ),
    ),
)  # fmt: skip
