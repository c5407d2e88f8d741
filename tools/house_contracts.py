"""A contract that import-linter does not bring: a module's tables are its own.

Across modules one calls the other's selectors or services; a foreign key names the other
model by string, which is no import.
"""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateTables(Contract):
    """Files of certain names may be imported only from inside the package that holds them."""

    type_name = "private_tables"

    private: Any = fields.SetField(subfield=fields.StringField())
    # Base classes that every module builds on, such as the abstract record.
    shared: Any = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - the base class's signature
        """Look for an import of a private file from another package."""
        breaches = [
            (importer, imported)
            for imported in sorted(graph.modules)
            if (owner := self._owner(imported))
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if not f"{importer}.".startswith(f"{owner}.")
        ]
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that reaches into another module's tables."""
        for importer, imported in check.metadata["breaches"]:
            output.print_error(f"{importer} imports {imported}: call its selectors or services")

    def _owner(self, module: str) -> str:
        """Name the package that owns a private file; nothing if the file is not private."""
        if module in (self.shared or ()):
            return ""
        parts = module.split(".")
        places = [place for place, part in enumerate(parts) if part in self.private]
        return ".".join(parts[: places[0]]) if places else ""
