"""Keys that wrap keys: in files, and in a device that never lets one out."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lucai.platform.vault import keeping
from lucai.platform.vault.device import DeviceProvider
from lucai.platform.vault.ports import KeyProvider, VaultFailed
from lucai.platform.vault.soft import SoftProvider
from lucai.site.config import Misconfigured, load
from tools.system_needs import SOFTHSM

PIN = "246810"
PRODUCTION = {
    "LUCAI_PRODUCTION": "1",
    "LUCAI_SECRET_KEY": "x" * 60,
    "LUCAI_DATA_DIR": "/nowhere",
}


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> DeviceProvider:
    module = SOFTHSM.find()
    if module is None:
        given_up = pytest.fail if os.environ.get("CI") else pytest.skip
        given_up(f"there is no {SOFTHSM.name} here: {SOFTHSM.elsewhere}")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    (folder / "pin").write_text(PIN)
    # The library reads it when it is first loaded in this process.
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    command = ["softhsm2-util", "--init-token", "--free", "--label", "lucai", "--pin", PIN]
    subprocess.run([*command, "--so-pin", "135790"], check=True, capture_output=True)
    return DeviceProvider(str(module), "lucai", folder / "pin")


@pytest.fixture(params=["soft", "device"])
def held(request: pytest.FixtureRequest, tmp_path: Path) -> KeyProvider:
    if request.param == "soft":
        return SoftProvider(tmp_path / "kek")
    found: KeyProvider = request.getfixturevalue("device")
    return found


@pytest.fixture
def domain(held: KeyProvider, request: pytest.FixtureRequest) -> str:
    name = f"d{abs(hash(request.node.name)) % 10**8}"
    held.make(name, 1)
    return name


def test_what_was_wrapped_is_unwrapped_at_its_place_alone(held: KeyProvider, domain: str) -> None:
    wrapped = held.encrypt(f"{domain}.1", b"secret", b"here")
    assert b"secret" not in wrapped
    assert held.decrypt(f"{domain}.1", wrapped, b"here") == b"secret"
    with pytest.raises(VaultFailed):
        held.decrypt(f"{domain}.1", wrapped, b"there")


def test_a_changed_byte_is_noticed(held: KeyProvider, domain: str) -> None:
    wrapped = bytearray(held.encrypt(f"{domain}.1", b"secret", b"here"))
    wrapped[-1] ^= 1
    with pytest.raises(VaultFailed):
        held.decrypt(f"{domain}.1", bytes(wrapped), b"here")


def test_the_next_key_stands_beside_the_last(held: KeyProvider, domain: str) -> None:
    wrapped = held.encrypt(f"{domain}.1", b"secret", b"here")
    held.make(domain, 2)
    assert held.versions(domain) == [1, 2]
    assert held.decrypt(f"{domain}.1", wrapped, b"here") == b"secret"
    with pytest.raises(VaultFailed):
        held.decrypt(f"{domain}.2", wrapped, b"here")


def test_a_key_that_is_not_there_is_said_to_be_missing(held: KeyProvider) -> None:
    with pytest.raises(VaultFailed):
        held.encrypt("nobody.1", b"secret", b"here")


def test_a_key_does_not_leave_the_device(device: DeviceProvider) -> None:
    import pkcs11

    device.make("kept", 1)
    with device._key("kept.1") as key, pytest.raises(pkcs11.PKCS11Error):
        bytes(key[pkcs11.Attribute.VALUE])


def test_a_wrong_pin_opens_nothing(device: DeviceProvider, tmp_path: Path) -> None:
    (tmp_path / "pin").write_text("000000")
    stranger = DeviceProvider(device.module, device.token, tmp_path / "pin")
    with pytest.raises(VaultFailed):
        stranger.versions("kept")


@pytest.fixture
def settled(settings: Any, tmp_path: Path) -> Path:
    settings.LUCAI_DATA_DIR, settings.LUCAI_KEYS = tmp_path, "soft"
    return tmp_path / "keys"


def test_a_file_of_keys_holds_nothing_readable_and_is_bound_to_its_name(settled: Path) -> None:
    keeping.keep_secret(settled / "log.pem", b"a very secret key")
    keeping.keep_secret(settled / "other.pem", b"another")
    assert b"secret key" not in (settled / "log.pem").read_bytes()
    assert keeping.read_secret(settled / "log.pem") == b"a very secret key"
    (settled / "log.pem").replace(settled / "other.pem")
    with pytest.raises(VaultFailed):
        keeping.read_secret(settled / "other.pem")


def test_whoever_writes_a_secret_second_takes_the_first(settled: Path) -> None:
    keeping.keep_secret(settled / "log.pem", b"first")
    keeping.keep_secret(settled / "log.pem", b"second")
    assert keeping.read_secret(settled / "log.pem") == b"first"


def test_files_are_wrapped_anew_under_the_next_key(settled: Path) -> None:
    keeping.keep_secret(settled / "log.pem", b"kept")
    assert keeping.next_key(keeping.PLATFORM) == "platform.2"
    assert keeping.wrap_anew(settled) == 1
    assert keeping.key_of((settled / "log.pem").read_bytes()) == "platform.2"
    assert keeping.read_secret(settled / "log.pem") == b"kept"


def test_production_refuses_keys_in_files_and_takes_a_device() -> None:
    with pytest.raises(Misconfigured, match="LUCAI_KEYS"):
        load(PRODUCTION)
    with pytest.raises(Misconfigured, match="LUCAI_KEYS"):
        load(PRODUCTION | {"LUCAI_KEYS": "pkcs11:module.so"})
    named = "pkcs11:/usr/lib/module.so?token=lucai&pin-file=/run/pin"
    assert load(PRODUCTION | {"LUCAI_KEYS": named}).keys == named
