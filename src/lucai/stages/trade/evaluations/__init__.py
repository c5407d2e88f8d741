"""评审: qualification by the organiser, compliance and scores by the panel, the report.

Stage: 交易. Who: 代理机构或采购人 checks qualification, 评委会成员 check compliance, examine low
prices, score alone, sign; 投标人 explain a low price and read their own result. What is seen turns
with the phase: independent, consolidating, complete. Law: 财政部令第87号 第四十四条至第六十六条,
财库〔2026〕2号 (GP-TEN-11, GP-EVA, GP-LOW, GP-EXP-09). OCDS: none before the result.
"""
