"""国库集中支付: the voucher dialect of 财政部 and 人民银行, and a simulated counterpart (模拟对接)."""
