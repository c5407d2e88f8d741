"""Where the keys lie under which everything else is wrapped (KEK: key encryption key).

A file in development, a device in production. No tables here, so that the journal's own key can
use it.
"""
