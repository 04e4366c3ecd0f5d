"""Pages out of templates: loaded once at start, every value escaped, nothing undefined.

What stands inline in a page is known at start too, so that the Content-Security-Policy can
name it by hash and nothing else inline ever runs.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from importlib.resources.abc import Traversable

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

INLINE_SCRIPTS = ("look.js", "exit.js", "instead.js", "when.js")
# What a page wears. All of its style is in the page: one request, and nothing of it is kept.
STYLES = {
    "landing": ("style/base.css",),
    "page": ("style/base.css", "style/inside.css", "style/pages.css"),
    "meetings": ("style/base.css", "style/inside.css", "style/pages.css", "style/meetings.css"),
    "room": ("style/base.css", "style/inside.css", "style/room.css"),
    "plain": ("style/base.css", "style/inside.css", "style/pages.css", "style/plainroom.css"),
    "neutral": ("style/plain.css",),
}
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
INDENT = re.compile(r"^\s+", re.MULTILINE)


class Templates:
    """Every template, with the scripts and styles that stand inside pages."""

    def __init__(self, web: Traversable) -> None:
        sources = _sources(web / "templates")
        self._inline = {name: lean(_text(web / name)) for name in INLINE_SCRIPTS}
        self._styles = {
            name: "".join(lean(_text(web / path)) for path in paths)
            for name, paths in STYLES.items()
        }
        literal = (text for source in sources.values() for text in SCRIPT.findall(source))
        self.scripts = [*self._inline.values(), *(text for text in literal if "{{" not in text)]
        self.styles = list(self._styles.values())
        self._jinja = Environment(
            loader=DictLoader(sources),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
        )
        # As letters, not as numbers of letters: half the size in Arabic.
        self._jinja.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
        self._jinja.filters |= {"tel": dialled, "bare": without_scheme}
        self._jinja.globals |= {"inline": self._inlined}

    def render(self, name: str, style: str, words: Mapping[str, object]) -> str:
        """Return the page as text, wearing the named style."""
        template = self._jinja.get_template(name)
        return template.render(words, style=_trusted(self._styles[style]))

    def pieces(self, name: str, words: Mapping[str, object]) -> Callable[..., str]:
        """Return what draws one of a template's pieces: its name first, then its values."""
        module = self._jinja.get_template(name).make_module(dict(words))
        return lambda piece, **values: str(getattr(module, piece)(**values))

    def _inlined(self, name: str) -> Markup:
        return _trusted(self._inline[name])


def dialled(number: str) -> str:
    """Return a telephone number as a `tel:` link wants it."""
    return re.sub(r"[^\d+*#]", "", number)


def without_scheme(address: str) -> str:
    """Return a web address as people read it."""
    return address.removeprefix("https://").removeprefix("www.").rstrip("/")


def month_key(day: date | str) -> tuple[str, int]:
    """Return the catalogue key of a day's month, and its year."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return f"month.{when.month}", when.year


def lean(text: str) -> str:
    """Return a script or style without comments and indentation: it travels in every page."""
    return INDENT.sub("", LINE_COMMENT.sub("", BLOCK_COMMENT.sub("", text)))


def _sources(folder: Traversable) -> dict[str, str]:
    return {file.name: _text(file) for file in folder.iterdir() if file.name.endswith(".html")}


def _text(file: Traversable) -> str:
    return file.read_text("utf-8")


def _trusted(ours: str) -> Markup:
    """Mark a file of this project, never anything a person wrote, as ready for the page."""
    if "</s" in ours:
        raise ValueError("an inline script or style must not close its own element")
    return Markup(ours)  # noqa: S704 - a file read at start, with no value from outside in it
