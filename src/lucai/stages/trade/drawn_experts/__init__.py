"""Drawn experts (抽取的评审专家): drawn by lot, called out, answering, followed by whoever comes next.

Stage: 交易. What panels and review groups share: each says by a ``Circle`` what differs with it.
Objects: none of its own. Law: 财库〔2016〕198号 第十二至十六条 (GP-EXP-02…04).
"""
