"""Changing the mall."""

from lucai.stages.contract.mall.services.answering import confirm, decline, lapse_due
from lucai.stages.contract.mall.services.comparing import award, open_quotes
from lucai.stages.contract.mall.services.enquiring import ask, end_inquiry, extend
from lucai.stages.contract.mall.services.ordering import place, release, withdraw
from lucai.stages.contract.mall.services.questions import answer_question, ask_question
from lucai.stages.contract.mall.services.quoting import quote, quote_receipt, withdraw_quote
from lucai.stages.contract.mall.services.reporting import answer_report, report_price

__all__ = [
    "answer_question",
    "answer_report",
    "ask",
    "ask_question",
    "award",
    "confirm",
    "decline",
    "end_inquiry",
    "extend",
    "lapse_due",
    "open_quotes",
    "place",
    "quote",
    "quote_receipt",
    "release",
    "report_price",
    "withdraw",
    "withdraw_quote",
]
