"""The life of a supplier's entry: it exists; what it says is noted in the journal."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.access.permissions import Function

SUPPLIER = Lifecycle(
    of="supplierLibrary.supplier",
    title="供应商",
    initial="active",
    states={"active": "在册"},
    page="/suppliers/{row.organisation_id}/",
    steps=(),
)

KEEP = Function("supplierLibrary.supplier:keep", "供应商 · 维护企业资料", (Side.SUPPLIER,))
