"""A register of enterprises for demonstration and tests (模拟对接).

It knows any well-formed code of an enterprise, invents its facts from the code and keeps to them,
and tells them only to who names the legal representative, as the real one does. Two codes stand
for what goes wrong: one whose licence was revoked and one during whose look-up the line is down.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from lucai.law.uscc import check_character
from lucai.registers.suppliers.ports import RegisterAnswer, RegisterDown, Tie
from lucai_trust import canonical

NAMES = ("泰山", "趵突", "泺源", "稼轩", "明湖", "鹊华", "历山", "汇波")
WHAT = ("办公用品", "信息技术", "医疗器械", "物业服务", "教学设备", "建筑工程")
REPRESENTATIVE = "示例法人"
REVOKED = "吊销，未注销"


def code(seed: int) -> str:
    """Return a well-formed code of an enterprise in Jinan."""
    body = f"91370102MAREG{seed:04d}"
    return body + check_character(body)


GOOD, OTHER, GONE, DOWN = (code(seed) for seed in (1, 2, 8, 9))


class SimulatedRegister:
    """Answers as the register of the market supervision would."""

    name = "示例企业登记系统（模拟对接）"

    def samples(self) -> list[tuple[str, str]]:
        """Return codes to try, with what comes of them."""
        said = f"存续，法定代表人“{REPRESENTATIVE}”"
        return [(GOOD, said), (OTHER, said), (GONE, "已被吊销"), (DOWN, "登记系统没有应答")]

    def look_up(self, uscc: str, legal_representative: str, at: datetime) -> RegisterAnswer:
        """Tell what is registered; nothing to who does not know the legal representative."""
        if uscc == DOWN:
            raise RegisterDown("企业登记系统没有应答，请稍后再试")
        reference = f"DJ-{hashlib.sha256(canonical([uscc, at.isoformat()])).hexdigest()[:12]}"
        if not uscc.startswith("91"):
            return RegisterAnswer(False, "这个代码不是企业的代码", source=self.name)
        if legal_representative != REPRESENTATIVE:
            reason = "统一社会信用代码与法定代表人姓名不一致，请按营业执照填写"
            return RegisterAnswer(False, reason, source=self.name, reference=reference)
        if uscc == GONE:
            reason = f"该企业登记状态为“{REVOKED}”，不能注册"
            return RegisterAnswer(
                False, reason, status=REVOKED, source=self.name, reference=reference
            )
        return _facts(uscc, self.name, reference)


def _facts(uscc: str, source: str, reference: str) -> RegisterAnswer:
    seed = int(hashlib.sha256(uscc.encode()).hexdigest()[:8], 16)
    name = f"示例{NAMES[seed % len(NAMES)]}{WHAT[seed // 8 % len(WHAT)]}{seed % 10000:04d}有限公司"
    return RegisterAnswer(
        True, name=name, legal_representative=REPRESENTATIVE, region=uscc[2:8], status="存续",
        address=f"济南市历下区示例路 {seed % 300 + 1} 号", source=source, reference=reference,
        ties=(
            Tie("controller", "示例控制人", born_on="1968-08-08", since="2015-01-01"),
            Tie("shareholder", f"示例股东{seed % 100:02d}", born_on="1975-03-01", share="60"),
            Tie("manager", f"示例监事{seed % 90:02d}", born_on="1980-05-06", since="2019-01-01"),
        ),
    )  # fmt: skip
