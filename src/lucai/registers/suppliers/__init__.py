"""供应商库: what a supplier says of itself once, so that no bid has to ask again.

Who: the supplier keeps it; buyers, agencies and finance read what is public of it; account
numbers only those who pay. Law: 政府采购法 第二十二条 (GP-QUA-01, GP-QUA-08, GP-SME-02).
OCDS: parties.
"""
