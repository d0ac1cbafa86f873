"""The structure of the code, held by reading it: layers, who writes state, sizes, names.

A new module or folder directly under ``review/`` needs its place in LAYERS. Inner imports, missing
docstrings and the like are ruff's business (``tests/test_lint.py``).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REVIEW = ROOT / "review"

FILE_LINES = {"review": 300, "krdl_site": 300, "tests": 500}
FUNCTION_LINES = 40

# From the bottom up. A module imports from rows below its own and from its own unit, no other.
LAYERS = [
    {
        "authority_check",
        "charts",
        "exceptions",
        "file_lock",
        "license_fields",
        "masking",
        "places",
        "supervisor",
    },
    {"desk_keys", "office_policy", "workflow"},
    {"ocr", "quality", "recognizer", "specimens"},
    {"recognizer_service"},
    {"encryption"},
    {"models"},
    {"migrations", "permissions"},
    {"services"},
    {
        "backup",
        "engine",
        "language",
        "locator",
        "logs",
        "network",
        "outage",
        "recognizer_keys",
        "static_files",
        "upload_handlers",
    },
    {"forms"},
    {"access", "adapters", "doors", "htmx", "middleware", "single_sign_on"},
    {"contexts"},
    {"templatetags"},
    {"bench", "worker"},
    {"admin", "api", "apps", "checks", "management", "tasks", "views"},
    {"urls"},
]
PURE = {
    "authority_check",
    "charts",
    "license_fields",
    "masking",
    "ocr",
    "quality",
    "recognizer",
    "specimens",
}
"""Bytes and mappings in, values out: these have never heard of Django."""

STAGES = {
    "approval",
    "assignment",
    "correction",
    "export",
    "intake",
    "recognition",
    "retention",
}
"""The services of a license's journey: they lean on the other services, never on each other."""

WALKERS = {"ahead", "bulk", "demo", "persons", "seeding"}
"""Services that walk the journey themselves, through its stages."""

VAGUE_NAMES = {"common.py", "helpers.py", "misc.py", "util.py", "utils.py"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*folders: Path) -> list[Path]:
    """Return the Python files below the folders, migrations left out."""
    files = (file for folder in folders for file in sorted(folder.rglob("*.py")))
    return [file for file in files if "migrations" not in file.parts]


def parse(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), str(file))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def each(files: list[Path]) -> pytest.MarkDecorator:
    """Run a test once for each file."""
    return pytest.mark.parametrize("file", files, ids=name_of)


