"""采购实施计划: drafted, reviewed, approved where the method asks for it, filed with its money held.

Stage: 计划. Who: 采购人 drafts and reviews, 财政 approves and files. Law: 政府采购法实施条例
第二十九条, 财库〔2021〕22号 (GP-PLN, GP-DEM, GP-MET). OCDS: planning.
"""
