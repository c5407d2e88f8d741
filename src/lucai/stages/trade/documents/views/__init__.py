"""Pages of tender documents, clarifications and enquiries."""
