"""OCDS 1.1.5: a release at every public change, a record and package per project.

A reading of the journal: build it anew with ``readers.rewind("ocds")``. Who: everybody.
Standard: Open Contracting Data Standard 1.1.5, releases, records, pagination.
"""
