"""Addresses of the supplier library."""

from django.urls import path

from lucai.registers.suppliers import views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/account/", views.register_account, name="register-account"),
    path("company/refresh/", views.refresh, name="company-refresh"),
    path("suppliers/", views.suppliers, name="suppliers"),
    path("suppliers/<int:organisation_id>/", views.supplier, name="supplier"),
    path("company/", views.company, name="company"),
    path("company/certificates/<int:pk>/", views.certificate, name="certificate"),
    path("company/certificates/<int:pk>/scan/", views.scan, name="certificate_scan"),
    path("company/certificates/<int:pk>/renew/", views.renew, name="certificate_renew"),
    path("company/certificates/<int:pk>/steps/<str:step>/", views.step, name="certificate_step"),
]
