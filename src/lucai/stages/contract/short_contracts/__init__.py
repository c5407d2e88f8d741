"""简式合同: the short contract on an order under a framework agreement, at a fixed price.

Stage: 合同. Who: 采购人 propose, 供应商 sign and deliver, 采购人 accept; published when signed. Its
text is the framework's uniform one (财政部令第110号 第十四条、第十七条、第三十六条). OCDS: contracts.
"""
