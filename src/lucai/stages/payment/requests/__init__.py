"""支付: the supplier's invoice, the buyer's request checked by another, the treasury's answer.

Stage: 支付. Who: 供应商 hands in the invoice, 采购人 requests and approves (never one person),
国库 pays or returns. Law: 财库〔2019〕38号 三, 保障中小企业款项支付条例 第九条、第十条、第十七条
(GP-PAY-01 … GP-PAY-08, ROL-04). OCDS: contracts.implementation.transactions.

In this issue a person of the treasury answers in the browser; no treasury system is connected.
"""
