"""An archive institution for demonstration and tests (模拟对接).

It does what a real one does at reception (DA/T 93): compares the digest with the list, runs the
四性检测 by the verifier that the package carries, looks at the encapsulation (DA/T 48), and answers
for each package. Sending the same transfer twice gives the same receipt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from lucai.stages.archive.packages.judging import faults_of, judge
from lucai.stages.archive.transfers.ports import HandedOver, Reception

PIECE = 1 << 20
RECEIPT_DIGITS = 12


class SimulatedInstitution:
    """Answers as an archive institution would."""

    def __init__(self, name: str = "示例市综合档案馆（模拟对接）") -> None:
        self.name = name

    def receive(self, number: str, packages: Sequence[HandedOver]) -> Reception:
        """Check each package; take all in, or none."""
        faults: dict[str, tuple[str, ...]] = {}
        for package in packages:  # a file supplemented later comes in several versions
            if told := _faults(package):
                known = faults.get(package.project_number, ())
                faults[package.project_number] = (*known, *told)
        if faults:
            return Reception(message=f"{len(faults)} 卷检测不合格，请逐卷核对", faults=faults)
        digest = hashlib.sha256("\n".join([number, *(p.sha256 for p in packages)]).encode())
        receipt = f"JS-{number}-{digest.hexdigest()[:RECEIPT_DIGITS].upper()}"
        return Reception(receipt=receipt, message=f"{len(packages)} 卷检测合格，已接收")


def _faults(package: HandedOver) -> tuple[str, ...]:
    if not package.place.exists():
        return ("没有收到归档信息包",)
    digest = hashlib.sha256()
    with package.place.open("rb") as content:
        while piece := content.read(PIECE):
            digest.update(piece)
    if digest.hexdigest() != package.sha256:
        return ("收到的归档信息包与移交清单的摘要不同", *faults_of(judge(package.place)))
    return faults_of(judge(package.place))
