"""Learned shells: templates, sketches, what is learned and what is not, the file, the step, the commands."""

from __future__ import annotations

import gzip
import json
import lzma
import os
import pickle
import random
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen_clean.chain import Chain
from gongwen_clean.cleaner import choose_steps, configured_steps
from gongwen_clean.cli import main as clean_main
from gongwen_clean.configuration.reading import check_settings, configure
from gongwen_clean.errors import InputError, LexiconError
from gongwen_clean.lexicon import lexicon_folder, read_patterns
from gongwen_clean.lexicon_cli import main as lexicon_main
from gongwen_clean.matching.folding import fold_width
from gongwen_clean.normalizers.shell import StripBoilerplate
from gongwen_clean.normalizers.site_shell import StripSiteShell, add_site_shell
from gongwen_clean.shell_profiles.choosing import learn_profile
from gongwen_clean.shell_profiles.corpus import SiteText, read_site_texts
from gongwen_clean.shell_profiles.forms import find_form
from gongwen_clean.shell_profiles.learning import LearnOptions, sketch_sites
from gongwen_clean.shell_profiles.profile import Entry, Profile, Site, format_profile, read_profile
from gongwen_clean.shell_profiles.sketch import EvenSample, FrequentKeys, RecentTexts
from gongwen_clean.shell_profiles.templates import (
    label_template,
    line_template,
    read_template,
    title_template,
)

from .generated_sites import KINDS, SitePage, bulletin, library_shell, make_site, notice, sentence, town_shell
from .strategies import TEXTS

SITE = "www.hexian.gov.cn"
FORMS: list[dict[str, Any]] = read_patterns(lexicon_folder() / "profiles" / "forms.toml")
SHELLS = pytest.mark.parametrize("shell", [town_shell, library_shell])
PAGES = make_site([notice], town_shell)


def _profile(pages: Iterable[SitePage], site: str = SITE) -> Profile:
    return learn_profile(SiteText(site, page.page) for page in pages).profile


STEP = StripSiteShell(_profile(PAGES))


def _templates(profile: Profile) -> list[str]:
    return [entry.template for site in profile.sites for entry in site.entries]


def _written(*templates: str) -> Profile:
    entries = tuple(Entry(f"e{n}", template) for n, template in enumerate(templates))
    return Profile((Site(SITE, 0, entries),))


def _lines(text: str) -> Counter[str]:
    return Counter(line for line in text.split("\n") if line)


def _compare(pages: Sequence[SitePage], chain: Chain) -> tuple[Counter[str], Counter[str]]:
    """The lines of the documents that are lost, and those of the shell that are left."""
    lost, left = Counter[str](), Counter[str]()
    for page in pages:
        cleaned, wanted = _lines(chain.apply(page.page)[0]), _lines(page.text)
        lost += wanted - cleaned
        left += cleaned - wanted
    return lost, left


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# templates


@pytest.mark.parametrize(
    ("line", "template"),
    [
        ("第12页 共30页", "第{n}页 共{n}页"),
        ("更新：2024年5月1日 星期三 10:00", "更新:{date}"),
        ("今天是二〇二四年五月一日", "今天是{date}"),
        ("2024/3/9  09:30:01更新", "{date}更新"),
        ("{{item.name}}条", "｛｛item.name｝｝条"),
        ("要闻", "要闻"),
    ],
)
def test_line_template_abstracts_what_changes(line: str, template: str) -> None:
    assert line_template(fold_width(line)) == template


@pytest.mark.parametrize(
    ("line", "template"),
    [
        ("审签:周立", "审签:{name}"),
        ("采编:方敏、周 立", "采编:{name}"),
        ("(采编:方敏)", "(采编:{name})"),
        ("下篇:禾县举办粮食收购培训班", "下篇:{text}"),
        ("没有标签的一行", None),
        ("标签:", None),
    ],
)
def test_label_template_abstracts_the_value(line: str, template: str | None) -> None:
    assert label_template(line_template(line)) == template


