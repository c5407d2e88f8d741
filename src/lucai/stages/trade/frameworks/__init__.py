"""框架协议 第一阶段: planned, called for, admitted, signed; joined, left and refilled until the term ends.

Stage: 交易. Who: 征集人 (集采机构 or 主管预算单位) plans and calls, 财政 reviews or files, 供应商 respond
or join; everybody sees what is announced. Law: 财政部令第110号, GP-FRA-01 … GP-FRA-13. OCDS:
tender (techniques/frameworkAgreement), awards. Orders under it are ``trade.calloffs``.
"""
