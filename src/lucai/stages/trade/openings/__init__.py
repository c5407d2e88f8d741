"""开标: the hall where bids are read out at the deadline, confirmed and asked about.

Stage: 交易. Who: 代理机构 presides, 供应商 sign in, confirm and ask; 采购人 and 财政 watch. Law:
财政部令第87号 第三十九条至第四十三条 (GP-TEN-09, GP-TEN-10, GP-TEN-12). OCDS: bidOpening.
"""
