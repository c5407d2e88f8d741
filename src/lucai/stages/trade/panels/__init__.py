"""评审委员会: planned, drawn at random, appointed, signed in, replaced.

Stage: 交易. Who: 代理机构 draws, 采购人 appoints its representative, 专家 and representative sign
in. Names are secret until the result is announced. Law: 财政部令第87号 第四十五条至第四十九条,
财库〔2016〕198号 (GP-TEN-13, GP-EXP-02…08). OCDS: none before the result notice.
"""
