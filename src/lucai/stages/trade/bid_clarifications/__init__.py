"""澄清、说明或者补正: what the panel asks of one bid in writing, and what its bidder answers.

Stage: 交易. Who: 评审委员会 asks by its chair, 供应商 answers in writing, all members read it. Law: 财政部令第87号
第五十一、六十二条 (GP-EXP-14). OCDS: none.
"""
