"""采购档案: everything a procurement left behind, with digests, a list of gaps and the journal.

Stage: 归档. Who: 代理机构 gathers and seals, 采购人 and 财政 read. Law: 政府采购法 第四十二条,
政府采购法实施条例 第四十六条 (GP-ARC-01 … GP-ARC-03). The package is a BagIt bag in a ZIP file.
"""
