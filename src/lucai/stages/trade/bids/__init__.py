"""投标文件: prepared in parts, handed in with a receipt, replaced or withdrawn until the deadline.

Stage: 交易. Who: 供应商 alone until the opening; then 采购人, 代理机构 and 财政 of the region. Law:
财政部令第87号 第二十三条、第三十二条至第三十六条 (GP-TEN-08, GP-TEN-15, GP-TEN-22, GP-BON-03,
GP-REC-01). OCDS: bids.

Until the opening nobody but the supplier can learn that a bid exists: its row, journal entries
and duties carry no region, and every scope waits for ``opened_at``. The files are kept with
their SM3 and SHA-256 digests behind these rules; they are not yet sealed by encryption.
"""
