"""The rules of the house that no linter knows, each proved able to fail."""

import ast
import re
import tokenize
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULE_CEILING = 400
FUNCTION_CEILING = 40
FOREIGN_FOLDERS = (
    "appliance/api/gen",  # what protoc writes
    "appliance/models/migrations",  # statements of SQL, kept as they were released
    "web/node_modules",  # what npm brings along
)
UNMIRRORED = {
    "appliance/__init__.py": "two constants",
    "appliance/api/proto/generate.py": "a script; the facts test judges its result",
}
BANNED_WORDS = re.compile(
    r"(?:Manager|Helper|Utils?|Common|Misc|Processor|Handler|Data|Info|Impl)(?![a-z])"
)
BANNED_VERBS = ("do_", "process_", "handle_")
BANNED_MODULES = {"common", "data", "helpers", "info", "manager", "misc", "utils"}
EXCUSE = re.compile(
    r"#\s*(?:noqa\b(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore\S*)"
)


def python_files(*folders: str) -> list[str]:
    """List our own Python files, relative to the root, without what others write."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    names = sorted(path.relative_to(ROOT).as_posix() for path in found)
    return [name for name in names if not name.startswith(FOREIGN_FOLDERS)]


def definitions(
    tree: ast.Module,
) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """Walk every class and function of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def oversized(source: str) -> list[str]:
    """Name the module, if it is too long, and its functions that are."""
    lines = len(source.splitlines())
    faults = [f"module of {lines} lines"] if lines > MODULE_CEILING else []
    for node in definitions(ast.parse(source)):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if not isinstance(node, ast.ClassDef) and length > FUNCTION_CEILING:
            faults.append(f"{node.name} of {length} lines")
    return faults


def opens_badly(source: str) -> bool:
    """Whether the module lacks the one sentence that says what it is for."""
    docstring = ast.get_docstring(ast.parse(source)) or ""
    return not docstring.partition("\n\n")[0].rstrip().endswith((".", ":"))


def banned_names(source: str, stem: str) -> list[str]:
    """Name what is called by a word that says nothing."""
    faults = [stem] if stem in BANNED_MODULES else []
    for node in definitions(ast.parse(source)):
        bare = node.name.lstrip("_")
        if isinstance(node, ast.ClassDef):
            faults += [node.name] if BANNED_WORDS.search(bare) else []
        elif bare.startswith(BANNED_VERBS):
            faults.append(node.name)
    return faults


def bare_excuses(source: str) -> list[str]:
    """Name the comments that silence a check without giving a reason beside it."""
    faults = []
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT and EXCUSE.search(token.string):
            reason = EXCUSE.sub("", token.string)
            if not re.search(r"[a-z]{3}", reason):
                faults.append(f"line {token.start[0]}: {token.string}")
    return faults


def mirror(module: str) -> str:
    """Name the test module that mirrors a module of the code."""
    path = Path(module).relative_to("appliance")
    stem = path.parent.name if path.name == "__init__.py" else path.stem
    return (Path("tests") / path.parent / f"test_{stem.strip('_')}.py").as_posix()


def has_code(source: str) -> bool:
    """Whether a module is more than a docstring."""
    return len(ast.parse(source).body) > 1


@pytest.mark.parametrize("name", python_files("appliance", "tests", "web"))
def test_file_keeps_the_rules(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    assert oversized(source) == []
    assert banned_names(source, Path(name).stem) == []
    assert bare_excuses(source) == []
    assert not opens_badly(source)


@pytest.mark.parametrize("name", python_files("appliance"))
def test_module_has_its_mirror(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    found = (ROOT / mirror(name)).exists()
    if name in UNMIRRORED:
        assert not found, "no longer an exception"
    elif Path(name).name != "__init__.py" or has_code(source):
        assert found, f"{mirror(name)} is missing"


def test_every_exception_still_exists() -> None:
    assert [name for name in UNMIRRORED if not (ROOT / name).exists()] == []


def test_every_module_stands_in_the_map() -> None:
    plan = (ROOT / "docs/map.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", plan))
    stems = {Path(name).stem for name in python_files("appliance")} - {"__init__"}
    assert sorted(stems - words) == []


def test_oversized_names_what_is_too_long() -> None:
    body = "    x = 1\n" * FUNCTION_CEILING
    assert oversized(f"def long():\n{body}") == ["long of 41 lines"]
    assert oversized("x = 1\n" * 401) == ["module of 401 lines"]
    assert oversized("def short():\n    x = 1\n") == []


def test_opening_sentence_is_demanded() -> None:
    assert opens_badly("x = 1\n")
    assert opens_badly('"""A heading"""\n')
    assert not opens_badly('"""A sentence.\n\nAnd more"""\n')


def test_empty_words_are_banned() -> None:
    source = "class MemoManager: ...\nclass Database: ...\ndef handle_it(): ...\n"
    assert banned_names(source, "utils") == ["utils", "MemoManager", "handle_it"]


def test_excuses_need_a_reason() -> None:
    source = (
        "a = 1  # noqa: S608\n"
        "b = 1  # noqa: S608 - all values are bound\n"
        "c = 1  # type: ignore[assignment]\n"
        "d = 1  # type: ignore[assignment]  # the stub is wrong\n"
        'e = "# noqa"\n'
    )
    assert [fault.partition(":")[0] for fault in bare_excuses(source)] == [
        "line 1",
        "line 3",
    ]


def test_mirror_follows_the_tree() -> None:
    assert mirror("appliance/ops/lock.py") == "tests/ops/test_lock.py"
    assert mirror("appliance/__main__.py") == "tests/test_main.py"
    assert mirror("appliance/ops/cli/__init__.py") == "tests/ops/cli/test_cli.py"
