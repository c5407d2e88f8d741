"""资产: accepted goods become asset cards and go to the asset system; what it refuses is corrected.

Stage: 验收. Who: 采购人 hands over and corrects, the asset system answers over the port. Categories are
those of the catalogue, whose goods follow 《固定资产等资产基础分类与代码》(GB/T 14885-2022).
"""
