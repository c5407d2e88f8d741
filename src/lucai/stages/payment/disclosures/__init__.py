"""逾期款项公示: once a year every buyer makes public what it owed small firms at the year's end.

保障中小企业款项支付条例 第十八条: by 31 March, the number and the amount of contracts.
"""
