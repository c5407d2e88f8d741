"""Addresses of the treasury's answers and reconciliations."""

from datetime import date

from django.urls import path, register_converter

from lucai.stages.payment.treasury import views


class DayConverter:
    """A day in an address, as 2026-07-01."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Read it; what is no day is no address."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """Write it."""
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "day")

DAY = "treasury/reconciliations/<day:day>/"

urlpatterns = [
    path("treasury/answers/", views.answers, name="treasury-answers"),
    path("treasury/answers/<int:pk>/", views.answer, name="treasury-answer"),
    path("treasury/answers/<int:pk>/settle/", views.settle, name="treasury-settle"),
    path("treasury/instructions/<str:number>.xml", views.instruction, name="treasury-instruction"),
    path("treasury/reconciliations/", views.reconciliations, name="treasury-reconciliations"),
    path(DAY, views.reconciliation, name="treasury-reconciliation"),
    path(f"{DAY}steps/close/", views.close, name="treasury-close"),
    path(f"{DAY}differences/<int:pk>/", views.explain, name="treasury-explain"),
]
