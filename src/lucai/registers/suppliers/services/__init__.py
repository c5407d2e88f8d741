"""Changing the supplier library: registering, keeping the own sheet, certificates with an end."""

from lucai.registers.suppliers.services.keeping import (
    drop,
    keep_company,
    keep_scan,
    renew,
    take_over_companies,
    watch_certificates,
)
from lucai.registers.suppliers.services.registering import ask_register, refresh, register

__all__ = [
    "ask_register",
    "drop",
    "keep_company",
    "keep_scan",
    "refresh",
    "register",
    "renew",
    "take_over_companies",
    "watch_certificates",
]
