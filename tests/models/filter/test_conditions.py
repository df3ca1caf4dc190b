"""Conditions: joining, turning around, constants that dissolve."""

from appliance.models.filter.conditions import (
    Always,
    Either,
    Every,
    Flag,
    Not,
    Tagged,
    TaggedOtherwise,
    TagKey,
    VisibleAs,
    either,
    every,
    negated,
    visible_as,
)

YES, NO = Always(answer=True), Always(answer=False)
A, B, C = Flag("a"), Flag("b"), Flag("c")
IN_TAGS = Tagged((TagKey(1, "x"),), among_tagged=True)
IN_SET = Tagged((TagKey(1, "x"),), among_tagged=False)


def test_chains_lose_constants_and_nesting() -> None:
    assert every([A, YES, Every((B, C))]) == Every((A, B, C))
    assert either([A, NO, Either((B, C))]) == Either((A, B, C))
    assert every([A, NO]) == NO
    assert either([A, YES]) == YES
    assert every([YES, A]) == either([NO, A]) == A
    assert (every([]), either([])) == (YES, NO)
    assert every([Either((A, B)), C]) == Every((Either((A, B)), C))


def test_negation_goes_inside() -> None:
    assert negated(Every((A, B))) == Either((Not(A), Not(B)))
    assert negated(Either((A, Not(B)))) == Every((Not(A), B))
    assert negated(YES) == NO


def test_negated_in_still_asks_for_tags() -> None:
    assert negated(IN_TAGS) == TaggedOtherwise(IN_TAGS)
    assert negated(negated(IN_TAGS)) == IN_TAGS
    assert negated(IN_SET) == Not(IN_SET)


def test_visibilities_are_a_closed_set() -> None:
    assert negated(VisibleAs(frozenset({1}))) == VisibleAs(frozenset({2, 3}))
    assert visible_as(frozenset()) == NO
    assert visible_as(frozenset({1, 2, 3})) == YES
