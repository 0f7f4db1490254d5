"""Names for files and links: made of data, but of letters, digits and a few signs only."""

from __future__ import annotations

from reports.cells import Setting

MAX_LENGTH = 60


def kept(text: str) -> str:
    """The text as a part of a file name or a link."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "_" for c in text)[:MAX_LENGTH]


def of_setting(setting: Setting, without: str = "") -> str:
    """Such as `request_server-64mib-load50`; what has its usual value, or is the axis `without`, is left out."""
    words = [kept(setting.workload)]
    if setting.threads != 1 and without != "threads":
        words.append(f"{setting.threads}threads")
    if setting.live_mib is not None and without != "live_mib":
        words.append(f"{setting.live_mib:g}mib")
    if setting.load is not None:
        words.append(f"load{setting.load:g}")
    if setting.side:
        words.append(setting.side)
    return kept("-".join(words))


def unique(settings: list[Setting]) -> dict[Setting, str]:
    """A slug for each setting; those that would have the same one are numbered in this order."""
    found: dict[Setting, str] = {}
    for setting in settings:
        slug, number = of_setting(setting), 1
        while (name := slug if number == 1 else f"{slug}-{number}") in found.values():
            number += 1
        found[setting] = name
    return found
