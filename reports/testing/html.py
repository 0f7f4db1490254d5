"""Reads a page of ours for tests: what it shows, where its links lead, whether its tags are sound."""

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Checker(HTMLParser):
    """Collects ids, links, text, script and figures; fails on tags that are not closed in order."""

    def __init__(self, text: str):
        super().__init__()
        self.stack, self.ids, self.links, self.tags, self.alts, self.text = [], [], [], [], [], ""
        self.handlers = []
        self.script = ""
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.handlers += [name for name in found if name.startswith("on")]
        self.ids += [found["id"]] if "id" in found else []
        self.links += [value for name, value in attrs if name in ("href", "src", "xlink:href", "action")]
        if found.get("role") == "img":
            self.alts.append(found["aria-label"])
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        if self.stack and self.stack[-1] == "script":
            self.script += data
        if self.stack and self.stack[-1] not in ("style", "script"):
            self.text += data
