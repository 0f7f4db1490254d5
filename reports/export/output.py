"""Where an export goes: standard output, a file, or a folder of files."""

import os
import sys
from pathlib import Path

from reports.export.format import Exported
from reports.run.errors import ReportError


def write(exported: Exported, several: bool, path: Path | None) -> None:
    """Writes to `path`, or to standard output for None.

    For a format of several files `path` is a folder, which is made; a single file of them may go to standard output.
    Raises ReportError where that cannot be, and then says what to do.
    """
    if several and path:
        _write_folder(exported.files, path)
        return
    texts = list(exported.files.values()) if several else [exported.text]
    if len(texts) != 1:
        raise ReportError(f"these are {len(texts)} files ({', '.join(exported.files)}): add --out FOLDER, "
                          "or choose metrics with --metric until one is left")
    _write_text(texts[0], path)


def _write_folder(files: dict[str, str], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A file that stayed from an earlier export would be taken for a part of this one.
        if any(folder.iterdir()):
            raise ReportError(f"{folder} is not empty; give --out a new or an empty folder")
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReportError(f"cannot write the folder {folder}: {error}") from None


def _write_text(text: str, path: Path | None) -> None:
    try:
        if path:
            path.write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough; Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise ReportError(f"cannot write {path or 'to standard output'}: {error}") from None
