"""Addresses of procurement intentions."""

from __future__ import annotations

urlpatterns: list[object] = []
