"""Certificates of several CAs under one trust list: who signed, and was that certificate good.

No CA is wired into code: what to trust, since when, where a CA writes the 统一社会信用代码 and
which uses its certificates allow are rows that two officers change.
"""

import lucai.platform.pki.oids  # noqa: F401 - before anything reads a certificate