def test_title_template_needs_more_than_the_title() -> None:
    assert title_template("关于放假的通知", "关于放假的通知") is None


@given(text=TEXTS)
@settings(max_examples=60)
def test_a_template_of_a_line_reads_as_it_is_written(text: str) -> None:
    for line in text.split("\n"):
        template = line_template(fold_width(line))
        assert (
            read_template(template.replace("{date}", "2024-05-01")) == line_template(template)
            or "{" in template
        )
        assert read_template(template) == template


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("编辑：{nmae}", "did you mean {name}?"),
        ("编辑：{persons and others}", "There are {date} {n}"),
        ("{name}编辑", "must follow a label's colon"),
        ("标签：{text}后面", "must end the line"),
    ],
)
def test_read_template_refuses_a_class_that_never_matches(written: str, message: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(message)):
        read_template(written)


# forms of genuine documents


@pytest.mark.parametrize("entry", FORMS, ids=lambda entry: entry["id"])
def test_form_matches_and_ignores_as_it_says(entry: dict[str, Any]) -> None:
    pattern = re.compile(entry["pattern"])
    assert [line for line in entry["matches"] if not pattern.fullmatch(fold_width(line))] == []
    assert [line for line in entry["ignores"] if pattern.fullmatch(fold_width(line))] == []


def test_forms_are_sorted_with_a_source_each() -> None:
    ids = [entry["id"] for entry in FORMS]
    assert ids == sorted(set(ids))
    assert all(entry["source"] for entry in FORMS)


@pytest.mark.parametrize(
    "line",
    [
        "各乡镇人民政府：",
        "特此公告。",
        "现将办法印发给你们，请认真贯彻执行。",
        "此件公开发布",
        "附件：名单",
        "第一条 总则",
        "禾 县 财 政 局",
        "二〇二四年四月三十日",
        "2024年4月30日",
        "联系人：方敏",
        "关于做好春耕工作的通知",
        "禾政发〔2024〕7号",
    ],
)
def test_find_form_knows_lines_that_documents_share(line: str) -> None:
    assert find_form(fold_width(line)) is not None


@pytest.mark.parametrize(
    "line", ["责任编辑：方敏", "禾县人民政府网", "上一篇：关于放假的通知", "扫一扫打开本页", "要闻"]
)
def test_find_form_passes_over_lines_of_a_page(line: str) -> None:
    assert find_form(fold_width(line)) is None


# sketches


@given(keys=st.lists(st.sampled_from("甲乙丙丁戊己庚辛壬癸"), max_size=200))
def test_frequent_keys_count_at_most_missed_too_few(keys: list[str]) -> None:
    sketch, truth = FrequentKeys(3), Counter(keys)
    for key in keys:
        sketch.add(key, key)
    assert all(sketch.count(key) <= truth[key] <= sketch.count(key) + sketch.missed for key in truth)
    assert len(sketch) <= 6


def test_frequent_keys_keep_what_recurs_among_ever_new_keys() -> None:
    sketch = FrequentKeys(50)
    for number in range(5000):
        sketch.add(f"rare {number}", "")
        sketch.add(f"common {number % 10}", "")
    assert list(sketch.at_least(400)) == [f"common {number}" for number in range(10)]


@given(ranks=st.lists(st.integers(0, 50), max_size=60))
def test_even_sample_keeps_the_smallest_ranks(ranks: list[int]) -> None:
    sample: EvenSample[int] = EvenSample(8)
    for number, rank in enumerate(ranks):
        if sample.wants(rank):
            sample.add(rank, number, rank)
    assert sorted(sample) == sorted(ranks)[:8]


def test_recent_texts_know_a_text_again_with_one_other_sentence() -> None:
    rng = random.Random(5)
    text = [sentence(rng) for _ in range(12)]
    recent = RecentTexts(4)
    assert [recent.add(text), recent.add([*text[:-1], sentence(rng)])] == [False, True]


def test_recent_texts_forget_the_oldest() -> None:
    rng = random.Random(6)
    texts = [[sentence(rng) for _ in range(5)] for _ in range(4)]
    recent = RecentTexts(3)
    assert not any(recent.add(text) for text in [*texts, texts[0]])


