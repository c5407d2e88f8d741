"""采购文件: chapters from a blank, requirements and scoring criteria as rows, dates the law allows.

Stage: 交易. Who: 代理机构 drafts and publishes, 采购人 confirms, 供应商 ask. Law: 财政部令第87号
第二十条至第三十条, 政府采购法 第三十五条 (GP-TEN-01…05, GP-EVA-03, GP-QUA-07). OCDS: tender,
tender/amendments, tender/enquiries.
"""
