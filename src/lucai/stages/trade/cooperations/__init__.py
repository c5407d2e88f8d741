"""合作创新采购: 订购 finds who researches, 首购 buys the first products of what they made.

Stage: 交易. Who: 代理机构 organises, 采购人 confirms and decides, 供应商 apply, respond and negotiate,
财政 watches. Law: 财库〔2024〕13号, COI-01 … COI-10, GP-MET-09. OCDS: tender, awards. The research
contracts and the contract on the first purchase are ordinary ``contract.contracts``.
"""
