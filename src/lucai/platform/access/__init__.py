"""People, organisations, posts and roles: who may read and do what, down to the row."""
