"""The readable text of a saved page, by the standard library's parser: nothing is run, nothing is fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from carnet.recognition.extract import Page

MOST_CHARACTERS = 8_000_000
_DROPPED = {"script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "select", "iframe"}
_BLOCKS = {
    "p", "div", "br", "li", "ul", "ol", "tr", "table", "section", "article", "header", "main", "blockquote",
    "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "dd", "dt", "td", "th", "hr", "pre",
}  # fmt: skip
_VOID = {"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "embed", "source", "track", "wbr"}
_DATE_METAS = {
    "article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "date", "dc.date",
    "dc.date.issued", "publication_date",
}  # fmt: skip
_TITLE_METAS = {"og:title", "twitter:title"}
_HOST = re.compile(r"https?://([^/\s\"'<>]{1,200})", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Tell whether a text looks like a page rather than plain text."""
    head = text[:4000].casefold()
    return "<html" in head or "<!doctype html" in head or ("<body" in head and "</" in text)


def read_page(text: str) -> Page:
    """Read a saved page, or a plain text as it is.

    Args:
        text: at most `MOST_CHARACTERS` are read; the rest is left out.
    """
    text = text[:MOST_CHARACTERS]
    if not is_html(text):
        return Page("", _tidy(text), hosts=tuple(dict.fromkeys(_HOST.findall(text))))
    parser = _Parser()
    parser.feed(text)
    parser.close()
    title = parser.heading.strip() or parser.meta_title or parser.title.strip()
    hosts = tuple(dict.fromkeys(host.casefold() for link in parser.links for host in _HOST.findall(link)))
    return Page(_one_line(title), _tidy("".join(parser.parts)), parser.published, hosts)


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t\u00a0\u3000\f\v\r]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class _Parser(HTMLParser):
    """Collects text outside what no reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self.title = ""
        self.heading = ""
        self.meta_title = ""
        self.published = ""
        self._dropped: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        if tag in _DROPPED:
            self._dropped.append(tag)
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = (given.get("property") or given.get("name") or given.get("itemprop") or "").casefold()
            if name in _DATE_METAS and not self.published:
                self.published = given.get("content", "")
            if name in _TITLE_METAS and not self.meta_title:
                self.meta_title = given.get("content", "")
        if tag == "time" and given.get("datetime") and not self.published:
            self.published = given["datetime"]
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag in {"title", "h1"} and not (tag == "h1" and self.heading.strip()):
            self._in = tag
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Note what ends; a stray end tag changes nothing."""
        if tag in _DROPPED and tag in self._dropped:
            while self._dropped and self._dropped.pop() != tag:
                pass
        if tag == self._in:
            self._in = ""
        if tag in _BLOCKS and tag not in _VOID:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep what a reader sees."""
        if self._in == "title":
            self.title += data
            return
        if self._in == "h1":
            self.heading += data
        if not self._dropped:
            self.parts.append(data)
