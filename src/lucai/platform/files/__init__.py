"""Files by content: stored once under their digest, typed by their bytes, limited in size."""
