"""What the documents name exists."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
REQUIRED = (
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "THREAT_MODEL.md",
    "CHANGELOG.md",
)
# Made on the machine, so not in the tree.
MADE = ("var", "shots", ".venv", "node_modules", "src/lucai/platform/web/dist")
ENDINGS = r"py|md|toml|txt|yaml|yml|json|html|jinja|css|ts|mjs|typ|sql|csv|xlsx|pdf|png|ini"
PATH = re.compile(rf"^\.?[\w.\-]+(/[\w.\-]+)*(/|\.({ENDINGS}))$|^\.?[\w.\-]+(/[\w.\-]+)+$")
NOT_A_PATH = re.compile(r"^[a-z]+/[a-z0-9.+\-]+$")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def documents() -> list[Path]:
    return sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md")])


def named_paths(text: str) -> list[str]:
    """Return what stands in backticks and looks like a path of the tree."""
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    quoted = re.findall(r"`([^`\n]+)`", prose)
    return [word for word in quoted if PATH.match(word)]


def exists(word: str, document: Path) -> bool:
    if any(f"{word}/".startswith(f"{made}/") for made in MADE):
        return True
    if NOT_A_PATH.match(word) and not (TOP / word.split("/", maxsplit=1)[0]).exists():
        # A media type or a branch, such as application/json.
        return True
    return (TOP / word).exists() or (document.parent / word).exists()


@pytest.mark.parametrize("name", REQUIRED)
def test_a_document_that_newcomers_look_for_is_there(name: str) -> None:
    assert (TOP / name).is_file()


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert [word for word in named_paths(text) if not exists(word, document)] == []


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_link_inside_the_tree_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (document.parent / link).exists()] == []


def test_a_path_that_does_not_exist_is_noticed() -> None:
    text = "see `src/lucai/nowhere.py` and `src/lucai/` and `python3 dev.py demo`"
    assert named_paths(text) == ["src/lucai/nowhere.py", "src/lucai/"]
    assert not exists("src/lucai/nowhere.py", TOP / "README.md")
    assert exists("src/lucai/", TOP / "README.md")
