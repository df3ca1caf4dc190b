"""A regular expression in RE2's syntax, in the words of PostgreSQL and of PCRE.

RE2 has judged the pattern before, so that this only has to tell its parts apart. What
means something else elsewhere is spelled out: the dot, `$`, the ASCII classes, escapes.
What cannot be said elsewhere is refused.
"""

import re
from string import punctuation

from appliance.models.dialect import Dialect

_CODES = (
    r"\\x\{(?P<hexes>[0-9a-fA-F]+)\}|\\x(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<octal>0[0-7]{0,2}|[1-7][0-7]{1,2})"
    r"|\\(?P<sign>[pP])(?:\{(?P<script>\^?\w+)\}|(?P<letter>\w))"
)
_PART = re.compile(
    rf"\\Q(?P<quoted>.*?)(?:\\E|\Z)|{_CODES}|\\(?P<escaped>.)"
    r"|(?P<set>\[)|\(\?P?<\w+>(?P<named>)"
    r"|\(\?(?P<on>[imsU]*)(?:-(?P<off>[imsU]+))?(?P<scope>[:)])"
    r"|(?P<open>\()|(?P<close>\))|(?P<repeat>[*+?]|\{\d+(?:,\d*)?\})"
    r"|(?P<special>[.^$|])|(?P<plain>.)",
    re.DOTALL,
)
_MEMBER = re.compile(
    rf"(?P<end>\])|\[:(?P<posix>\^?\w+):\]|{_CODES}|\\(?P<escaped>.)|(?P<plain>.)",
    re.DOTALL,
)
_CONTROLS = dict(zip("afnrtv", "\a\f\n\r\t\v", strict=True))
_SETS = {"d": "0-9", "s": "\t\n\f\r ", "w": "0-9A-Za-z_"}
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": "\x01-\x7f",
    "blank": "\t ",
    "cntrl": "\x01-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-\/:-@\[-`{-~",
    "space": "\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
# RE2 takes ASCII letters for words, the others all letters.
_WORD = "[0-9A-Za-z_]"
_BOUNDARY = f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))"
_INSIDE = f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))"
_EDGES = {
    Dialect.POSTGRES: {"A": r"(?:\A)", "b": _BOUNDARY, "B": _INSIDE, "z": r"(?:\Z)"},
    Dialect.MYSQL: {"A": r"\A", "b": _BOUNDARY, "B": _INSIDE, "z": r"\z"},
}
_ESCAPED = frozenset(punctuation) - {"_"}
_POSTGRES_REPEATS = 255


class UntranslatableError(ValueError):
    """The database at hand has no words for a part of the pattern."""


def translate(pattern: str, dialect: Dialect) -> str:
    """Say a valid RE2 pattern in the database's words; SQLite has RE2 itself."""
    if dialect is Dialect.SQLITE:
        return pattern
    return _Translation(pattern, dialect).whole()


