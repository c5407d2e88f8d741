"""Data keys: a value opens at its own row alone; changing the keys above leaves the data as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed
from lucai.platform.journal.models import JournalEntry
from lucai.platform.keys import sealing, selectors, services
from lucai.platform.keys.models import DataKey
from lucai.platform.records import system_access
from lucai.platform.signin import totp
from lucai.platform.vault.ports import VaultFailed
from tests.makers import people

pytestmark = pytest.mark.django_db

CONSOLE = Actor.system(Reason.INSTALLATION)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.LUCAI_DATA_DIR, settings.LUCAI_KEYS = tmp_path, "soft"
    return tmp_path


def test_a_value_opens_in_its_own_row_and_domain_alone() -> None:
    sealed = sealing.protect("identity", "person.totp_secret.1", b"JBSWY3DP")
    assert sealing.reveal("identity", "person.totp_secret.1", sealed) == b"JBSWY3DP"
    with pytest.raises(VaultFailed, match="不属于这一行"):
        sealing.reveal("identity", "person.totp_secret.2", sealed)
    with pytest.raises(VaultFailed):
        sealing.reveal("disclosures", "person.totp_secret.1", sealed)


def test_what_is_no_sealed_value_is_refused() -> None:
    for wrong in ("", "不是", "AAAA"):
        with pytest.raises(VaultFailed):
            sealing.reveal_text("identity", "person.totp_secret.1", wrong)


def test_neither_table_nor_file_holds_a_data_key_in_the_clear(folder: Path) -> None:
    sealing.protect("identity", "x", b"value")
    with system_access("test"):
        row = DataKey.objects.get()
    plain = sealing._opened("identity", 1, row.wrapped)
    assert plain.hex() not in row.wrapped
    assert all(plain not in one.read_bytes() for one in folder.rglob("*") if one.is_file())


def test_rotation_wraps_the_data_keys_anew_and_the_data_still_opens() -> None:
    sealed = sealing.protect("identity", "x", b"value")
    assert services.rotate(CONSOLE, domain="identity") == 1
    [status] = [one for one in selectors.status(SYSTEM) if one.domain == "identity"]
    assert (status.versions, status.wrapped) == ((1, 2), {"identity.2": 1})
    assert sealing.reveal("identity", "x", sealed) == b"value"
    with system_access("test"):
        assert JournalEntry.objects.filter(event="keys.rotate").count() == 1


def test_nobody_but_the_console_rotates_and_only_known_domains() -> None:
    with pytest.raises(NotAllowed):
        services.rotate(people.actor(people.agency()), domain="identity")
    with pytest.raises(InvalidInput):
        services.rotate(CONSOLE, domain="nothing")


def test_a_one_time_secret_moved_to_another_person_is_worth_nothing() -> None:
    first, second = people.person("first", "示例甲"), people.person("second", "示例乙")
    secret = totp.new_secret()
    first.totp_secret = second.totp_secret = totp.sealed(first, secret)
    import pyotp

    code = pyotp.TOTP(secret).now()
    assert not totp.accept(second, code)
    with system_access("test"):
        assert totp.accept(first, code)
