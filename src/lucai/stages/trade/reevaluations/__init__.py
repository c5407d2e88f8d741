"""重新评审: the same panel looks at its signed report once more, in the few cases the law names.

Stage: 交易. Who: 代理机构 or 采购人 order it, the original panel finds and corrects, 财政 is told. Law:
财政部令第87号 第六十四条 (GP-TEN-18), 财政部令第74号 第二十一条 (GP-NEG-12), 财库〔2014〕214号 第三十二条
(GP-CON-07), 政府采购法实施条例 第四十四条. OCDS: none.
"""
