"""What an installation decides for itself at its first start."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lucai.site import config


def secret_of(data: Path) -> str:
    return config.load({"LUCAI_DEMO": "1", "LUCAI_DATA_DIR": str(data)}).secret_key


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = secret_of(tmp_path)
    assert len(first) > 60
    assert secret_of(tmp_path) == first
    [kept] = (tmp_path / "keys").iterdir()
    assert os.name == "nt" or kept.stat().st_mode & 0o077 == 0


def test_of_processes_that_begin_at_once_all_have_the_secret_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link: Callable[..., None] = os.link

    def linked_later(own: Path, path: Path) -> None:
        path.write_text("the other's", encoding="utf-8")
        link(own, path)

    monkeypatch.setattr("lucai.site.config.os.link", linked_later)
    assert secret_of(tmp_path) == "the other's"
    assert [one.name for one in (tmp_path / "keys").iterdir()] == ["session.key"]
