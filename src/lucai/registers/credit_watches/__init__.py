"""信用复核: everybody in the libraries is looked up when registered and once a week (I-15).

Law: 财库〔2016〕125号; 政府采购法 第二十二条. What the source says anew lies on the finance department's
desk; nobody is barred or removed by it, and what a gate heard stays as it was.
"""
