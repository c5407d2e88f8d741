"""合同变更: supplements, changes, suspension, resumption and early end of a signed contract.

Stage: 合同. Who: 采购人 or 供应商 proposes with a legal ground, the other agrees; where the law
commands it one side may act alone. Law: 政府采购法 第四十九条、第五十条 (GP-CTR-05 … GP-CTR-08).
OCDS: contractAmendment. What is agreed on is published (GP-CTR-07).
"""
