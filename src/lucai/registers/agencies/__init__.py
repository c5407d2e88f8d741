"""代理机构库: which agencies stand in the directory, with whom, where and since when; how they are inspected.

Who: an agency enters itself and keeps its entry right; 省级财政 checks that it is complete; 财政 inspects by
lot. Law: 政府采购代理机构管理暂行办法 财库〔2018〕2号 (GP-AGE-01, 02, 06, 07).
"""
