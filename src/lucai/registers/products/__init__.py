"""商品库: what is on offer, by whom, at what price since when, with which certificates.

Who: a supplier enters its products and answers for them, 财政 checks that entries are complete;
everybody searches and compares. Law: 政府采购品目分类目录 (2022), 财库〔2019〕9号 (certificates),
国办发〔2025〕34号 (facts of 本国产品). The library judges nobody's offer: it keeps facts with their source.
"""
