"""资格预审与邀请供应商: who may be invited, how they are found, reviewed, drawn and invited.

Stage: 交易. Who: 代理机构 prepares, 采购人 confirms and witnesses, 供应商 apply.
Law: 政府采购法 第三十四条, 实施条例 第二十一条, 财政部令第87号 第十四条、第二十一条 (GP-TEN-04, 06, 07).
OCDS: tender (selective).
"""
