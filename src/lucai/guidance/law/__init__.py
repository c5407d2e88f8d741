"""法规与计算器: the articles, the rules as the system applies them, and calculators.

Who: everybody, without signing in. One machine door to all calculators: POST /api/v1/law/ask.
"""
