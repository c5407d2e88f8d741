"""采购意向: drafted or imported by the buyer, published thirty days ahead, used by a plan.

Stage: 计划. Who: 采购人. Law: 财库〔2020〕10号 (GP-INT-01 … GP-INT-05). OCDS: planning.
"""
