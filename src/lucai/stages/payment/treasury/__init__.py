"""国库回单与对账: the counterpart's answers are booked, doubted or known already, each day compared.

Stage: 支付. Who: 国库支付 takes answers in and settles what is doubtful; 财政 reads. An answer is a
fact of the other side: it is never changed, and nothing is paid twice or above the contract
because it came twice, late or wrong. Standard: I-07 of the interfaces (GBK voucher dialect).

The dialect stands behind a port; the counterpart is simulated (模拟对接).
"""
