"""HTML pages: text, title and tables come out; menus stay behind."""

import builtins
from pathlib import Path
from typing import Any

import pytest

from gongwen_clean import Cleaner
from gongwen_clean.cli import main
from gongwen_clean.errors import InputError, MissingExtraError
from gongwen_clean.html_files import extract_text, is_html

TITLE = "关于开展农村危房排查的通知"
PARAGRAPHS = (
    "为做好汛期安全工作，决定在全县开展农村危房排查，请各乡镇认真组织，于5月底前完成。",
    "坚持应查尽查，逐户登记造册，建立台账，落实责任人，确保群众住房安全。",
)
PAGE = f"""<html><head><meta charset="utf-8"><title>{TITLE}_禾县人民政府</title></head><body>
<nav><a href="/">首页</a> <a href="/a">政务公开</a> <a href="/b">通知公告</a></nav>
<table><tr><td>索引号：</td><td>11330482/2024-00012</td><td>文号：</td><td>禾政发〔2024〕7号</td></tr></table>
<h1>{TITLE}</h1>
<p>来源：禾县住建局 发布时间：2024-05-01 10:00 浏览次数：<span>36</span></p>
<div class="content"><p>　　{PARAGRAPHS[0]}</p><p>　　{PARAGRAPHS[1]}</p>
<table><tr><td>乡镇</td><td>户数</td></tr><tr><td>东乡</td><td>120</td></tr></table></div>
<footer>版权所有：禾县人民政府</footer></body></html>"""
CLEAN = "\n".join((TITLE, *PARAGRAPHS, "乡镇 | 户数", "东乡 | 120"))


def test_html_page_is_cleaned_to_title_paragraphs_and_table() -> None:
    assert Cleaner().run(extract_text(PAGE.encode(), "page.html")).text == CLEAN + "\n"


def test_html_page_tells_its_metadata() -> None:
    metadata = Cleaner().run(extract_text(PAGE.encode(), "page.html")).metadata
    assert metadata == {
        "index_number": "11330482/2024-00012",
        "doc_number": "禾政发〔2024〕7号",
        "source": "禾县住建局",
        "date_published": "2024-05-01 10:00",
        "views": "36",
        "title": TITLE,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_html_page_is_read_as_it_says_itself(encoding: str) -> None:
    raw = PAGE.replace("utf-8", encoding).encode(encoding)
    assert PARAGRAPHS[0] in extract_text(raw, "page.html")


@pytest.mark.parametrize("raw", [b"", b"<html></html>", b"\x00\x01\x02"])
def test_html_without_text_is_an_error_that_names_the_file(raw: bytes) -> None:
    with pytest.raises(InputError, match=r"^empty\.html: no text was found"):
        extract_text(raw, "empty.html")


def test_html_without_trafilatura_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "trafilatura":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongwen-clean\[html\]'"):
        extract_text(PAGE.encode(), "page.html")


@pytest.mark.parametrize(
    ("name", "html"), [("a.html", True), ("A.HTM", True), ("html", False), ("a.txt", False)]
)
def test_html_is_told_by_the_suffix(name: str, html: bool) -> None:
    assert is_html(Path(name)) == html


def test_command_cleans_an_html_file(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    assert main([str(path), "-q"]) == 0
    assert capsysbinary.readouterr().out.decode() == CLEAN + "\n"
