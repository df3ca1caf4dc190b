"""Random filters over random memos, each with its answer in plain Python."""

import json
import operator
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from appliance.markdown import analyze
from appliance.models import regexp
from appliance.models.filter.meaning import part_of

USERS = {1: "admin", 2: "Bob", 3: "7"}
VISIBILITIES = {1: "PRIVATE", 2: "PROTECTED", 3: "PUBLIC"}
FLAGS = ("pinned", "has_link", "has_code", "has_task_list", "has_incomplete_tasks")
SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Memo = dict[str, Any]
Question = tuple[str, Callable[[Memo], bool | None]]
WORDS = st.sampled_from(
    [
        "",
        "a",
        "B",
        "Straße",
        "STRASSE",
        "é",
        "É",
        "50%",
        "_",
        "a b ",
        "#Work",
        "日本",
        "a\nB",
    ]
)
TAGS = st.sampled_from(["work", "Work", "work/a", "Work/a/B", "straße", "é/x", "a"])
ACCESSORS = [
    *("getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek"),
    *("getDayOfYear", "getHours", "getMinutes", "getSeconds"),
]
TIMES = st.integers(-62_135_596_800, 253_402_300_799) | st.integers(-90_000, 90_000)


@st.composite
def memos(draw: st.DrawFn) -> Memo:
    """Make a memo as the store has it."""
    tags = draw(st.lists(TAGS, max_size=3))
    content = " ".join(
        [draw(WORDS), *(f"#{tag}" for tag in tags), draw(WORDS)],
    )
    flags = {flag: draw(st.booleans()) for flag in FLAGS}
    return flags | {
        "content": content,
        "tags": analyze(content).tags,
        "creator_id": draw(st.sampled_from(sorted(USERS))),
        "visibility": draw(st.sampled_from(sorted(VISIBILITIES))),
        "create_time": draw(TIMES),
        "update_time": draw(TIMES),
        "latitude": draw(st.none() | st.just(1.5)),
    }


def compare(sign: str, left: Any, right: Any) -> bool:
    """Compare as Python does."""
    return bool(SIGNS[sign](left, right))


def utf8(text: str) -> bytes:
    """Order texts as the databases are told to."""
    return text.encode()


ATOMS = st.sampled_from(
    [
        *(
            "a",
            "B",
            "é",
            "日",
            ".",
            "#",
            "%",
            "^",
            "$",
            "(?:a|B)",
            "(?P<x>a)",
            "(?s:.)",
        ),
        *(
            r"\d",
            r"\w",
            r"\W",
            r"\s",
            r"\bwork",
            r"\B",
            r"\A",
            r"\z",
            r"\x23",
            r"\Q50%\E",
        ),
        *(
            "[ab]",
            "[^a]",
            r"[\s\S]",
            "[[:upper:]]",
            r"[\w\-]",
            "[]a-]",
            "[^[:^alpha:]B]",
        ),
        *(r"\n", r"\_", r"[\x{e0}-\x{ff}]", "(?:)", "{", "a{1,2}", "(a|)", r"[/-_]"),
    ]
)
FRONTS = st.sampled_from(["", "", "(?i)", "(?m)", "(?is)", "(?ms)", "(?U)"])
REPEATS = st.sampled_from(["", "", "", "*", "+", "?", "+?", "{2}", "{0,2}"])


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """Make a regular expression that every database can say."""
    parts = draw(st.lists(st.tuples(ATOMS, REPEATS), min_size=1, max_size=3))
    body = "".join(f"(?:{atom}){repeat}" for atom, repeat in parts)
    return draw(FRONTS) + body


OPERATORS = st.sampled_from(sorted(SIGNS))
EQUALITIES = st.sampled_from(["==", "!="])


@st.composite
def on_content(draw: st.DrawFn) -> Question:
    """Ask about the text."""
    word, sign = draw(WORDS), draw(OPERATORS)
    quoted, folded = json.dumps(word), word.casefold()
    pattern = draw(patterns())
    questions: list[Question] = [
        (f"content.contains({quoted})", lambda m: folded in m["content"].casefold()),
        (
            f"content.startsWith({quoted})",
            lambda m: m["content"].casefold().startswith(folded),
        ),
        (
            f"content.endsWith({quoted})",
            lambda m: m["content"].casefold().endswith(folded),
        ),
        (
            f"content {sign} {quoted}",
            lambda m: compare(sign, utf8(m["content"]), utf8(word)),
        ),
        (
            f"content.matches({json.dumps(pattern)})",
            lambda m: regexp.matches(pattern, utf8(m["content"])),
        ),
        (f"content in [{quoted}, 'x']", lambda m: m["content"] in {word, "x"}),
        (
            f"size(content) {sign} {len(word)}",
            lambda m: compare(sign, len(m["content"]), len(word)),
        ),
    ]
    return draw(st.sampled_from(questions))


def passes(test: str, tag: str, text: str) -> bool:
    """Test one tag; the case of ASCII letters matters to `==` alone."""
    if test == "==":
        return tag == text
    tag, text = tag.lower(), text.lower()
    return {
        "contains": text in tag,
        "startsWith": tag.startswith(text),
        "endsWith": tag.endswith(text),
    }[test]


