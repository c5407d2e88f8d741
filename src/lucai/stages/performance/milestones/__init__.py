"""履约节点: what is due when under a contract, as data: deliveries, services by period, trainings.

Stage: 履约. Who: 采购人 lays the plan out, 供应商 reports, 采购人 confirms. Contracts over several
years are planned by period. Law: 政府采购法 第五十条, 民法典 第五百零九条 (performance as agreed).
OCDS: contracts/implementation/milestones.
"""
