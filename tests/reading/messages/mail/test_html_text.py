from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeout.reading.messages.mail.html_text import DIVIDER, text_of
from closeout.reading.messages.mail.quoting import split

GMAIL = """<html><head><title>No</title><style>p{color:red}</style></head><body><!-- no -->
<div dir="ltr">Sure &amp; <a href="https://x.test/">fine</a>&nbsp;by me.<br><br>Bob</div><br>
<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Mar 4, 2024 at 10:00 AM Anna &lt;
<a href="mailto:a@b.de">a@b.de</a>&gt; wrote:<br></div><blockquote class="gmail_quote"
style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div>Can you?</div>
<blockquote type="cite">before</blockquote></blockquote></div></body></html>"""

OUTLOOK = """<body lang=DE><div class=WordSection1><p class=MsoNormal>Einverstanden.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm'>
<p class=MsoNormal><b>Expéditeur :</b> Anna<br><b>Moment :</b> lundi<br><b>Destinataire :</b> Bob<br>
<b>Thème :</b> Tarif<o:p></o:p></p></div><p class=MsoNormal>90?<o:p></o:p></p></div></body>"""


def test_gmail_quotes_are_marked() -> None:
    assert text_of(GMAIL) == (
        "Sure & fine by me.\n\nBob\n\nOn Mon, Mar 4, 2024 at 10:00 AM Anna < a@b.de> wrote:\n\n"
        "> Can you?\n>\n> > before"
    )
    assert split(text_of(GMAIL)).visible == "Sure & fine by me.\n\nBob"


def test_outlook_divides_in_any_language() -> None:
    assert DIVIDER in text_of(OUTLOOK)
    assert split(text_of(OUTLOOK)).visible == "Einverstanden."
    assert text_of('<div id="x_divRplyFwdMsg">Von: x</div>') == f"{DIVIDER}\nVon: x"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<ul><li>one<li><p>two</p></li><li></li></ul>after", "- one\n- two\n\nafter"),
        ("<ol><li>a</li><li>b<ul><li>c</ul></ol>", "1. a\n2. b\n\n- c"),
        ("<li>loose", "- loose"),
        (
            "<tr><td>Design</td><td></td><td> 1,200</td></tr><tr><td><p>Dev</p></td><td><p>3</p></td></tr></table>",
            "Design | 1,200\nDev | 3",
        ),
        ("<td><div>a</div><div>b</div></td>", "a\nb"),
        ("<tr><td><span>a </span></td><td>b</td></tr>", "a | b"),
        ("a<hr>b", f"a\n{DIVIDER}\nb"),
        ("<pre>x = 1\r\n  y\n</pre>z", "x = 1\n  y\n\nz"),
        ("</pre></ul></blockquote>x", "x"),
        ('<blockquote style="margin:0 0 0 40px;border:none">mine</blockquote>', "mine"),
        ('<div style="display:none">pre<div>header</div></div><img style="display:none">seen', "seen"),
        ('<p style="display: none">lost<body>seen', "seen"),
        ("1 < 2 &lt; 3 &#x41;&#99999999999999999999; a<3", "1 < 2 < 3 A\ufffd a<3"),
        ("<![if !mso]>x<![endif]><?xml y?><!DOCTYPE html><![foo", "x<![foo"),
        ("<!-- never ended text", "never ended text"),
        ("<style>p{} <style>q", "p{} q"),
        ('<a title="x > y">ok</a><b class="<">z</b>', "okz"),
        ("<script>if (a<b) {}</SCRIPT >done", "done"),
        ("&bogus; &eacute", "&bogus; é"),
    ],
)
def test_text_of(source: str, text: str) -> None:
    assert text_of(source) == text


@given(st.text(st.sampled_from("<>/!-\"'= &#;abptdlrih\n"), max_size=200))
def test_nothing_raises(source: str) -> None:
    text_of(source)


@given(st.lists(st.text("abc", min_size=1, max_size=5), max_size=10), st.data())
def test_no_word_is_lost(words: list[str], data: st.DataObject) -> None:
    tags = st.sampled_from(["<p>", "</p>", "<br>", "<div>", "<td>", "</tr>", "<li>", "<blockquote>", "</blockquote>"])
    source = "".join(f"{word} {data.draw(tags)}" for word in words)
    assert [word for word in text_of(source).split() if word.isalpha()] == words


@pytest.mark.parametrize("piece", ["<", "<!--", "<a ", '<a "', "</", "<style>", "<?", '<a b="', "&#", "<title "])
def test_bad_input_takes_linear_time(piece: str) -> None:
    assert len(text_of(piece * (200_000 // len(piece)))) <= 200_000  # for hours, if it looked at all of it each time
