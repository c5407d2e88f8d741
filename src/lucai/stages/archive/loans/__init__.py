"""借阅: who else may read a sealed file, for which purpose, which parts of it, and until when.

Those who keep a file (采购人, 代理机构) and those who supervise it read it by right; everybody else
borrows it. Nothing is taken away: papers are read page by page, and each page leaves a trace.
"""
