"""信用评价: records that count, an open formula over them, objections and their correction.

Who: everybody reads organisations, an expert reads the own; the party objects, 财政 corrects or upholds
with reasons. Law: 财库〔2018〕2号 第十八条; the province's own rule is not obtained, its numbers are
illustrative (CRD-04, CRD-05). The formula is data in ``lucai.law.ratings``.
"""
