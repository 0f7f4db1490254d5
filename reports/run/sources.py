"""The answers' code as the run was built from it: read from sources/ of the run, checked against the manifest."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from reports.run import left_out
from reports.run.cells import VARIANT_ORDER
from reports.run.manifest import SourceFile

MAX_BYTES = 256 * 1024
"""Of a file; an answer is a few KiB."""


@dataclass(frozen=True)
class Source:
    """One file. `variant` is empty for bodies that several answers use, `warning` where all is well."""

    variant: str
    file: str
    text: str
    warning: str

    @property
    def numbers(self) -> str:
        """The numbers of its lines, each on a line of its own."""
        return "\n".join(map(str, range(1, self.text.count("\n") + 1)))


def of_run(directory: Path, entries: list[SourceFile], warnings: list[str]) -> dict[str, list[Source]]:
    """Folder of a workload -> its sources: answers in the order of variants, then what they share.

    What all answers of a variant use stands at the empty name. What cannot be read is left out and said in
    `warnings`; a file that is not the one that was built is shown with its `warning`.
    """
    found: dict[str, list[Source]] = {}
    for entry in entries:
        try:
            source = _read(directory, entry)
            found.setdefault(entry.workload or "", []).append(source)
        except (OSError, ValueError) as error:
            warnings.append(left_out.line(entry.file, error))
    return {workload: sorted(sources, key=_order) for workload, sources in found.items()}


def _read(directory: Path, entry: SourceFile) -> Source:
    folder, path = (directory / "sources").resolve(), (directory / entry.file).resolve()
    # Names come from a data file, which has no business outside its folder.
    if not path.is_relative_to(folder):
        raise ValueError("lies outside sources/ of the run")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(f"is longer than {MAX_BYTES} bytes")
    text = data.decode("utf-8", errors="replace")
    warning = "" if hashlib.sha256(data).hexdigest() == entry.sha256 else (
        "This is not the file that was built: its SHA-256 is not the one in manifest.json.")
    return Source(entry.variant or "", entry.file.removeprefix("sources/"),
                  text if text.endswith("\n") else text + "\n", warning)


def _order(source: Source) -> tuple:
    rank = VARIANT_ORDER.index(source.variant) if source.variant in VARIANT_ORDER else len(VARIANT_ORDER)
    return (not source.variant, rank, source.variant, source.file)
