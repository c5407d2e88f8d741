"""Pages of the mall."""
