"""HTML mail as plain text: nothing is loaded, nothing is run, tags are gone."""

import re
from html import unescape
from html.parser import HTMLParser

from typing_extensions import override

DEEPEST = 100
"""Silent elements in one another that are counted."""
SILENT = {"script", "style", "head", "title", "template", "object", "svg"}
BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr", "pre"}
_LONG_TAG = re.compile(r"<[a-z!/?][^<>]{8192,}>", re.IGNORECASE)
_NO_TAG = re.compile(r"<(?![^<>]*>)")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.silent: list[str] = []
        self.quoted = 0
        self.begun = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += [tag] * (len(self.silent) < DEEPEST)
        elif tag == "body":
            self.silent.clear()  # a head that was never closed
        elif tag == "blockquote":
            self._break()
            self.quoted += 1
        elif tag in BREAKS:
            self._break()

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]
        elif tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)
            self._break()
        elif tag in BREAKS and tag != "br":
            self._break()

    @override
    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        text = re.sub(r"\s+", " ", data)
        if text.strip() and not self.begun:
            self.begun = True
            text = "> " * bool(self.quoted) + text.lstrip()
        self.texts.append(text)

    def _break(self) -> None:
        self.texts.append("\n")
        self.begun = False


def text_of_html(html: str) -> str:
    """Return the words of an HTML text, a line for each block; quoted blocks begin with `> `."""
    reader = _Reader()
    try:
        reader.feed(_tame(html))
        reader.close()
        text = "".join(reader.texts)
    except (AssertionError, RecursionError, ValueError):  # HTMLParser asserts on broken declarations
        text = unescape(re.sub(r"<[^<>]*>", " ", html))
    lines = (line.strip() for line in text.replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tame(html: str) -> str:
    """Take out what HTMLParser reads ever more slowly: comments, tags of some length, tags never closed."""
    return _NO_TAG.sub("&lt;", _LONG_TAG.sub("", _without_comments(html)))


def _without_comments(html: str) -> str:
    kept, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 2)) >= 0:
        kept.append(html[at:start])
        at = end + 3
    return "".join([*kept, html[at:]])
