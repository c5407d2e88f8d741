"""Addresses of the product library."""

from django.urls import path

from lucai.registers.products import views

ONE = "products/<str:number>/"

urlpatterns = [
    path("products/", views.products, name="products"),
    path("products/compare/", views.compare, name="products_compare"),
    path("products/shelf/", views.shelf, name="products_shelf"),
    path("products/desk/", views.desk, name="products_desk"),
    path("products/new/", views.new, name="product_new"),
    path(ONE, views.product, name="product"),
    path(f"{ONE}edit/", views.edit, name="product_edit"),
    path(f"{ONE}certificates/", views.certificates, name="product_certificates"),
    path(f"{ONE}offer/", views.offer, name="product_offer"),
    path(f"{ONE}offer/stop/", views.stop, name="product_stop"),
    path(f"{ONE}return/", views.send_back, name="product_return"),
    path(f"{ONE}objection/", views.objection, name="product_objection"),
    path(f"{ONE}objection/decision/", views.decision, name="product_objection_decision"),
    path(f"{ONE}withdraw/", views.withdraw, name="product_withdraw"),
    path(f"{ONE}take-down/", views.take_down, name="product_take_down"),
    path(f"{ONE}steps/<str:step>/", views.step, name="product_step"),
]
