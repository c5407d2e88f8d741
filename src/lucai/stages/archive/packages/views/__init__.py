"""Pages of archive packages."""
