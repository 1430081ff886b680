"""What holds for every committed file, and for the arrows between the package's modules."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "scripts" / "partnersite"

ENGINE_MODULES = {"mkdocs", "material", "properdocs"}


@cache
def _committed() -> dict[str, str]:
    """The text of every committed file by its path; files that are no text are left out."""
    if not (REPOSITORY / ".git").exists():
        pytest.skip("only a git repository knows which files are committed")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True)
    texts = {}
    for name in filter(None, listed.stdout.decode().split("\0")):
        file = REPOSITORY / name
        if file.is_file():
            data = file.read_bytes()
            if b"\0" not in data:
                texts[name] = data.decode("utf-8", "replace")
    return texts


def _registries() -> Iterator[str]:
    """Host names of package registries: those everybody knows, and those that this machine is set up with."""
    # Put together here, so that this file does not hold them either.
    yield from (".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org")))
    yield from (".".join(parts) for parts in (("npmjs", "com"), ("deb", "debian", "org")))
    settings = [value for name, value in os.environ.items() if re.match(r"(?i)(pip|npm|uv)_", name)]
    config = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    sources = [*Path("/etc/apt").glob("sources.list"), *Path("/etc/apt").glob("sources.list.d/*")]
    settings += [config.stdout, *(file.read_text("utf-8", "replace") for file in sources)]
    for host in re.findall(r"https?://(?:[^/@\s]*@)?([A-Za-z0-9.-]+)", "\n".join(settings)):
        if "." in host:
            yield host


def test_no_file_names_a_package_registry() -> None:
    for host in sorted(set(_registries())):
        named = [name for name, text in _committed().items() if host in text]
        assert not named, f"{host} stands in {', '.join(named)}"


def test_requirements_hold_pins_and_hashes_only() -> None:
    for name in ("requirements/site.txt", "requirements/test.txt"):
        lines = _committed()[name].splitlines()
        entries = [line for line in lines if line and not line.lstrip().startswith("#")]
        for line in entries:
            assert re.fullmatch(
                r"[a-z0-9-]+==[0-9][0-9a-z.]* \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?", line
            ), line


def test_the_site_s_pins_are_the_tests_pins() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", _committed()[name], re.M))

    assert pins("requirements/site.txt") < pins("requirements/test.txt")


def test_every_dependency_says_what_it_is_for() -> None:
    text = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    for dependency in (*project["dependencies"], *project["optional-dependencies"]["test"]):
        assert re.search(rf'"{re.escape(dependency)}",\s+# \S', text), dependency


def test_no_file_names_a_folder_of_this_machine() -> None:
    places = {str(REPOSITORY), str(Path.home()), sys.prefix} - {"/", "/usr", "/root"}
    home = re.compile(r"(?<![\w.:/-])/(?:home|Users)/[a-z]\w*/")
    for name, text in _committed().items():
        found = [place for place in places if place in text] + home.findall(text)
        assert not found, f"{found[0]} stands in {name}"


def _imports(file: Path) -> set[str]:
    """Every module that a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name} has a relative import"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def _modules() -> dict[str, set[str]]:
    """Each module of the package by its path, with what it imports."""
    files = {file.relative_to(PACKAGE).as_posix(): file for file in sorted(PACKAGE.rglob("*.py"))}
    return {name: _imports(file) for name, file in files.items() if not name.startswith("starter/")}


def test_only_the_engine_and_the_plugin_know_mkdocs() -> None:
    knowing = {
        name
        for name, imported in _modules().items()
        if ENGINE_MODULES & {module.partition(".")[0] for module in imported}
    }
    assert knowing <= {name for name in _modules() if name.startswith("engine/") or name == "plugin.py"}
    assert knowing


def test_a_check_loads_nothing_that_only_a_build_needs() -> None:
    code = "import sys, partnersite.inputs; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"filelock", "markdown", "mkdocs", "multiprocessing", "zxingcpp"} & set(found.stdout.split())


LAYERS = (
    ("problems", "names", "rows"),
    ("source",),
    ("model",),
    ("view", "render", "output"),
)
"""From the bottom up; none of these imports one that stands higher, a feature, the engine or the build."""


@pytest.mark.parametrize("layer", [name for names in LAYERS for name in names])
def test_arrows_go_downwards(layer: str) -> None:
    allowed = {"partnersite", "partnersite.__version__"}
    for names in LAYERS:
        allowed |= {f"partnersite.{name}" for name in names}
        if layer in names:
            break
    # The site's settings are plain values that every layer above `source` may be given.
    allowed |= {"partnersite.settings"} if layer not in ("problems", "source") else set()
    for name, imported in _modules().items():
        if name == f"{layer}.py" or name.startswith(f"{layer}/"):
            own = {module for module in imported if module.partition(".")[0] == "partnersite"}
            strangers = {module for module in own if ".".join(module.split(".")[:2]) not in allowed}
            assert not strangers, f"{name} imports {', '.join(sorted(strangers))}"
