"""The pages, in the rail's order: one line each."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from gui.kit.page import Page
from gui.kit.page_spec import PageContext, PageSpec


def make(module: str, name: str) -> Callable[[PageContext], Page]:
    """Return what builds a page; its module, and core behind it, is imported when it is first opened."""

    def build(context: PageContext) -> Page:
        page: Page = getattr(import_module(module), name)(context)
        return page

    return build


def count(module: str, name: str) -> Callable[[Any], int]:
    """Return what counts for the rail; runs on a reader, and imports core there."""

    def number(work: Any) -> int:
        return int(getattr(import_module(module), name)(work))

    return number


PAGES: tuple[PageSpec, ...] = ()
