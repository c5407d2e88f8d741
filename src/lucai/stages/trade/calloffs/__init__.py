"""框架协议 第二阶段: orders by direct choice, second bidding or rotation, or from outside; every deal public.

Stage: 交易. Who: 采购人 order, 供应商 quote or decline, 征集人 and 财政 watch. Law: 财政部令第110号
第三十二条至第三十七条 (GP-FRA-02, 09, 10, 11). OCDS: a process of its own, related to the framework's.
"""
