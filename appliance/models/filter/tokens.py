"""The words of a filter: CEL's tokens with their places, strings already unescaped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from appliance.errors import InvalidArgumentError

_TOKEN = re.compile(
    r"(?P<blank>[ \t\r\n\f]+|//[^\n]*)"
    r"|(?P<text>(?:[rR][bB]?|[bB][rR]?)?"
    r"(?:\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''"
    r"|\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*'))"
    r"|(?P<float>[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)"
    r"|(?P<whole>(?:0[xX][0-9a-fA-F]+|[0-9]+)[uU]?)"
    r"|(?P<name>[_a-zA-Z][_a-zA-Z0-9]*)"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%!<>()\[\]{}.,?:])",
    re.DOTALL,
)
# Inside a raw string a backslash is a backslash, though it still guards a quote.
_ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|X[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}"
    r"|[0-3][0-7]{2}|.)",
    re.DOTALL,
)
_SIMPLE_ESCAPES = dict(zip("abfnrtv\\'\"`?", "\a\b\f\n\r\t\v\\'\"`?", strict=True))
_RESERVED = {"as", "break", "const", "continue", "else", "for", "function", "if"} | {
    *("import", "let", "loop", "package", "namespace", "return", "var", "void", "while")
}
_LONGEST_SHOWN = 20
_LAST_CODE_POINT = 0x10FFFF


class Kind(Enum):
    """What a token is."""

    NAME = auto()
    TEXT = auto()
    BYTES = auto()
    WHOLE = auto()
    UNSIGNED = auto()
    FLOAT = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `value` is a string's content, everything else as written."""

    kind: Kind
    value: str
    at: int

    def __str__(self) -> str:
        """Say it the way an error message quotes it."""
        if self.kind is Kind.END:
            return "the end"
        shown = self.value[:_LONGEST_SHOWN]
        return f'"{shown}…"' if shown != self.value else f'"{shown}"'


def refusal(at: int, problem: str) -> InvalidArgumentError:
    """Make the error for a filter that cannot be used, counting characters from 1."""
    return InvalidArgumentError(f"invalid filter at character {at + 1}: {problem}")


def tokens(source: str) -> Iterator[Token]:
    """Split a filter into tokens, the last of which is the end."""
    at = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if not found:
            raise refusal(at, f"unexpected {_shown(source[at])}")
        if found.lastgroup != "blank":
            yield _token(found, at)
        at = found.end()
    yield Token(Kind.END, "", at)


def _shown(character: str) -> str:
    if character in "\"'":
        return "quote without its other half"
    return f'"{character}"' if character.isprintable() else f"U+{ord(character):04X}"


def _token(found: re.Match[str], at: int) -> Token:
    written = found[0]
    match found.lastgroup:
        case "text":
            return _text(written, at)
        case "whole" if written[-1] in "uU":
            return Token(Kind.UNSIGNED, written[:-1], at)
        case "whole":
            return Token(Kind.WHOLE, written, at)
        case "float":
            return Token(Kind.FLOAT, written, at)
        case "sign":
            return Token(Kind.SIGN, written, at)
    if written in _RESERVED:
        raise refusal(at, f'"{written}" is a reserved word')
    return Token(Kind.NAME, written, at)


def _text(written: str, at: int) -> Token:
    quote = min(i for i in map(written.find, "\"'") if i >= 0)
    prefix, body = written[:quote].lower(), written[quote:]
    marks = 3 if body[:3] in {'"""', "'''"} else 1
    inside = body[marks:-marks]
    if "r" not in prefix:
        start = at + quote + marks
        inside = _ESCAPE.sub(lambda escape: _unescaped(escape, start), inside)
    if "\0" in inside:
        raise refusal(at, "a text cannot contain NUL")
    return Token(Kind.BYTES if "b" in prefix else Kind.TEXT, inside, at)


def _unescaped(escape: re.Match[str], start: int) -> str:
    written = escape[0][1:]
    if simple := _SIMPLE_ESCAPES.get(written):
        return simple
    at = start + escape.start()
    if len(written) == 1:
        raise refusal(at, f'unknown escape "\\{written}"')
    octal = written[0].isdigit()
    code = int(written, 8) if octal else int(written[1:], 16)
    if code > _LAST_CODE_POINT or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - Unicode's
        raise refusal(at, f'"\\{written}" is no character')
    return chr(code)
