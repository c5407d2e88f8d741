"""质疑: a supplier says in writing that it was wronged, and is answered within the law's time.

Stage: 交易. Who: 供应商 raises, 代理机构 or 采购人 answers and mends, 财政 watches. Law: 政府采购法
第五十二条至第五十四条, 政府采购法实施条例 第五十二条至第五十四条, 财政部令第94号 第十条至第十六条
(GP-QST-02 … GP-QST-07, GP-CTR-08, GP-CMP-15). OCDS: none; the 询问 stand in trade.documents.
"""
