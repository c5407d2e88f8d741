"""评审劳务报酬: what experts are owed for a review, who pays it, that it was paid.

Stage: 交易. Who: 集中采购机构 pays in the catalogue, 采购人 otherwise; 评审专家 confirms. Law: 财库〔2016〕198号
第二十三至二十六条 (GP-EXP-12); the province's rates are samples. OCDS: none.
"""
