"""Addresses of the mall."""

from django.urls import path

from lucai.stages.contract.mall.views import inquiries, orders, questions, reports, shop

PRODUCT = "mall/products/<str:number>/"
ORDER = "mall/orders/<str:number>/"
REPORT = "mall/reports/<str:number>/"
INQUIRY = "mall/inquiries/<str:number>/"

urlpatterns = [
    path("mall/", shop.storefront, name="mall"),
    path(PRODUCT, shop.product, name="mall-product"),
    path(f"{PRODUCT}order/<int:supplier>/", orders.new, name="mall-order-new"),
    path(f"{PRODUCT}report/", reports.new, name="price-report-new"),
    path("mall/orders/", orders.orders, name="mall-orders"),
    path("mall/orders/export/", orders.export, name="mall-orders-export"),
    path(ORDER, orders.order, name="mall-order"),
    path(f"{ORDER}evidence.json", orders.evidence, name="mall-order-evidence"),
    path(f"{ORDER}steps/<str:name>/", orders.step, name="mall-order-step"),
    path(f"{ORDER}decline/", orders.decline, name="mall-order-decline"),
    path(f"{ORDER}withdraw/", orders.withdraw, name="mall-order-withdraw"),
    path("mall/inquiries/", inquiries.inquiries, name="mall-inquiries"),
    path("mall/inquiries/new/", inquiries.new, name="mall-inquiry-new"),
    path(INQUIRY, inquiries.inquiry, name="mall-inquiry"),
    path(f"{INQUIRY}quote/", inquiries.quote, name="mall-quote"),
    path(f"{INQUIRY}quote/receipt.json", inquiries.receipt, name="mall-quote-receipt"),
    path(f"{INQUIRY}quote/steps/<str:name>/", inquiries.quote_step, name="mall-quote-step"),
    path(f"{INQUIRY}quotes/package.zip", inquiries.package, name="mall-quote-package"),
    path(f"{INQUIRY}steps/open/", inquiries.open_quotes, name="mall-inquiry-open"),
    path(f"{INQUIRY}award/", inquiries.award, name="mall-inquiry-award"),
    path(f"{INQUIRY}extend/", inquiries.extend, name="mall-inquiry-extend"),
    path(f"{INQUIRY}end/", inquiries.end, name="mall-inquiry-end"),
    *[
        route
        for base, name in ((ORDER, "mall-order"), (INQUIRY, "mall-inquiry"))
        for route in (
            path(f"{base}questions/", questions.questions, name=f"{name}-questions"),
            path(f"{base}questions/ask/", questions.ask, name=f"{name}-question-ask"),
            path(f"{base}questions/<int:question>/", questions.answer, name=f"{name}-question"),
        )
    ],
    path("mall/reports/", reports.reports, name="price-reports"),
    path(REPORT, reports.report, name="price-report"),
    path(f"{REPORT}answer/", reports.answer, name="price-report-answer"),
]
