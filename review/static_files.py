"""Collects the static files into the data folder, again only when one of them has changed.

The scripts of the desk are written as modules and served as one: ``krdl/bundle.js`` is htmx and
then every module that ``krdl/desk.js`` needs, so that a cold page asks once.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = ["django_htmx/ext/*"]
"""Left out: their type comments look like imports of files that are not there."""

BUNDLE = "krdl/bundle.js"
LIBRARY = "django_htmx/htmx-2.min.js"
ENTRY = "desk"

_IMPORT = re.compile(r"""^import (?:\{([^}]*)\} from )?"\./([\w-]+)\.js";\n""", re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?=(?:const|function|async function|class) (\w+))", re.MULTILINE | re.ASCII
)
_UNKNOWN = re.compile(r"^\s*(?:import|export)\b", re.MULTILINE)
_COMMENT_OR_INDENT = re.compile(r"^(?:[ \t]*//[^\n]*\n|[ \t]+)", re.MULTILINE)


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names every file by its content, and puts the scripts of the desk into one."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Add the bundle to what is collected."""
        if not dry_run:
            self.delete(BUNDLE)
            self.save(BUNDLE, ContentFile(bundle()))
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run, **options)


def bundle() -> str:
    """Return htmx and the modules of the desk as one script."""
    return f"{_source(LIBRARY)}\n{joined(ENTRY, lambda name: _source(f'krdl/{name}.js'))}"


def joined(entry: str, read: Callable[[str], str]) -> str:
    """Return the module ``entry`` and all that it imports as one script, each once, in order.

    Every module keeps a scope of its own and hands out what it exports. Understands the imports
    and exports of our own modules (``import { a, b } from "./name.js"``, ``export const``);
    raises ValueError at anything else, and where modules need each other in a circle.
    """
    done: dict[str, str] = {}

    def add(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"{' -> '.join(above)} -> {name}: modules that need each other")
        source = read(name)
        for _names, needed in _IMPORT.findall(source):
            if needed not in done:
                add(needed, (*above, name))
        done[name] = _scoped(name, source)

    add(entry, ())
    return '(() => {\n"use strict";\n' + "".join(done.values()) + "})();\n"


def _scoped(name: str, source: str) -> str:
    """Return one module as a function that is called at once, without comments and indents."""
    exported = ", ".join(_EXPORT.findall(source))
    inner = _EXPORT.sub("", _IMPORT.sub(_taken, source))
    if found := _UNKNOWN.search(inner):
        line = inner[found.start() :].strip().splitlines()[0]
        raise ValueError(f"{name}.js: cannot bundle {line!r}")
    body = _COMMENT_OR_INDENT.sub("", inner)
    return f"const from_{_plain(name)} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _taken(match: re.Match[str]) -> str:
    names, module = match.groups()
    return f"const {{{names}}} = from_{_plain(module)};\n" if names else ""


def _plain(name: str) -> str:
    return name.replace("-", "_")


def _source(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise ValueError(f"the static file {name} is not there")
    return Path(path).read_text()


def collect_if_changed(root: Path) -> None:
    """Run ``collectstatic`` into ``root`` unless it holds what the sources now give."""
    stamp, current = root / ".sources.sha256", fingerprint()
    if not stamp.exists() or stamp.read_text() != current:
        call_command(
            "collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=UNUSED
        )
        stamp.write_text(current)


def fingerprint() -> str:
    """Return a digest of the paths, sizes and times of all static sources, and of this file."""
    lines = [hashlib.sha256(Path(__file__).read_bytes()).hexdigest()]
    for finder in finders.get_finders():
        for name, storage in finder.list(UNUSED):
            status = Path(storage.path(name)).stat()
            lines.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
