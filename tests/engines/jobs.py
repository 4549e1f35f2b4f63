"""Pages to rejoin, sites to learn from, and what one machine makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from gongwen_clean.adapters.shells import SiteFields
from gongwen_clean.rejoining.documents import rejoin_placed
from gongwen_clean.rejoining.entries import PageFields
from gongwen_clean.shell_profiles.choosing import Learned, learn_profile
from gongwen_clean.shell_profiles.corpus import SiteText, site_of
from tests.generated_sites import bulletin, library_shell, make_site, notice, town_shell

Row = dict[str, Any]

PAGES = PageFields(("host", "title"), "page")
SITES = SiteFields("url", "id")
_SIZE = 60


def page_rows() -> list[Row]:
    """Documents cut into pages, far apart: numbered by field or title, doubled, missing, nameless."""
    cut = []
    for number, page in enumerate(make_site([notice], count=30)):
        text, title = page.text, f"通知之{number}"
        pieces = [text[at : at + _SIZE] for at in range(0, min(len(text), 5 * _SIZE), _SIZE)]
        for at, piece in enumerate(pieces, 1):
            by_field = number % 2 == 0
            name = title if by_field else f"{title}_第{at}页"
            cut.append(
                {
                    "host": f"h{number % 3}",
                    "title": name,
                    "page": str(at) if by_field else None,
                    "text": piece,
                }
            )
    cut[7]["text"] = None
    cut[11]["title"] = None
    del cut[17]
    cut += [cut[3], {**cut[5], "text": "另一页。"}]
    return [{"id": n, **row} for n, row in enumerate(sorted(cut, key=lambda row: str(row["text"])[::-1]))]


def check_documents(found: Iterable[Mapping[str, Any]]) -> None:
    """Assert that documents, with their reports as JSON texts, are those of one machine."""
    expected = list(rejoin_placed(((row["id"], row) for row in page_rows()), PAGES))
    assert any(row["rejoined"]["doubled"] for row in expected)
    assert any(row["rejoined"]["problem"] for row in expected)
    read = [{**row, "rejoined": json.loads(row["rejoined"])} for row in found]
    by_place = [sorted(rows, key=lambda row: int(row["id"])) for rows in (read, expected)]
    assert by_place[0] == by_place[1]


def site_rows() -> list[Row]:
    """The pages of sites, one among the other; one has no shell, some rows say nothing."""
    sites = {
        "https://www.hexian.gov.cn/a": make_site([notice], town_shell, 30, 1),
        "https://DOC.example/b": make_site([notice, bulletin], library_shell, 30, 2),
        "https://plain.example/c": make_site([notice], None, 30, 3),
    }
    pages = [(url, site[n].page) for n in range(30) for url, site in sites.items()]
    nothing: list[tuple[Any, Any]] = [(None, "甲"), ("https://plain.example", None)]
    return [{"id": n, "url": url, "text": text} for n, (url, text) in enumerate([*pages, *nothing])]


def expected_profile() -> Learned:
    """Return what one machine learns."""
    learned = learn_profile(
        SiteText(site_of(row["url"]), row["text"]) for row in site_rows() if row["url"] and row["text"]
    )
    assert len(learned.profile.sites) == 2
    return learned