class _Translation:
    """One pass over a pattern; `_flags` are those of the group at hand."""

    def __init__(self, pattern: str, dialect: Dialect) -> None:
        self._pattern = pattern
        self._postgres = dialect is Dialect.POSTGRES
        self._edges = _EDGES[dialect]
        self._any = "." if self._postgres else "(?s:.)"
        self._at = 0
        self._flags: frozenset[str] = frozenset()
        self._outer: list[frozenset[str]] = []

    def whole(self) -> str:
        lead = self._leading() if self._postgres else "(?-i)"
        parts = [lead]
        while self._at < len(self._pattern):
            parts.append(self._part())
        return "".join(parts)

    def _next(self, expression: re.Pattern[str]) -> re.Match[str]:
        found = expression.match(self._pattern, self._at)
        if found is None:
            raise UntranslatableError("the pattern cannot be read")
        self._at = found.end()
        return found

    def _leading(self) -> str:
        """PostgreSQL takes flags for the whole pattern alone, which stand in front."""
        found = re.match(r"\(\?([imsU]+)\)", self._pattern)
        if found:
            self._at = found.end()
            self._flags = frozenset(found[1])
        letters = {"i": "i", "m": "w"}
        flags = "".join(letters.get(flag, "") for flag in sorted(self._flags))
        return f"(?{flags})" if flags else ""

    def _part(self) -> str:
        found = self._next(_PART)
        match found.lastgroup:
            case "quoted":
                return "".join(map(literal, found["quoted"]))
            case "escaped":
                return self._escaped(found["escaped"])
            case "set":
                return self._set()
            case "repeat" | "special" | "plain":
                return self._sign(found)
            case "scope" | "named" | "open" | "close":
                return self._group(found)
        return self._code(found)

    def _sign(self, found: re.Match[str]) -> str:
        if repeat := found["repeat"]:
            return self._repeat(repeat)
        if special := found["special"]:
            return self._special(special)
        return literal(found["plain"])

    def _group(self, found: re.Match[str]) -> str:
        if found["scope"]:
            return self._scope(found)
        if found["close"]:
            self._flags = self._outer.pop()
            return ")"
        self._outer.append(self._flags)
        return "(?:"

    def _code(self, found: re.Match[str]) -> str:
        """Say a character given by its number, or a class of Unicode's."""
        if digits := found["hexes"] or found["hex"]:
            return literal(chr(int(digits, 16)))
        if found["octal"]:
            return literal(chr(int(found["octal"], 8)))
        if self._postgres:
            raise UntranslatableError("this database knows no classes like \\p")
        script, sign = found["script"] or found["letter"], found["sign"]
        if script[0] == "^":
            script, sign = script[1:], "P" if sign == "p" else "p"
        return f"\\{sign}{{{script}}}"

    def _escaped(self, character: str) -> str:
        if character in _SETS:
            return f"[{_SETS[character]}]"
        if character.lower() in _SETS:
            return f"[^{_SETS[character.lower()]}]"
        if character in self._edges:
            return self._edges[character]
        if character == "C":
            raise UntranslatableError("this database knows no single bytes")
        if character == "E":
            return ""
        return literal(_CONTROLS.get(character, character))

    def _scope(self, found: re.Match[str]) -> str:
        on, off = frozenset(found["on"]), frozenset(found["off"] or "")
        flags = (self._flags | on) - off
        if self._postgres and (flags ^ self._flags) & {"i", "m"}:
            raise UntranslatableError(
                "this database takes flags for the whole pattern alone, in front of it"
            )
        group = found["scope"] == ":"
        if group:
            self._outer.append(self._flags)
        self._flags = flags
        kept = "" if self._postgres else _said(on, off)
        if group:
            return f"(?{kept}:"
        return f"(?{kept})" if kept else ""

    def _repeat(self, repeat: str) -> str:
        numbers = map(int, re.findall(r"\d+", repeat))
        if self._postgres and max(numbers, default=0) > _POSTGRES_REPEATS:
            raise UntranslatableError(
                f"this database repeats at most {_POSTGRES_REPEATS} times"
            )
        return repeat

    def _special(self, special: str) -> str:
        if special == "|":
            return special
        if special == ".":
            return self._any if "s" in self._flags else "[^\n]"
        if special == "$" and not self._postgres and "m" not in self._flags:
            return self._edges["z"]
        return f"(?:{special})"

    def _set(self) -> str:
        """Say `[...]`; a negated class inside becomes an alternative beside it."""
        negated = self._pattern.startswith("^", self._at)
        self._at += negated
        members: list[str] = []
        others: list[str] = []
        # A bracket right behind the opening one stands for itself.
        first = self._at
        while not (found := self._next(_MEMBER))["end"] or found.start() == first:
            member = self._member(found)
            (others if member.startswith("[^") else members).append(member)
        inside = "".join(members)
        if not others:
            return f"[{'^' if negated else ''}{inside}]"
        if negated:
            without = "".join(f"(?!{other})" for other in others)
            return f"(?:{without}{f'[^{inside}]' if members else self._any})"
        return f"(?:{'|'.join([f'[{inside}]', *others] if members else others)})"

    def _member(self, found: re.Match[str]) -> str:
        if posix := found["posix"]:
            named = _POSIX[posix.removeprefix("^")]
            return f"[^{named}]" if posix[0] == "^" else named
        if (escaped := found["escaped"]) and escaped.lower() in _SETS:
            named = _SETS[escaped.lower()]
            return f"[^{named}]" if escaped.isupper() else named
        if found["sign"]:
            return self._code(found)
        return self._range(self._character(found))

    def _range(self, first: str) -> str:
        rest = self._pattern[self._at : self._at + 2]
        if rest[:1] != "-" or rest == "-]":
            return first
        self._at += 1
        return f"{first}-{self._character(self._next(_MEMBER))}"

    def _character(self, found: re.Match[str]) -> str:
        if escaped := found["escaped"]:
            return literal(_CONTROLS.get(escaped, escaped))
        if plain := found["plain"] or found["end"]:
            return literal(plain)
        return self._code(found)


def _said(on: frozenset[str], off: frozenset[str]) -> str:
    """The flags that are left to the database; the dot is spelled out, greed is not."""
    without = "".join(sorted(off & {"i", "m"}))
    return "".join(sorted(on & {"i", "m"})) + (f"-{without}" if without else "")


def literal(character: str) -> str:
    """Say one character so that it stands for itself, in a set as well."""
    if character == "\0" or "\ud800" <= character <= "\udfff":
        raise UntranslatableError("this database cannot hold such a character")
    return f"\\{character}" if character in _ESCAPED else character
