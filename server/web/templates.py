"""Pages out of templates: loaded once at start, every value escaped, nothing undefined.

What stands inline in a page is known at start too, so that the Content-Security-Policy can
name it by hash and nothing else inline ever runs.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib.resources.abc import Traversable

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from server.web.headers import Inside

# What a page's head runs before anything else has arrived, in one script: each has to be named.
_HEAD = ("look.js", "exit.js")
SCRIPTS = {"room": (*_HEAD, "early.js")}
# What a template puts into its page by name. instead.js stands alone: old browsers must read it.
INLINED = ("look.js", "instead.js", "when.js")
# What a page wears. All of its style is in the page: one request, and nothing of it is kept.
_FIRST = ("style/base.css", "style/outside.css")
_FURTHER = (*_FIRST, "style/inside.css", "style/pages.css")
STYLES = {
    "landing": _FIRST,
    "page": (*_FURTHER, "style/keys.css"),
    "meetings": (*_FURTHER, "style/meetings.css"),
    "room": ("style/base.css", "style/inside.css", "style/room.css"),
    "plain": (*_FURTHER, "style/plainroom.css"),
    "neutral": ("style/plain.css",),
}
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
NAMED = re.compile(r'\{\{ inline\("([^"]+)"\) \}\}')
DRAWN_WITH = re.compile(r'{%-? *(?:extends|include|from) "([^"]+)"')
BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
INDENT = re.compile(r"^\s+", re.MULTILINE)
# Between two elements that stand in lines of their own, in what a room is drawn with.
LINE_END = re.compile(r">\n+<")
ROOM = frozenset(("layout.html", "room.html", "helpcard.html", "lines.html", "calm.html"))
# What a sheet of style means the same without. A space before a colon is another selector.
AROUND_SIGNS = re.compile(r"\s*([{};,>])\s*|(:)\s+")


class Templates:
    """Every template, with the scripts and styles that stand inside pages."""

    def __init__(self, web: Traversable) -> None:
        sources = _sources(web / "templates")
        self._inline = {name: lean(_text(web / name)) for name in INLINED}
        self._styles = {
            name: "".join(lean_style(_text(web / path)) for path in paths)
            for name, paths in STYLES.items()
        }
        self._scripts = {
            name: "".join(lean(_text(web / path)) for path in SCRIPTS.get(name, _HEAD))
            for name in STYLES
        }
        self._own = {name: tuple(self._scripts_in(name, sources)) for name in sources}
        self.styles = list(self._styles.values())
        self._jinja = Environment(
            loader=DictLoader(sources),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
        )
        # As letters, not as numbers of letters: half the size in Arabic.
        self._jinja.policies["json.dumps_kwargs"] = {
            "ensure_ascii": False,
            "sort_keys": True,
            "separators": (",", ":"),
        }
        self._jinja.filters |= {"tel": dialled, "bare": without_scheme}
        self._jinja.globals |= {"inline": self._inlined}

    def render(self, name: str, style: str, words: Mapping[str, object]) -> str:
        """Return the page as text, wearing the named style."""
        template = self._jinja.get_template(name)
        script, sheet = _trusted(self._scripts[style]), _trusted(self._styles[style])
        return template.render(words, script=script, style=sheet)

    def inside(self, name: str, style: str) -> Inside:
        """Return what stands inside the page that this template and style make."""
        scripts = (self._scripts[style], *self.scripts_in(name))
        return Inside(scripts, (self._styles[style],))

    def scripts_in(self, name: str) -> tuple[str, ...]:
        """Return the scripts that a template itself puts into its page."""
        return self._own[name]

    def pieces(self, name: str, words: Mapping[str, object]) -> Callable[..., str]:
        """Return what draws one of a template's pieces: its name first, then its values."""
        module = self._jinja.get_template(name).make_module(dict(words))
        return lambda piece, **values: str(getattr(module, piece)(**values))

    def _scripts_in(self, name: str, sources: Mapping[str, str]) -> Iterator[str]:
        """Yield what a template runs, by name or as it stands there, and all it is drawn with."""
        for script in SCRIPT.findall(sources[name]):
            named = NAMED.fullmatch(script)
            if named:
                yield self._inline[named[1]]
            elif "{{" not in script:
                yield script
        for other in DRAWN_WITH.findall(sources[name]):
            yield from self._scripts_in(other, sources)

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


def lean_style(text: str) -> str:
    """Return a sheet of style without what only its readers need."""
    tight = AROUND_SIGNS.sub(lambda sign: sign[1] or sign[2], lean(text).strip())
    return tight.replace(";}", "}")


def _sources(folder: Traversable) -> dict[str, str]:
    files = (file for file in folder.iterdir() if file.name.endswith(".html"))
    return {file.name: _template(file) for file in files}


def _template(file: Traversable) -> str:
    return LINE_END.sub("><", _text(file)) if file.name in ROOM else _text(file)


def _text(file: Traversable) -> str:
    return file.read_text("utf-8")


def _trusted(ours: str) -> Markup:
    """Mark a file of this project, never anything a person wrote, as ready for the page."""
    if "</s" in ours:
        raise ValueError("an inline script or style must not close its own element")
    return Markup(ours)  # noqa: S704 - a file read at start, with no value from outside in it
