"""Collects the static files into the data folder, again only when one of them has changed."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = ["django_htmx/ext/*"]
"""Left out: their type comments look like imports of files that are not there."""


# How our own modules import each other; the libraries' scripts name theirs in other ways.
_IMPORTS = (
    (
        r"""(?P<matched>import(?P<names>[\s{][^;]*?)from\s*["'](?P<url>\./[^"']+)["'];)""",
        """import%(names)sfrom "%(url)s";""",
    ),
    (r"""(?P<matched>import\s*["'](?P<url>\./[^"']+)["'];)""", """import "%(url)s";"""),
)


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names every file by its content, also where one module of ours imports another."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("krdl/*.js", _IMPORTS))


def collect_if_changed(root: Path) -> None:
    """Run ``collectstatic`` into ``root`` unless it holds what the sources now give."""
    stamp, current = root / ".sources.sha256", fingerprint()
    if not stamp.exists() or stamp.read_text() != current:
        call_command(
            "collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=UNUSED
        )
        stamp.write_text(current)


def fingerprint() -> str:
    """Return a digest of the paths, sizes and times of all static sources."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list(UNUSED):
            status = Path(storage.path(name)).stat()
            lines.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
