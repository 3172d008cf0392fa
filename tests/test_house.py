"""How the house is built: small modules, honest exports, no word of what is not the project's."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("miner", "graph", "pipelines", "corpora")
MODULES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))
NAMES = [str(p.relative_to(ROOT)) for p in MODULES]
_IN_README = (
    "design",
    "sample_size",
    "arm_n",
    "effect_number",
    "effect_p",
    "effect_full",
    "arm_result",
    "conclusion",
)
_GIVES_NOTHING_BACK = re.compile(r"(?<![\\(])\)(?:[*+?]|\{[\d,]+\})\+|\(\?>")


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_fits_on_a_few_screens(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 300, f"{path.name} has {lines} lines; split it by what its parts do"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_what_a_module_exports_is_there(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{path.name} has no docstring"
    exported = next(
        (n.value for n in tree.body if isinstance(n, ast.Assign | ast.AnnAssign) and _is_all(n) and n.value),
        None,
    )
    if exported is None:
        assert path.name == "__main__.py", f"{path.name} has no __all__"
        return
    module = importlib.import_module(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    )
    for name in ast.literal_eval(exported):
        assert hasattr(module, name), f"{path.name} exports {name}, which it does not have"


def _is_all(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(t, ast.Name) and t.id == "__all__" for t in targets)


@pytest.mark.parametrize("package", PACKAGES)
def test_each_import_is_ours(package: str) -> None:
    """The names are common words: make sure that no other distribution answers to them."""
    found = importlib.import_module(package).__file__
    assert found is not None
    assert Path(found).is_relative_to(ROOT)


FOLDERS = sorted(p.parent for p in (ROOT / "miner").glob("*/__init__.py"))


@pytest.mark.parametrize("folder", FOLDERS, ids=[f.name for f in FOLDERS])
def test_a_folder_of_the_miner_says_in_which_order_to_read_its_files(folder: Path) -> None:
    told = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    files = {p.stem for p in folder.glob("*.py")} - {"__init__"}
    assert not files - set(re.findall(r"``(\w+)", told)), "name each file where a newcomer would read it"
    assert "In: " in told
    assert "Out: " in told


def test_the_readme_leads_to_each_page() -> None:
    led = re.findall(r"\]\((docs/\w+\.md)\)", (ROOT / "README.md").read_text("utf-8"))
    assert sorted(set(led)) == sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").glob("*.md"))


def test_the_readme_gives_the_figures_of_texts_on_which_no_rule_was_written() -> None:
    rows = [line.split("|")[1:-1] for line in _lines("docs/accuracy.md") if line.count("|") == 9]
    shut = {name.strip(): figure.strip() for name, _, _, _, figure, *_ in rows}
    told = [line.split("|")[2].strip() for line in _lines("README.md") if re.search(r"\| 0\.\d{3} \|$", line)]
    assert told == [shut[name] for name in _IN_README]


def _lines(page: str) -> list[str]:
    return (ROOT / page).read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_pattern_matches_otherwise_in_an_older_python(path: Path) -> None:
    """Possessive and atomic groups: until 3.11.5 they lose their place (``miner.text.possessive``)."""
    strings = [n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant)]
    told = [s for s in strings if isinstance(s, str) and _GIVES_NOTHING_BACK.search(s)]
    assert path.name == "possessive.py" or not told, f"write {told[0][-60:]!r} with possessive()"


def test_no_file_is_called_utils() -> None:
    assert not [p for p in MODULES if p.stem in ("utils", "helpers", "common", "misc")]


def test_no_text_names_a_registry_host_or_a_path_of_one_machine() -> None:
    """Pins are names and versions; nothing points at the machine it was written on."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    hosts = re.compile(
        r"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|repo\d?\.maven\.|/work/|/root/"
    )
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in (".gz", ".png") and name != "tests/test_house.py":
            found = hosts.search(path.read_text("utf-8"))
            assert not found, f"{name} names {found[0] if found else ''}"
