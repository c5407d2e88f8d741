"""Pages of signing in, by what one signs in with."""
