"""The API: OpenAPI 3.1 under /api/v1/, the same services as the pages."""

from __future__ import annotations

from ninja import NinjaAPI

from lucai import __version__
from lucai.guidance.law.api import router as law

api = NinjaAPI(
    title="LuCai 鲁采",
    version=__version__,
    urls_namespace="api",
    docs_url=None,
    openapi_url="openapi.json",
)
api.add_router("/law", law)
