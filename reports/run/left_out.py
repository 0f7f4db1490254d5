"""Files that could not be read, in few words: a folder that is missing is one fault, not hundreds."""

import re

FEW = 3
"""So many files of one kind with one fault are still named one by one."""
_LEFT_OUT = re.compile(r"(?P<folder>[^/\s]+/)\S*?(?P<ending>(?:\.[a-z]+)?\.\w+): left out: (?P<reason>.*)")


def line(name: str, error: Exception) -> str:
    """The warning for a file that is left out, by its name within the run directory."""
    return f"{name}: left out: {reason(error)}"


def reason(error: Exception) -> str:
    """Why, in words for a reader who did not write the code."""
    if isinstance(error, FileNotFoundError):
        return "it does not exist; was the run directory copied whole?"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return f"it lacks {error}" if isinstance(error, KeyError) else str(error)


def grouped(warnings: list[str]) -> list[str]:
    """The warnings in their order, each once; of many files of a kind with the same fault the first one, and how many
    more there are. A kind is a folder of the run and an ending, such as `series/*.rss.json`."""
    found: dict[tuple[str, ...], list[str]] = {}
    for text in dict.fromkeys(warnings):
        match = _LEFT_OUT.fullmatch(text)
        found.setdefault(match.group("folder", "ending", "reason") if match else (text,), []).append(text)
    return [text for kind, texts in found.items() for text in _few(kind, texts)]


def _few(kind: tuple[str, ...], texts: list[str]) -> list[str]:
    if len(texts) <= FEW:
        return texts
    folder, ending, _ = kind
    return [f"{texts[0]} (the same of {len(texts) - 1} more {folder}*{ending})"]
