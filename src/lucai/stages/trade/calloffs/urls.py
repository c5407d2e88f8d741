"""Addresses of orders under framework agreements."""

from django.urls import path

from lucai.stages.trade.calloffs import views

ONE = "call-offs/<str:number>/"

urlpatterns = [
    path("call-offs/", views.orders, name="call-offs"),
    path("call-offs/new/", views.choose_framework, name="call-off-frameworks"),
    path("call-offs/new/<str:framework>/", views.new, name="call-off-new"),
    path("call-offs/new/<str:framework>/outside/", views.outside, name="call-off-outside"),
    path(ONE, views.order, name="call-off"),
    path(f"{ONE}quote/", views.quote, name="call-off-quote"),
    path(f"{ONE}quote/receipt.json", views.receipt, name="call-off-receipt"),
    path(f"{ONE}quote/steps/<str:name>/", views.quote_step, name="call-off-quote-step"),
    path(f"{ONE}quotes/package.zip", views.package, name="call-off-package"),
    path(f"{ONE}steps/reveal/", views.reveal, name="call-off-reveal"),
    path(f"{ONE}cancel/", views.cancel, name="call-off-cancel"),
    path(f"{ONE}decline/", views.decline, name="call-off-decline"),
]
