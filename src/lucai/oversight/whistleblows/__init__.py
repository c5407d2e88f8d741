"""举报: anybody tells of a breach, also without a name; finance checks, and who told stays hidden.

Floor: oversight. Who: 任何单位和个人 report, 财政 checks and answers. Law: 政府采购法 第七十条. An
identity is kept apart, enciphered, and read only in a journalled act with a reason.
"""