def imported(file: Path) -> set[str]:
    """Return the dotted names that a module imports, down to the imported name."""
    names = set()
    package = list(file.relative_to(ROOT).parent.parts)
    for node in ast.walk(parse(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


def public(tree: ast.AST) -> Iterator[Function]:
    return (function for function in functions(tree) if not function.name.startswith("_"))


def unit_of(file: Path) -> str:
    """Return the module or folder directly under review/ that a file belongs to."""
    return file.relative_to(REVIEW).parts[0].removesuffix(".py")


def row_of(unit: str) -> int:
    rows = [number for number, units in enumerate(LAYERS) if unit in units]
    assert len(rows) == 1, f"review/{unit} needs one place in LAYERS of {name_of(Path(__file__))}"
    return rows[0]


@each(sources(REVIEW))
def test_modules_import_only_from_lower_layers(file: Path) -> None:
    if file == REVIEW / "__init__.py":
        return
    unit = unit_of(file)
    names = imported(file)
    others = {name.split(".")[1] for name in names if name.startswith("review.")} - {unit}
    wrong = {other for other in others if row_of(other) >= row_of(unit)}
    assert not wrong, f"review/{unit} is no higher than {wrong}"
    assert not any(name.startswith(("krdl_site", "tests")) for name in names)


@each([file for file in sources(REVIEW) if unit_of(file) in PURE])
def test_pure_layers_know_nothing_of_django(file: Path) -> None:
    wrong = {name for name in imported(file) if name.split(".")[0] in {"django", "environ"}}
    assert not wrong


@each(sources(REVIEW / "services"))
def test_no_service_imports_another_stage(file: Path) -> None:
    if file.stem in WALKERS:
        return
    prefix = "review.services."
    names = {name for name in imported(file) if name.startswith(prefix)}
    assert not STAGES & {name.removeprefix(prefix).split(".")[0] for name in names}


@each(sources(REVIEW / "services"))
def test_services_take_who_acts_as_a_keyword_and_never_a_request(file: Path) -> None:
    for function in public(parse(file)):
        positional = {arg.arg for arg in function.args.posonlyargs + function.args.args}
        assert not positional & {"actor", "by", "request"}, function.name


STATE_WRITERS = {"review/services/transitions.py", "review/services/jobs.py"}


def state_writes(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that set a record's state; a job has a state of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            attributes = [ast.unparse(each) for each in targets if isinstance(each, ast.Attribute)]
            if any(name.endswith(".state") and name != "self.state" for name in attributes):
                yield node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            words = ast.unparse(node.func).lower()
            keywords = {keyword.arg for keyword in node.keywords}
            if node.func.attr == "update" and "state" in keywords and "job" not in words:
                yield node.lineno


@each([file for file in sources(REVIEW) if unit_of(file) not in PURE])
def test_only_transitions_write_the_state_of_a_record(file: Path) -> None:
    if name_of(file) not in STATE_WRITERS:
        assert not list(state_writes(parse(file)))


def routed() -> set[tuple[str, str]]:
    """Return the views that have an address: module and function."""
    found = set()
    for node in ast.walk(parse(REVIEW / "urls.py")):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "path":
            module, _dot, function = ast.unparse(node.args[1]).rpartition(".")
            found.add((module, function))
    return found


@each(sources(REVIEW / "views"))
def test_every_view_says_which_methods_it_takes(file: Path) -> None:
    for function in public(parse(file)):
        if (file.stem, function.name) in routed():
            decorators = " ".join(ast.unparse(decorator) for decorator in function.decorator_list)
            assert "require_" in decorators, function.name


@each(sources(REVIEW / "views"))
def test_only_posts_carry_a_form_or_files(file: Path) -> None:
    for function in public(parse(file)):
        decorators = [ast.unparse(decorator) for decorator in function.decorator_list]
        if "require_GET" in decorators or "require_safe" in decorators:
            assert not re.search(r"request\.(POST|FILES)", ast.unparse(function)), function.name


@each(sources(REVIEW, ROOT / "krdl_site", ROOT / "tests"))
def test_files_and_functions_stay_small(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= FILE_LINES[file.relative_to(ROOT).parts[0]]
    long = [f.name for f in functions(parse(file)) if f.end_lineno - f.lineno >= FUNCTION_LINES]
    assert not long, f"longer than {FUNCTION_LINES} lines: {long}"
    assert file.name not in VAGUE_NAMES


PARTIAL = re.compile(r"{%\s*partialdef\s+([\w-]+)[^%]*%}(.*?){%\s*endpartialdef", re.DOTALL)
FIRST_TAG = re.compile(r"<([a-z]+)([^>]*)>")
ID = re.compile(r"""\bid=["']([^"']+)["']""")


@each(sorted((ROOT / "templates").rglob("*.html")))
def test_fragments_are_named_after_the_id_of_their_root(file: Path) -> None:
    """One a row may shorten its name before the row's key; bare table rows have no root."""
    for name, body in PARTIAL.findall(file.read_text()):
        tag, attributes = FIRST_TAG.search(body).groups()
        if tag == "tr":
            continue
        found = ID.search(attributes)
        assert found, f"the root of fragment {name} has no id"
        stem = re.sub(r"-{{.*}}$", "", found[1])
        assert stem == name or (stem != found[1] and name.endswith(f"-{stem}"))
