"""谈判、磋商、协商: one supplier at a time, then last quotes that stay sealed until all are due.

The evaluation begins it with the suppliers that meet the requirements, and goes on with the
last quotes. What one supplier says or asks for, no other learns (政府采购法 38).
"""