# what is learned


@SHELLS
@pytest.mark.parametrize("kinds", [[notice], KINDS, [bulletin]], ids=["notices", "all", "bulletins"])
def test_a_learned_profile_loses_nothing_of_pages_it_has_not_seen(shell: Any, kinds: Any) -> None:
    chain = Chain(StripSiteShell(_profile(make_site(kinds, shell))))
    assert _compare(make_site(kinds, shell, seed=2), chain)[0] == Counter()


@SHELLS
def test_built_in_rules_lose_no_more_with_a_learned_profile(shell: Any) -> None:
    unseen = make_site(KINDS, shell, seed=2)
    learned = Chain(StripSiteShell(_profile(make_site(KINDS, shell))), StripBoilerplate())
    assert _compare(unseen, learned)[0] <= _compare(unseen, Chain(StripBoilerplate()))[0]


@SHELLS
def test_a_learned_profile_leaves_nothing_where_built_in_rules_leave_shell(shell: Any) -> None:
    unseen = make_site([notice], shell, seed=2)
    built_in = Chain(StripBoilerplate())
    learned = Chain(StripSiteShell(_profile(make_site([notice], shell))), StripBoilerplate())
    assert _compare(unseen, built_in)[1].total() >= 2 * len(unseen)
    assert _compare(unseen, learned)[1] == Counter()


def test_a_learned_profile_cuts_most_of_a_shell_around_documents_of_every_kind() -> None:
    unseen = make_site(KINDS, town_shell, seed=2)
    chain = Chain(StripSiteShell(_profile(make_site(KINDS, town_shell))), StripBoilerplate())
    left = _compare(unseen, chain)[1].total()
    assert left <= 0.05 * _compare(unseen, Chain(StripBoilerplate()))[1].total()


@pytest.mark.parametrize("kind", [*KINDS, None], ids=lambda kind: kind.__name__ if kind else "all")
def test_nothing_is_learned_from_the_documents_of_one_office(kind: Callable[..., list[str]] | None) -> None:
    assert _profile(make_site([kind] if kind else KINDS)) == Profile(())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_line_of_a_document_becomes_an_entry_on_a_site_of_one_kind(kind: Callable[..., list[str]]) -> None:
    pages = make_site([kind], town_shell)
    own = {line_template(fold_width(line)) for page in pages for line in page.text.split("\n")}
    assert own & set(_templates(_profile(pages))) == set()


def test_lines_of_few_documents_are_not_learned() -> None:
    pages = make_site([notice], town_shell, shell_share=0.15, seed=3)
    assert 0 < sum(page.page != page.text for page in pages) < 12
    assert _profile(pages) == Profile(())


def test_lines_of_too_few_pages_are_learned_when_less_is_asked_for() -> None:
    texts = [SiteText(SITE, page.page) for page in PAGES[:4]]
    assert learn_profile(texts).profile == Profile(())
    assert _templates(learn_profile(texts, LearnOptions(min_documents=3)).profile)


def test_a_document_that_came_often_is_counted_once() -> None:
    learned = learn_profile([SiteText(SITE, PAGES[0].page)] * 40)
    assert (learned.documents, learned.profile) == (1, Profile(()))


def test_a_document_that_came_with_other_figures_is_counted_once() -> None:
    rng = random.Random(4)
    body = [sentence(rng) for _ in range(9)]
    copies = ["\n".join([f"本文已有{n}位网友看过", *body, f"第{n}次核对。"]) for n in range(20)]
    assert learn_profile(SiteText(SITE, copy) for copy in copies).documents == 1


def test_short_documents_under_long_notices_are_no_copies() -> None:
    rng = random.Random(4)
    notices = [f"本网第{n}项声明：未经授权不得转载，违者自行承担责任。" for n in "一二三四五六"]
    pages = ["\n".join([sentence(rng), *notices]) for _ in range(20)]
    assert learn_profile(SiteText(SITE, page) for page in pages).documents == 20


