"""应收账款确认: a small firm asks, the buyer confirms what it owes, a bank checks the paper by number and digest.

Who: the supplier asks, the buyer confirms or refuses with reasons. Law: 保障中小企业款项支付条例
第十六条 (GP-PAY-05).
"""
