"""采购文件获取记录: which supplier obtained the tender document, and when; secret until the deadline.

Stage: 交易. Who: 供应商 obtain; 采购人, 代理机构 and 财政 read the list only after the deadline.
Law: 财政部令第87号 第十八条、第二十八条 (GP-TEN-02, GP-TEN-24, GP-FEE-01). OCDS: none before opening.
"""
