"""Signatures and seals in files: the platform's evidence signature, timestamps, judging them.

Every final paper gets a signature that readers everywhere understand (PAdES B-LTA, ECDSA), one
with the national algorithms beside it, and a place in the log.
"""

from lucai.platform.pki import oids  # noqa: F401 - asn1crypto must know SM2 and SM3 first
