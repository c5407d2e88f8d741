"""预留项目执行情况: once a year every head unit makes public what it reserved for small firms.

财库〔2020〕46号 第十八条 and its annex 2: the contracts of reserved lots, their sum, and the share
of small and micro firms; where the law's shares were not reached it says why.
"""
