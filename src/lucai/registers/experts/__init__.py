"""评审专家库: who may be drawn into a panel, for which specialties, and who their employer is.

Who: 财政 keeps the library, an expert keeps the own employer right (recusal hangs on it). Law:
财库〔2016〕198号 (GP-EXP). Agencies and buyers never browse it: a draw names its members.
"""
