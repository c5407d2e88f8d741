"""履约保证金: handed in by guarantee or other non-cash means, verified, returned in time.

Stage: 合同. Who: 供应商 hands in, 采购人 verifies and returns. Law: 政府采购法实施条例 第四十八条,
财库〔2019〕38号 三, 保障中小企业款项支付条例 第十三条 (GP-BON-07).
"""