def test_a_constant_value_stays_in_its_template() -> None:
    assert "站内检索 热词:养老 社保" in _templates(_profile(PAGES))


def test_values_that_change_become_classes() -> None:
    learned = _templates(_profile(PAGES))
    wanted = {"采编:{name} 审签:{name}", "本文已有{n}位网友看过", "前文速递:{text}", "{title}_禾县在线"}
    assert wanted <= set(learned)


def test_a_heading_over_changing_links_takes_them_with_it() -> None:
    entries = _profile(make_site([notice], library_shell)).sites[0].entries
    assert [entry.below for entry in entries if entry.template == "同栏目里还有"] == [3]


def test_each_site_learns_from_its_own_pages() -> None:
    texts = [SiteText("a", p.page) for p in PAGES]
    texts += [SiteText("b", p.page) for p in make_site([notice], library_shell)]
    learned = learn_profile(texts).profile
    assert [site.name for site in learned.sites] == ["a", "b"]
    assert set(_templates(Profile(learned.sites[:1]))) & set(_templates(Profile(learned.sites[1:]))) == set()


def test_sites_with_fewest_documents_are_left_out() -> None:
    texts = [SiteText("large", page.page) for page in PAGES[:20]]
    texts += [SiteText(f"small {n}", PAGES[n].page) for n in range(12)]
    learned = learn_profile(texts, LearnOptions(max_sites=1))
    assert [site.name for site in learned.profile.sites] == ["large"]
    assert learned.dropped_sites == 12


def test_a_sketch_does_not_grow_with_the_corpus() -> None:
    rng = random.Random(7)
    pages = (
        "\n".join([f"栏目{n}号{k}线索" + "甲乙丙丁"[k % 4] * (n % 30) for k in range(12)] + [sentence(rng)])
        for n in range(600)
    )
    sketch = sketch_sites((SiteText(SITE, page) for page in pages), 10).finish()[0][1]
    assert sketch.documents > 400
    assert len(sketch.templates) <= 1000
    assert len(sketch.pages) == 64


@given(texts=st.lists(TEXTS, min_size=3, max_size=8))
@settings(max_examples=40)
def test_what_is_learned_from_any_texts_can_be_written_and_read(texts: list[str]) -> None:
    records = [SiteText(SITE, f"{text}\n站内检索\n返回首页\n第{n}条线索") for n, text in enumerate(texts)]
    learned = learn_profile(records, LearnOptions(min_documents=2)).profile
    with tempfile.TemporaryDirectory() as folder:
        path = _write(Path(folder) / "p.toml", format_profile(learned))
        assert len(_templates(read_profile(path))) == len(_templates(learned))


