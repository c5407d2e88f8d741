"""定标与结果: the buyer decides, the result is announced, winner and losers are told.

Stage: 交易. Who: 采购人 decides in the order of the report, 代理机构 announces and sends the
letters, 投标人 read their own. Law: 政府采购法实施条例 第四十三条, 财政部令第87号 第六十八条至第七十条
(GP-TEN-19, GP-TEN-20, GP-AWD-01…04). OCDS: awards.
"""
