"""Addresses of archive packages."""

from django.urls import path

from lucai.stages.archive.packages.views import keeping, packages

BASE = "rooms/<str:number>/archive/"

urlpatterns = [
    path("archive/", packages.packages, name="packages"),
    path(BASE, packages.package, name="package"),
    path("contracts/<str:number>/archive/", packages.of_contract, name="contract-archive"),
    path(f"{BASE}seal/", packages.seal, name="package-seal"),
    path(f"{BASE}package.zip", packages.download, name="package-zip"),
    path(f"{BASE}renewals.zip", packages.renewals, name="package-renewals"),
    path(f"{BASE}supplement/", packages.supplement, name="package-supplement"),
    path(f"{BASE}file/", keeping.file, name="package-file"),
    path(f"{BASE}readings/", keeping.readings, name="package-readings"),
    path(f"{BASE}checks/", keeping.checks, name="package-checks"),
    path(f"{BASE}checks/now/", keeping.check, name="package-check"),
    path(f"{BASE}hold/", keeping.place_hold, name="package-hold"),
    path(f"{BASE}holds/<int:place>/", keeping.hold, name="package-held"),
    path(f"{BASE}holds/<int:place>/lift/", keeping.lift, name="package-lift"),
    path(f"{BASE}condemn/", keeping.condemn, name="package-condemn"),
    path(f"{BASE}extend/", keeping.extend, name="package-extend"),
    path(f"{BASE}steps/<str:step>/", keeping.step, name="package-step"),
]