@pytest.mark.parametrize(
    "options", [{"min_documents": 1}, {"min_share": 0.0}, {"min_share": 1.5}, {"max_sites": 0}]
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(LexiconError, match="a line recurs"):
        LearnOptions(**options)


# the file


def test_a_profile_reads_back_as_it_was_written(tmp_path: Path) -> None:
    profile = _profile(PAGES)
    assert read_profile(_write(tmp_path / "p.toml", format_profile(profile))) == profile


def test_any_example_makes_valid_toml(tmp_path: Path) -> None:
    entry = Entry("x", "编辑:{name}", "top", 3, 1, 9, 'a"\\\x7f\x00\ud800｛')
    path = _write(tmp_path / "p.toml", format_profile(Profile((Site('"s"', 9, (entry,)),))))
    assert tomllib.loads(path.read_text(encoding="utf-8"))["site"][0]["line"][0]["below"] == 1


def test_an_entry_written_by_hand_needs_only_a_template(tmp_path: Path) -> None:
    path = _write(tmp_path / "p.toml", '[[site]]\nname = "s"\n[[site.line]]\ntemplate = "浏览：128  次"\n')
    (entry,) = read_profile(path).sites[0].entries
    assert (entry.template, entry.edge, entry.within) == ("浏览:{n} 次", "", 50)


def _entry_text(line: str) -> str:
    return f'[[site]]\nname = "s"\n\n[[site.line]]\ntemplate = "要闻"\n\n[[site.line]]\n{line}\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[site]\nname = 1", ":1: is no TOML"),
        ("[[sites]]\nname = 's'", "unknown key 'sites', did you mean 'site'?"),
        ("\n[[site]]\nnames = 's'", ":2: unknown key 'names', did you mean 'name'?"),
        (_entry_text('tempalte = "政务"'), ":7: unknown key 'tempalte', did you mean 'template'?"),
        (_entry_text('template = "政务"\nedge = "buttom"'), ":7: edge is 'buttom', did you mean 'bottom'?"),
        (_entry_text('template = "政务"\nwithin = "3"'), ":7: within is '3'; write a number"),
        (_entry_text("template = 3"), ":7: template is 3; write text in quotes"),
        (_entry_text('template = "要闻"'), ":7: the id .* stands at line 4 too"),
        (_entry_text('template = "{n}"'), ":7: .* has no word of its own"),
        (_entry_text('template = "编辑:{nmae}"'), ":7: .* did you mean {name}?"),
        (_entry_text("edge = 'top'"), ":7: template '' has no word of its own"),
        ("site = 3", "must be written with two brackets"),
    ],
)
def test_a_damaged_profile_says_where_and_what(tmp_path: Path, text: str, message: str) -> None:
    path = _write(tmp_path / "p.toml", text)
    with pytest.raises(LexiconError, match=rf"p\.toml.*{message}"):
        read_profile(path)


def test_a_missing_profile_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none\.toml: cannot be read"):
        read_profile(tmp_path / "none.toml")


# the step


def test_the_step_names_the_entry_of_each_edit() -> None:
    step = StripSiteShell(_profile(PAGES))
    edits = step.edits(PAGES[0].page)
    assert len(edits) == 15
    assert all("stood in" in step.rules[edit.rule] for edit in edits)


def test_the_step_runs_from_a_file_as_from_a_profile(tmp_path: Path) -> None:
    profile = _profile(PAGES)
    path = _write(tmp_path / "p.toml", format_profile(profile))
    assert StripSiteShell(path).edits(PAGES[0].page) == StripSiteShell(profile).edits(PAGES[0].page)


@pytest.mark.parametrize("number", range(0, 40, 5))
def test_the_step_changes_nothing_the_second_time(number: int) -> None:
    chain = Chain(StripSiteShell(_profile(PAGES)))
    once = chain.apply(make_site(KINDS, town_shell, seed=8)[number].page)[0]
    assert chain.apply(once)[0] is once


@given(text=TEXTS)
@settings(max_examples=60)
def test_the_step_bears_any_text(text: str) -> None:
    edits = STEP.edits(text)
    assert all(one.end <= two.start for one, two in pairwise(edits))
    assert Chain(STEP).apply(Chain(STEP).apply(text)[0])[1] == []


@pytest.mark.parametrize("page", make_site(KINDS, seed=9)[:12])
def test_the_step_leaves_clean_documents_as_they_are(page: SitePage) -> None:
    assert Chain(STEP).apply(page.text)[0] is page.text


def test_an_entry_inside_the_text_stays() -> None:
    page = "要闻\n站内检索\n关于放假的通知\n为做好工作，现通知如下：\n要闻\n站内检索\n请认真落实各项责任。\n"
    cleaned = Chain(StripSiteShell(_written("要闻", "站内检索"))).apply(page)[0]
    assert cleaned == page.removeprefix("要闻\n站内检索\n")


def test_a_title_that_a_menu_says_too_stays() -> None:
    page = "站内检索\n公开指南与目录说明\n公开指南与目录说明\n为方便群众查询，编制本说明。\n"
    cleaned = Chain(StripSiteShell(_written("站内检索", "公开指南与目录说明"))).apply(page)[0]
    assert cleaned == "公开指南与目录说明\n为方便群众查询，编制本说明。\n"


def test_a_text_that_is_all_shell_stays() -> None:
    assert StripSiteShell(_written("要闻", "站内检索")).edits("要闻\n站内检索") == []


