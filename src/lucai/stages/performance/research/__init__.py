"""研发阶段 of a research contract: negotiated before each, reported with its cost, passed or stopped.

Stage: 履约. Who: 采购人 negotiates and judges, 供应商 reports. Law: 财库〔2024〕13号, COI-07, COI-08.
What passed is delivered, accepted and paid as every contract is.
"""
