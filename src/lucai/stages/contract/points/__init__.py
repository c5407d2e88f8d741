"""协商意见: open points of a contract text, proposed, answered or countered until both agree.

Stage: 合同. Who: 采购人 and 供应商, each may propose and each answers the other. Law: 政府采购法
第四十六条, 财政部令第87号 第七十一条 (GP-CTR-01): nothing substantive is negotiable.

A point agreed on is written into the text; while one is open nobody signs.
"""
