"""Of a comment in HTML the words are read that a reader sees, and what it quotes is marked."""

from __future__ import annotations

import pytest

from cxnlp.sources.hypertext import words_of_html


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", ""),
        ("<p></p><br>", ""),
        ("no tags, 5 > 4", "no tags, 5 > 4"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<p>a</p> <p>b</p>", "a\nb"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
        ("st<b>ill</b> <i>broken</i>", "still broken"),
        ("a \t\r\n\f  b", "a b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>", "a b\nc"),
        ("Fish &amp; chips &#8211; &lt;good&gt;", "Fish & chips \u2013 <good>"),
        ("<title>x</title><style>p {}</style><script>f()</script>a", "a"),
        ("<!-- unseen -->a", "a"),
        ("<p>never closed", "never closed"),
        ("</blockquote></div></style>a", "a"),
    ],
)
def test_each_block_is_a_line_of_the_words_that_are_seen(html: str, words: str) -> None:
    assert words_of_html(html) == words


def test_lines_of_a_quotation_are_marked_however_deep_it_is() -> None:
    html = "a<blockquote>b<p>c</p><blockquote>d</blockquote>e</blockquote>f"
    assert words_of_html(html) == "a\n> b\n> c\n> d\n> e\nf"


@pytest.mark.parametrize("mark", ["yahoo_quoted", "x protonmail_quote y"])
def test_what_a_mail_program_puts_in_a_marked_division_is_quoted_up_to_its_end(mark: str) -> None:
    html = f"<div>a</div><div class='{mark}'>b<div>c</div>d</div><div>e</div>"
    assert words_of_html(html) == "a\n> b\n> c\n> d\ne"


def test_a_quotation_in_a_marked_division_is_marked_once() -> None:
    html = "a<div class='yahoo_quoted'>b<blockquote>c</blockquote></div>"
    assert words_of_html(html) == "a\n> b\n> c"


def test_a_marked_division_with_nothing_above_it_is_what_was_sent() -> None:
    assert words_of_html("<div class='yahoo_quoted'>a<p>b</p></div>") == "a\nb"


def test_a_class_that_only_looks_like_the_mark_is_none() -> None:
    assert words_of_html("a<div class='not_yahoo_quoted'>b</div><div class>c</div>") == "a\nb\nc"
