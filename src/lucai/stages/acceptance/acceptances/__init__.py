"""履约验收: every item and every promise of the bid looked at, by others than who signed.

Stage: 验收. Who: 采购人 (验收人 and the members of the group), 供应商 agrees or objects. Law:
政府采购法 第四十一条, 政府采购法实施条例 第四十五条, 财政部令第87号 第七十四条 (GP-ACC-01 … GP-ACC-04,
ROL-03). OCDS: contracts.implementation.milestones.
"""
