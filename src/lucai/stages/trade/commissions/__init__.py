"""委托代理: the buyer entrusts an agency of its own choice; the project begins with it.

Stage: 交易. Who: 采购人 entrusts, 代理机构 accepts or declines. Law: 政府采购法 第十九条、第二十条
(GP-THR-08: nobody may draw lots or choose the agency for the buyer). OCDS: parties/procuringEntity.
"""
