"""Texts as HTML for feeds."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.markdown.html import render

TABLE = [
    (
        "## Feed item\n\nwith *em* and `code`",
        ('<h2 id="feed-item">Feed item</h2>\n'
        "<p>with <em>em</em> and <code>code</code></p>"),
    ),
    ("a #tag b", "<p>a  b</p>"),
    ("#tag", "<p></p>"),
    ("hi @bob, `x`@eve and a@b", "<p>hi , <code>x</code> and a@b</p>"),
    (r"\#no &#35;no **#yes**", "<p>#no #no <strong></strong></p>"),
    ("`#in code`", "<p><code>#in code</code></p>"),
    ("[#in @link](http://x.y)", '<p><a href="http://x.y">#in @link</a></p>'),
    (
        "a <b onclick=x>c</b>\n\n<div>\nd\n</div>",
        ("<p>a <!-- raw HTML omitted -->c<!-- raw HTML omitted --></p>\n"
        "<!-- raw HTML omitted -->"),
    ),
    ("[a](javascript:x)", '<p><a href="">a</a></p>'),
    ("[a]( JaVaScRiPt:x)", '<p><a href="">a</a></p>'),
    ("![a](data:text/html;x)", '<p><img src="" alt="a"></p>'),
    (
        "![a](data:image/png;base64,x)",
        '<p><img src="data:image/png;base64,x" alt="a"></p>',
    ),
    (
        '![a *b* `c`](ä.png "t\'")',
        '<p><img src="%C3%A4.png" alt="a b c" title="t\'"></p>',
    ),
    ("![a ![b](c) [d](e)](f)", '<p><img src="f" alt="a b d"></p>'),
    (
        "https://x.y/?a=1&b=2#f www.x.y. me@x.yz",
        ('<p><a href="https://x.y/?a=1&amp;b=2#f">https://x.y/?a=1&amp;b=2#f</a>'
        ' <a href="http://www.x.y">www.x.y</a>.'
        ' <a href="mailto:me@x.yz">me@x.yz</a></p>'),
    ),
    ("<http://x.y>", '<p><a href="http://x.y">http://x.y</a></p>'),
    ("<me@x.yz>", '<p><a href="mailto:me@x.yz">me@x.yz</a></p>'),
    ("a\nb  \nc", "<p>a\nb<br>\nc</p>"),
    ("~~a~~ & \"q\" 'p'", "<p><del>a</del> &amp; &quot;q&quot; 'p'</p>"),
    (
        "- [ ] a\n- [x] b\n  - c",
        ('<ul>\n<li><input disabled="" type="checkbox"> a</li>\n'
        '<li><input checked="" disabled="" type="checkbox"> b\n'
        "<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>"),
    ),
    (
        "3. a\n\n4. b",
        '<ol start="3">\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>',
    ),
    ("> a\n\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>"),
    ("```py x\n<a>#\n```", '<pre><code class="language-py">&lt;a&gt;#\n</code></pre>'),
    ("    a\n", "<pre><code>a\n</code></pre>"),
    (
        "| a | b |\n|:-:|---|\n| 1 | 2 |",
        ('<table>\n<thead>\n<tr>\n<th style="text-align:center">a</th>\n<th>b</th>\n'
        '</tr>\n</thead>\n<tbody>\n<tr>\n<td style="text-align:center">1</td>\n'
        "<td>2</td>\n</tr>\n</tbody>\n</table>"),
    ),
    (
        "# Día A_b\n# Día A_b\n# é\n\nA\n=",
        ('<h1 id="da-a-b">Día A_b</h1>\n<h1 id="da-a-b-1">Día A_b</h1>\n'
        '<h1 id="heading">é</h1>\n<h1 id="a">A</h1>'),
    ),
    (
        "# a-1\n# a\n# a\n# a",
        ('<h1 id="a-1">a-1</h1>\n<h1 id="a">a</h1>\n<h1 id="a-2">a</h1>\n'
        '<h1 id="a-3">a</h1>'),
    ),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("content", "html"), TABLE)
def test_texts_become_html(content: str, html: str) -> None:
    assert render(content) == html


@given(st.text(st.sampled_from("<>\"'&#@[]()!`*_~\\-|: \na/jxs:script=")))
def test_no_markup_of_the_author_gets_through(content: str) -> None:
    html = render(content)
    assert "<script" not in html
    assert 'href="javascript' not in html


@pytest.mark.alone
@pytest.mark.parametrize(
    "piece", ["#a ", "[", "![", "@a", "a@b.c ", "> ", "- ", "<a", "www.a ", "# a\n"]
)
def test_long_texts_take_their_time_and_no_more(piece: str) -> None:
    begin = time.monotonic()
    render(piece * 8000)
    assert time.monotonic() - begin < 5


def test_lone_surrogates_are_replaced() -> None:
    assert render("a\ud800") == "<p>a?</p>"
