"""Small programs that other organisations run beside the platform: the witness, the share server.

Each is one process with its own keys, its own database and its own clock. They know
``lucai_trust`` and the standard library; they know nothing of the platform and need no Django.
"""
