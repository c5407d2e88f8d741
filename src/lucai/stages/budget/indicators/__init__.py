"""预算指标: received from finance, held by plans, committed by contracts, consumed by payments.

Stage: 预算. Who: 财政 hands them in, 采购人 uses them. Law: 政府采购法 第六条、第三十三条
(GP-BUD-01). OCDS: planning/budget.
"""