def test_one_line_alone_does_not_make_a_page_of_a_text() -> None:
    page = "要闻\n关于放假的通知\n为做好工作，现将有关事项通知如下。\n"
    assert StripSiteShell(_written("要闻", "站内检索")).edits(page) == []


def test_an_entry_holds_only_at_its_edge() -> None:
    entries = (Entry("a", "要闻", "bottom"), Entry("b", "站内检索", "top"))
    page = "要闻\n站内检索\n关于放假的通知\n为做好工作，现将有关事项通知如下。\n"
    edits = StripSiteShell(Profile((Site(SITE, 0, entries),))).edits(page)
    assert [edit.rule for edit in edits] == ["site-shell.b"]


def test_an_entry_holds_only_near_its_edge() -> None:
    entries = (Entry("a", "要闻", within=0), Entry("b", "站内检索", within=1))
    page = "站内检索\n关于放假的通知\n要闻\n为做好工作，现将有关事项通知如下。\n"
    edits = StripSiteShell(Profile((Site(SITE, 0, entries),))).edits(page)
    assert [edit.rule for edit in edits] == ["site-shell.b"]


def _two_sites() -> Profile:
    sites = [("a", ("要闻", "站内检索", "办事大厅")), ("b", ("要闻", "站内检索", "热词"))]
    return Profile(tuple(Site(s, 0, tuple(Entry(f"{s}{t}", t) for t in templates)) for s, templates in sites))


PAGE_OF_B = "要闻\n热词\n站内检索\n关于放假的通知\n为做好工作，现将有关事项通知如下。\n"


def test_a_text_is_of_the_site_of_which_it_has_most_lines() -> None:
    rules = [edit.rule for edit in StripSiteShell(_two_sites()).edits(PAGE_OF_B)]
    assert rules == ["site-shell.b要闻", "site-shell.b热词", "site-shell.b站内检索"]


def test_a_host_decides_the_site() -> None:
    rules = [edit.rule for edit in StripSiteShell(_two_sites(), host="a").edits(PAGE_OF_B)]
    assert rules == ["site-shell.a要闻", "site-shell.a站内检索"]


def test_a_host_without_a_profile_changes_nothing() -> None:
    assert StripSiteShell(_two_sites(), host="c").edits(PAGE_OF_B) == []


def test_the_step_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(STEP))
    assert copy.edits(PAGES[0].page) == STEP.edits(PAGES[0].page)


def test_add_site_shell_puts_the_step_before_the_shell_and_behind_the_metadata(tmp_path: Path) -> None:
    path = _write(tmp_path / "p.toml", format_profile(_written("要闻")))
    names = [step.name for step in add_site_shell(choose_steps("standard", []), path)]
    assert names.index("metadata") < names.index("site-shell") == names.index("shell") - 1


# the corpus and the commands


def _records(pages: Iterable[SitePage], field: str = "host") -> str:
    return "".join(f"{json.dumps({field: f'https://{SITE}/1.html', 'text': p.page})}\n" for p in pages)


