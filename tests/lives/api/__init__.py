"""The complete life of each method, done by programs through ``/api/v1`` alone."""
