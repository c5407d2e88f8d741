"""采购合同: drafted from tender and bid, signed by both sides, published, filed.

Stage: 合同. Who: 采购人 drafts, publishes and files; 采购人 and 供应商 sign in any order. Law:
政府采购法 第四十三条至第五十条, 政府采购法实施条例 第四十七条至第五十条 (GP-CTR-01 … GP-CTR-08,
GP-BON-07, GP-ACC-04). OCDS: contracts.

Budget money held by the plan is committed when the second side signs.
"""
