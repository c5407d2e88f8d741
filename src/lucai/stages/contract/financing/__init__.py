"""合同融资: a supplier borrows against a signed contract; the bank sees what was consented to, no more.

Stage: 合同. Who: 供应商 consents and withdraws, 银行 answers over the port (I-13). Law: 财库〔2020〕46号
第十五条, 保障中小企业款项支付条例 第十六条 (GP-FIN-01). A locked account is respected at payment.
"""
