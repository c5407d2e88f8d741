"""供应商解密: where a tender's suppliers hold a key of their own bids, each opens its own after the deadline.

Stage: 交易. Who: 供应商 decrypt within the window; whom the policy names recover, or the bid counts
as withdrawn. While the window runs everybody sees how many have, and nobody which.
"""
