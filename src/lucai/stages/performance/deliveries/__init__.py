"""交付: the supplier says when it comes, delivers with serial numbers and photos, the buyer receives.

Stage: 履约. Who: 供应商 announces and delivers, 采购人 receives or rejects. Law: 政府采购法实施条例
第四十五条, 财政部令第87号 第七十四条 (GP-ACC-01). OCDS: contracts.implementation.
"""
