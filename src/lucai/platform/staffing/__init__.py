"""Staff, roles and the own account: assigned on screen, every change in the journal.

Who: the administrator everywhere, a staff manager inside the own organisation.
"""
