"""采购项目与采购包: what one procurement is, its lots, its room, its state.

Stage: 交易. Who: 采购人 and 代理机构 work in it; 供应商 and 公众 see it once announced; 财政 its
region. Its state follows from the acts of other modules and is never set by hand. Law: 政府采购法
第四十二条 (one activity, one file), GP-TEN-16. OCDS: tender, tender/lots.
"""
