"""Tells whether a report is still the one that its run would give, so that making it again costs nothing."""

import hashlib
from importlib.metadata import version
from pathlib import Path

RESULTS = ("manifest.json", "results.jsonl", "run_log.jsonl")
PACKAGES = ("jinja2", "matplotlib", "numpy", "scipy")
FOLDERS = ("hist", "series", "primitives", "sources")
"""What reports are made from. Their files are told apart by size and time of change, as make does."""
CODE = Path(__file__).parents[1]


def fingerprint(directory: Path, ledger: Path) -> str:
    """A digest of the run, the ledger and all that makes a page of them. Raises OSError for an unreadable run."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    for path in sorted(CODE.rglob("*")):
        if path.suffix in (".py", ".j2", ".css", ".js"):
            digest.update(f"{path.relative_to(CODE)}\n".encode() + path.read_bytes())
    for path in [directory / name for name in RESULTS] + _files(directory):
        if path.exists():
            found = path.stat()
            digest.update(f"{path.relative_to(directory)} {found.st_size} {found.st_mtime_ns}\n".encode())
    # Its name stands in what is said of damaged lines.
    digest.update(f"{ledger.name}\n".encode() + _content(ledger))
    return digest.hexdigest()


def _files(directory: Path) -> list[Path]:
    return sorted(path for name in FOLDERS for path in (directory / name).rglob("*") if path.is_file())


def _content(ledger: Path) -> bytes:
    """What stands in the ledger; nothing where it cannot be read, which the page says."""
    try:
        return ledger.read_bytes()
    except OSError:
        return b""
