"""Addresses of invoices and payments."""

from django.urls import path

from lucai.platform.signatures.routes import paper_paths
from lucai.stages.payment.requests.rules import ADVANCE, RETENTION, SILENCE
from lucai.stages.payment.requests.views import approvals, invoices, owed, payments

CONTRACT = "contracts/<str:number>/"
INVOICE = f"{CONTRACT}invoices/<int:place>/"

urlpatterns = [
    path("payments/", payments.payments, name="payments"),
    path("receivables/", owed.receivables, name="receivables"),
    path("payments/overdue/", owed.overdue, name="payments-overdue"),
    path("payments/overdue/report.<str:kind>", owed.overdue_file, name="payments-overdue-file"),
    path("payments/approvals/", approvals.approvals, name="payments-approvals"),
    path("payments/<str:number>/", payments.payment, name="payment"),
    path("payments/<str:number>/edit/", payments.edit, name="payment-edit"),
    path("payments/<str:number>/send-back/", payments.send_back, name="payment-send-back"),
    path("payments/<str:number>/pay/", payments.pay, name="payment-pay"),
    path("payments/<str:number>/bounce/", payments.bounce, name="payment-bounce"),
    path("payments/<str:number>/return/", payments.return_request, name="payment-return"),
    *paper_paths("payments/<str:number>/request", payments.pdf, name="payment-pdf"),
    path("payments/<str:number>/steps/<str:step>/", payments.step, name="payment-step"),
    path(f"{CONTRACT}payments/", payments.contract_payments, name="contract-payments"),
    path(f"{CONTRACT}acceptance/<int:place>/invoice/", invoices.new_invoice, name="invoice-new"),
    path(f"{CONTRACT}advance/", invoices.new_part, {"kind": ADVANCE}, name="advance"),
    path(
        f"{CONTRACT}acceptance/<int:place>/retention/",
        invoices.new_part,
        {"kind": RETENTION},
        name="retention",
    ),
    path(
        f"{CONTRACT}deliveries/<int:place>/invoice/",
        invoices.new_part,
        {"kind": SILENCE},
        name="silence",
    ),
    path(INVOICE, invoices.invoice, name="invoice"),
    path(f"{INVOICE}file/", invoices.invoice_file, name="invoice-file"),
    path(f"{INVOICE}replace/", invoices.replace_invoice, name="invoice-replace"),
    path(f"{INVOICE}send-back/", invoices.send_back_invoice, name="invoice-send-back"),
    path(f"{INVOICE}refuse/", invoices.refuse_claim, name="invoice-refuse"),
    path(f"{INVOICE}steps/<str:step>/", invoices.invoice_step, name="invoice-step"),
    path(f"{INVOICE}request/", payments.request_payment, name="invoice-request"),
]
