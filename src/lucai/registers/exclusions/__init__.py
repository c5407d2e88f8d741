"""行政处罚和严重违法失信行为记录: who may not take part, since when, until when, by whose decision.

Who: 财政 enters, a second person confirms; everybody reads. Law: 政府采购法 第七十七条, 政府采购法实施条例
第十九条, 财库〔2016〕125号 (GP-CRE, GP-QUA-02). What a gate of a procurement asks and hears is frozen here.
"""
