"""The one journal. Every change of state is an entry, written with the rows it changes.

Audit trail, change feed, notices, OCDS releases, search index, messages and proofs are
readings of it, each with a cursor of its own. See ``docs/decisions/0001-one-journal.md``.
"""