@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)])
def test_corpora_are_read_plain_and_packed(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / f"pages.jsonl{suffix}"
    path.write_bytes(pack(_records(PAGES[:3], "url").encode()))
    assert list(read_site_texts([path], "url")) == [SiteText(SITE, page.page) for page in PAGES[:3]]


def test_sub_folders_are_sites(tmp_path: Path) -> None:
    for site in ("b", "a"):
        (tmp_path / site).mkdir()
        _write(tmp_path / site / "1.txt", f"{site} 页")
    assert list(read_site_texts([tmp_path], "host")) == [SiteText("a", "a 页"), SiteText("b", "b 页")]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.jsonl", '{"host": "a", "text": "页"}\n{"host": "a"}\n', "a.jsonl:2: no text in a field 'text'"),
        (
            "a.jsonl",
            '{"site": "a", "text": "页"}\n',
            "the fields are site, text; name the site's field with --by",
        ),
        ("a.jsonl", "页\n", "a.jsonl:1: no JSON"),
        ("a.jsonl", "[]\n", "a.jsonl:1: no text in a field"),
        ("a.jsonl.gz", "plain", "a.jsonl.gz: is damaged or cut short, or not gz"),
        ("a.csv", "", "neither a folder of .txt files nor a .jsonl file"),
    ],
)
def test_a_corpus_that_cannot_be_used_says_where(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = _write(tmp_path / name, text)
    with pytest.raises(InputError, match=re.escape(message)):
        list(read_site_texts([path], "host"))


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.txt file"):
        list(read_site_texts([tmp_path], "host"))


def test_learn_shell_writes_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    corpus = _write(tmp_path / "pages.jsonl", _records(make_site(KINDS, town_shell)))
    written = []
    for seed in ("0", "1"):
        out = tmp_path / f"{seed}.toml"
        command = [
            sys.executable,
            "-m",
            "gongwen_clean.lexicon_cli",
            "learn-shell",
            str(corpus),
            "-o",
            str(out),
        ]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
        written.append(out.read_bytes())
    assert written[0] == written[1] == format_profile(_profile(make_site(KINDS, town_shell))).encode()


def test_learn_shell_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, out = _write(tmp_path / "pages.jsonl", _records(PAGES, "url")), tmp_path / "p.toml"
    assert lexicon_main(["learn-shell", str(corpus), "--by", "url", "-o", str(out)]) == 0
    assert "15 lines of 1 sites, from 40 different documents of 1 sites" in capsys.readouterr().err


def test_learn_shell_ends_with_4_where_the_field_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = _write(tmp_path / "pages.jsonl", _records(PAGES[:1], "url"))
    assert lexicon_main(["learn-shell", str(corpus), "-o", str(tmp_path / "p.toml")]) == 4
    assert "--by" in capsys.readouterr().err


@pytest.fixture
def profile_file(tmp_path: Path) -> Path:
    return _write(tmp_path / "profile.toml", format_profile(_profile(PAGES)))


def test_clean_uses_a_shell_profile(
    tmp_path: Path, profile_file: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    page = make_site([notice], town_shell, seed=2)[1]
    path = _write(tmp_path / "page.txt", page.page)
    assert clean_main(["-q", "--steps", "shell", "--shell-profile", str(profile_file), str(path)]) == 0
    assert capfdbinary.readouterr().out.decode() == page.text


@pytest.mark.parametrize(
    ("steps", "is_cut", "is_widened"),
    [("-site-shell", False, True), ("site-shell", True, False), ("width", True, True)],
)
def test_steps_name_the_step_of_a_profile_as_any_other(
    profile_file: Path, steps: str, is_cut: bool, is_widened: bool
) -> None:
    configuration = configure(
        check_settings({"preset": "safe", "steps": [steps], "shell_profiles": [str(profile_file)]})
    )
    names = [step.name for step in configured_steps(configuration)]
    assert ("site-shell" in names, "width" in names) == (is_cut, is_widened)


def test_a_profile_that_is_left_out_may_be_missing() -> None:
    without = check_settings({"steps": ["-site-shell"], "shell_profiles": ["none.toml"]})
    assert configured_steps(configure(without))


def test_leaving_out_a_profile_where_there_is_none_changes_nothing() -> None:
    names = [step.name for step in configured_steps(configure(check_settings({"steps": ["-site-shell"]})))]
    assert names == [step.name for step in choose_steps("standard", ())]


def test_clean_explains_a_learned_rule(profile_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    id = read_profile(profile_file).sites[0].entries[0].id
    assert clean_main(["--shell-profile", str(profile_file), "--explain-rule", f"site-shell.{id}"]) == 0
    assert "stood in 40 of 40 documents" in capsys.readouterr().out


def test_clean_refuses_a_damaged_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _write(tmp_path / "p.toml", "[[site]]\nnmae = 's'\n")
    assert clean_main(["--shell-profile", str(path), str(path)]) == 2
    assert "did you mean 'name'" in capsys.readouterr().err
