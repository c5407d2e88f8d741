"""Changing the keys that wrap keys; the data itself stays as it is."""

from __future__ import annotations

import base64
from pathlib import Path

from django.conf import settings

from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed
from lucai.law.regions import PROVINCE
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.keys.models import DataKey
from lucai.platform.keys.sealing import DOMAINS, place_of
from lucai.platform.records import system_access
from lucai.platform.vault import keeping


@command
def rotate(actor: Actor, *, domain: str) -> int:
    """Make the next key of a domain and wrap anew what the last one wrapped; return how much.

    Raises:
        NotAllowed: by anybody but the system, at whose console it is done.
        InvalidInput: there is no such domain.
    """
    if actor.viewer is not SYSTEM:
        raise NotAllowed("密钥由系统管理员在服务器上更换。")
    if domain not in set(DOMAINS):
        raise InvalidInput({"domain": f"没有这个密钥域，可选：{'、'.join(DOMAINS)}"})
    key = keeping.next_key(domain)
    count = _wrap_files() if domain == keeping.PLATFORM else _wrap_rows(domain)
    record(
        actor,
        Entry(
            event="keys.rotate",
            object_type="keys.domain",
            object_key=domain,
            label=f"更换密钥：{key}，重新包裹 {count} 项",
            region=PROVINCE,
            body={"key": key, "count": count, "provider": keeping.provider().name},
        ),
    )
    return count


def _wrap_files() -> int:
    return keeping.wrap_anew(Path(settings.LUCAI_DATA_DIR) / "keys")


def _wrap_rows(domain: str) -> int:
    with system_access("data keys"):
        rows = list(DataKey.objects.select_for_update().filter(domain=domain))
    for row in rows:
        place = place_of(domain, row.number)
        plain = keeping.unwrap(base64.b64decode(row.wrapped), place)
        row.change(wrapped=base64.b64encode(keeping.wrap(domain, plain, place)).decode())
    return len(rows)
