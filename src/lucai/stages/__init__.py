"""Floor 5: the life of a procurement, in order. A stage looks back, never ahead."""

ORDER = (
    ("budget", "预算"),
    ("plan", "计划"),
    ("trade", "交易"),
    ("contract", "合同"),
    ("performance", "履约"),
    ("acceptance", "验收"),
    ("payment", "支付"),
    ("archive", "归档"),
)
