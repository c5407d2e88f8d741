"""Addresses of invoices and payments."""

from django.urls import path

from lucai.stages.payment.requests import views

CONTRACT = "contracts/<str:number>/"
INVOICE = f"{CONTRACT}invoices/<int:place>/"

urlpatterns = [
    path("payments/", views.payments, name="payments"),
    path("payments/<str:number>/", views.payment, name="payment"),
    path("payments/<str:number>/edit/", views.edit, name="payment-edit"),
    path("payments/<str:number>/send-back/", views.send_back, name="payment-send-back"),
    path("payments/<str:number>/pay/", views.pay, name="payment-pay"),
    path("payments/<str:number>/return/", views.return_request, name="payment-return"),
    path("payments/<str:number>/request.pdf", views.pdf, name="payment-pdf"),
    path("payments/<str:number>/steps/<str:step>/", views.step, name="payment-step"),
    path(f"{CONTRACT}payments/", views.contract_payments, name="contract-payments"),
    path(f"{CONTRACT}acceptance/<int:place>/invoice/", views.new_invoice, name="invoice-new"),
    path(INVOICE, views.invoice, name="invoice"),
    path(f"{INVOICE}file/", views.invoice_file, name="invoice-file"),
    path(f"{INVOICE}replace/", views.replace_invoice, name="invoice-replace"),
    path(f"{INVOICE}send-back/", views.send_back_invoice, name="invoice-send-back"),
    path(f"{INVOICE}request/", views.request_payment, name="invoice-request"),
]