@st.composite
def over_tags(draw: st.DrawFn) -> Question:
    """Ask with a comprehension."""
    quantifier = draw(st.sampled_from(["exists", "exists_one", "all"]))
    test = draw(st.sampled_from(["==", "contains", "startsWith", "endsWith"]))
    text = draw(TAGS | st.sampled_from(["", "WORK", "A", "k/", "ß", "%"]))
    quoted = json.dumps(text)
    written = f"t == {quoted}" if test == "==" else f"t.{test}({quoted})"

    def asked(memo: Memo) -> bool:
        passing = [passes(test, tag, text) for tag in memo["tags"]]
        if quantifier == "exists":
            return any(passing)
        if quantifier == "exists_one":
            return sum(passing) == 1
        return bool(passing) and all(passing)

    return f"tags.{quantifier}(t, {written})", asked


@st.composite
def on_tags(draw: st.DrawFn) -> Question:
    """Ask about tags; `in` has no answer for a memo without any."""
    some, sign = draw(st.lists(TAGS, min_size=1, max_size=2)), draw(OPERATORS)
    listed, keys = json.dumps(some), {tag.casefold() for tag in some}

    def is_in(memo: Memo) -> bool | None:
        return some[0] in memo["tags"] if memo["tags"] else None

    def is_below(memo: Memo) -> bool | None:
        folded = [tag.casefold() for tag in memo["tags"]]
        found = (t == k or t.startswith(k + "/") for t in folded for k in keys)
        return any(found) if folded else None

    questions: list[Question] = [
        draw(over_tags()),
        (f"{json.dumps(some[0])} in tags", is_in),
        (f"tag in {listed}", is_below),
        (f"sets.contains(tags, {listed})", lambda m: set(some) <= set(m["tags"])),
        (f"sets.intersects(tags, {listed})", lambda m: bool(set(some) & {*m["tags"]})),
        (f"sets.equivalent(tags, {listed})", lambda m: set(some) == set(m["tags"])),
        (
            f"size(tags) {sign} {len(some)}",
            lambda m: compare(sign, len(m["tags"]), len(some)),
        ),
    ]
    return draw(st.sampled_from(questions))


@st.composite
def on_times(draw: st.DrawFn) -> Question:
    """Ask about times and their parts."""
    field, column = draw(
        st.sampled_from([("created_ts", "create_time"), ("updated_ts", "update_time")])
    )
    sign, accessor = draw(OPERATORS), draw(st.sampled_from(ACCESSORS))
    seconds, part = draw(TIMES), draw(st.integers(0, 60) | st.just(1970))
    questions: list[Question] = [
        (
            f"{field} {sign} {seconds}",
            lambda m: compare(sign, m[column], seconds),
        ),
        (
            f"timestamp({seconds}) {sign} {field}",
            lambda m: compare(sign, seconds, m[column]),
        ),
        (
            f"{field}.{accessor}() {sign} {part}",
            lambda m: compare(sign, part_of(m[column], accessor), part),
        ),
    ]
    return draw(st.sampled_from(questions))


@st.composite
def on_others(draw: st.DrawFn) -> Question:
    """Ask about creators, visibilities and flags."""
    flag, equality = draw(st.sampled_from(FLAGS)), draw(EQUALITIES)
    name = draw(st.sampled_from(["users/Bob", "users/bob", "users/7", "users/1", "x"]))
    ids = {"users/Bob": 2, "users/7": 3, "users/1": 1}
    shown = draw(st.sampled_from([*VISIBILITIES.values(), "public"]))
    questions: list[Question] = [
        (flag, lambda m: m[flag]),
        (f"{flag} {equality} true", lambda m: m[flag] == (equality == "==")),
        (
            f"creator {equality} {json.dumps(name)}",
            lambda m: compare(equality, ids.get(name), m["creator_id"]),
        ),
        (
            f"creator_id in [2, {len(name)}]",
            lambda m: m["creator_id"] in {2, len(name)},
        ),
        (
            f"visibility {equality} '{shown}'",
            lambda m: compare(equality, VISIBILITIES[m["visibility"]], shown),
        ),
        (
            "size(creator) > 8",
            lambda m: len("users/" + USERS[m["creator_id"]]) > 8,
        ),
        (
            "size(visibility) == 9",
            lambda m: VISIBILITIES[m["visibility"]] == "PROTECTED",
        ),
        ("has_location", lambda m: m["latitude"] is not None),
    ]
    return draw(st.sampled_from(questions))


def inverse(question: Question) -> Question:
    """Negate, keeping what has no answer without one."""
    source, ask = question

    def asked(memo: Memo) -> bool | None:
        answer = ask(memo)
        return None if answer is None else not answer

    return f"!({source})", asked


def joined(sign: str, questions: list[Question]) -> Question:
    """Join by `&&` or `||` as three-valued logic has it."""
    settling = sign == "||"

    def asked(memo: Memo) -> bool | None:
        answers = [ask(memo) for _, ask in questions]
        if settling in answers:
            return settling
        return None if None in answers else not settling

    return f" {sign} ".join(f"({source})" for source, _ in questions), asked


def nested(questions: st.SearchStrategy[Question]) -> st.SearchStrategy[Question]:
    """Make larger questions of smaller ones."""
    several = st.lists(questions, min_size=2, max_size=3)
    return questions.map(inverse) | st.builds(
        joined, st.sampled_from(["&&", "||"]), several
    )


QUESTIONS = st.recursive(
    on_content() | on_tags() | on_times() | on_others(), nested, max_leaves=6
)
