"""互评: buyer, agency, supplier and expert rate each other, in time, with evidence; the rated reply.

Law: 财库〔2016〕198号 第二十一条、第二十二条, 财库〔2018〕2号 第十八条 (GP-EXP-10); performance ratings by the
province's own periods (CRD-03). Given ratings become credit records in ``lucai.oversight.credit``.
"""
