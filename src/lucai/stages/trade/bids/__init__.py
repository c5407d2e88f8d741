"""投标文件: what the envelopes of a lot held, from the opening on, and the bonds given with them.

Stage: 交易. Who: 供应商 writes and seals in its own browser; after the opening it reads its own
bid, 采购人, 代理机构 and 财政 of the region read all. Law: 财政部令第87号 第二十三条、第三十二条至
第三十六条 (GP-TEN-08, GP-TEN-15, GP-TEN-22, GP-BON-03, GP-REC-01). OCDS: bids.

Before the opening there is no row here: a bid lies sealed (``stages/trade/sealing``), and nobody
can tell whose it is. What the law asks of a bid is judged twice by the same rules: by the
bidder's own browser before it seals, and at the opening for everybody to see.
"""
