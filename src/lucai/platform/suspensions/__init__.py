"""暂停: what an authority, or the law itself, holds back, and until when.

A suspension belongs to the object that caused it (a 质疑, a 投诉), names a project and the
steps it stops, and ends when it is lifted or its last day is over. Steps ask for it in
``lucai.platform.lives``. Law: 政府采购法 第五十七条, 政府采购法实施条例 第五十四条.
"""
