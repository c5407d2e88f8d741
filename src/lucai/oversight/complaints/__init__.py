"""投诉: the finance department examines what a supplier complains of, pauses, hears, decides.

Floor: oversight, above all stages: it reads the whole file of a project. Who: 供应商 complains,
财政 examines and decides, 采购人, 代理机构 and the winner state. Law: 政府采购法 第五十五条至第五十八条,
政府采购法实施条例 第五十四条至第五十八条, 财政部令第94号 (GP-CMP-01 … GP-CMP-16). Notice: 投诉处理结果公告.
"""
