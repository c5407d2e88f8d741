"""违约记录: what one side says the other did not do, the answer, and how it was settled.

Stage: 履约. Who: 采购人 and 供应商, either against the other. Law: 民法典 第五百七十七条 (liability
for breach), 政府采购法 第五十条. Finance and audit read it; settled records count for credit.
"""
