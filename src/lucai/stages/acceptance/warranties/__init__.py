"""质保: the calendar of warranties, and faults reported under them.

Stage: 验收. Who: 采购人 reports a fault, 供应商 responds and mends, 采购人 confirms. Law: 民法典
第六百一十七条 (quality as agreed), the contract's own promises.
"""
