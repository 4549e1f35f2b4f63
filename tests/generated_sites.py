"""Sites made up for tests: documents of offices that do not exist, and shells around them.

The same seed gives the same site. `text` of a page is what must be left of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

_SUBJECT_WORDS = (
    "河道清淤 春耕备耕 校车检查 粮食收购 危房排查 林区防火 农贸市场整治 乡村道路养护 社保参保 饮水安全 "
    "老旧小区改造 食品抽检 防汛值守 档案整理 燃气检修 垃圾分类 种子储备 图书流动 企业帮扶 养老服务 "
    "消防演练 疫苗接种 水库巡查 文物普查 就业培训 山洪预警 秸秆利用 桥梁检测 电梯维保 困难救助"
)
_VERB_WORDS = "摸清底数 列出台账 明确专人 逐项整改 及时上报 公开进度 加密频次 组织回访 核对数据 补齐短板"
_SUBJECTS, _VERBS = _SUBJECT_WORDS.split(), _VERB_WORDS.split()
_WHO = ["各乡镇", "县直各单位", "有关企业", "各村委会", "各学校", "各项目部", "牵头科室", "责任单位"]
_NAMES = ["方敏", "周立", "陈晓禾", "吴桐", "林一帆", "郑谷雨", "何川", "苏文", "丁以宁", "秦朗"]


class SitePage(NamedTuple):
    """A page and the lines of it that are the document."""

    page: str
    text: str


def sentence(rng: random.Random) -> str:
    """One sentence of a body, nearly always another one."""
    who, verb, other = rng.choice(_WHO), rng.choice(_VERBS), rng.choice(_VERBS)
    subject, figure = rng.choice(_SUBJECTS), rng.randint(2, 980)
    return rng.choice(
        [
            f"{who}要围绕{subject}{verb}，涉及{figure}处的应当{other}。",
            f"截至目前，{subject}已覆盖{figure}户，{who}仍需{verb}、{other}。",
            f"对{subject}中发现的{figure}个问题，由{who}{verb}并{other}。",
            f"{who}每月{rng.randint(1, 28)}日前就{subject}{verb}，逾期的予以提醒。",
        ]
    )


def notice(rng: random.Random, number: int) -> list[str]:
    """A notice of one office: all that its notices share is in it."""
    subject = _SUBJECTS[number % len(_SUBJECTS)]
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    head = [] if rng.random() < 0.5 else ["禾县人民政府办公室文件", f"禾政办发〔2024〕{number + 1}号"]
    items = [
        line
        for n in range(rng.randint(1, 4))
        for line in (f"{'一二三四'[n]}、{rng.choice(_VERBS)}", sentence(rng) + sentence(rng))
    ]
    return [
        *head,
        f"关于做好{2020 + number // 12}年{subject}工作的通知",
        "各乡镇人民政府，县政府各部门：",
        f"为做好{subject}工作，经县政府同意，现将有关事项通知如下：",
        *items,
        "请各单位认真贯彻执行，执行中遇到的问题径向县政府办公室反映。",
        "特此通知。",
        *(["附件：任务分工表"] if rng.random() < 0.5 else []),
        "禾县人民政府办公室",
        f"2024年{month}月{day}日",
        "（此件公开发布）",
        "（联系人：方敏，电话：0576-8123456）",
    ]


def short_order(rng: random.Random, number: int) -> list[str]:
    """A short paper whose title, ending and contacts are always the same."""
    return [
        "公示",
        f"{sentence(rng)}编号为{number}。",
        f"公示期：2024年{rng.randint(1, 12)}月1日至5日",
        "联系人：周立",
        "联系电话：0576-8123400",
        "禾县财政局",
        f"二〇二四年{'一二三四五六七八九'[number % 9]}月三日",
    ]


def bulletin(rng: random.Random, number: int) -> list[str]:
    """A monthly bulletin: all of it recurs but the figures, cells of its table are lines."""
    cells = [
        cell
        for name in ("地区生产总值", "固定资产投资", "社会消费品零售总额")
        for cell in (name, f"{rng.randint(100, 999)}.{rng.randint(0, 9)}", f"{rng.randint(1, 12)}.5%")
    ]
    return [
        f"{2016 + number // 12}年{number % 12 + 1}月全县主要经济指标",
        f"全县工业增加值增长{rng.randint(2, 12)}.5%，用电量{rng.randint(100, 900)}万千瓦时。",
        "指标名称",
        "单位：亿元",
        *cells,
        "注：增长速度按可比价格计算",
    ]


def recruitment(rng: random.Random, number: int) -> list[str]:
    """A notice with a form to fill in behind it."""
    return [
        f"禾县第{number + 1}次公开招聘工作人员公告",
        sentence(rng),
        sentence(rng),
        "请登录县政府网站下载报名表。",
        "禾县人力资源和社会保障局",
        f"2024年{rng.randint(1, 12)}月5日",
        "附件1",
        "报名登记表",
        "姓名",
        "出生年月",
        "学习和工作经历",
        "本人签字",
    ]


def speech(rng: random.Random, number: int) -> list[str]:
    """A speech without date or signature, with a fixed beginning and end."""
    return [
        f"在全县{_SUBJECTS[number % len(_SUBJECTS)]}推进会上的讲话",
        "同志们：",
        *(sentence(rng) for _ in range(rng.randint(2, 6))),
        "我就讲这些，谢谢大家！",
    ]


def forecast(rng: random.Random, number: int) -> list[str]:
    """A text with one line that speaks of a page inside it, and a name behind that."""
    return [
        f"{rng.choice(_SUBJECTS)}期间天气提示",
        sentence(rng),
        "扫码查看预警信号图例",
        "禾县气象台",
        f"2024年{rng.randint(1, 12)}月{number % 28 + 1}日8时发布",
    ]


KINDS: tuple[Callable[[random.Random, int], list[str]], ...] = (
    notice,
    short_order,
    bulletin,
    recruitment,
    speech,
    forecast,
)

Shell = Callable[[random.Random, str], tuple[list[str], list[str]]]


def town_shell(rng: random.Random, title: str) -> tuple[list[str], list[str]]:
    """A government site's head and foot in wordings of its own."""
    head = [
        "欢迎光临禾县在线，今天是2024年5月1日 星期三",
        "禾县在线·政务频道",
        "领导之窗",
        "办事大厅",
        "禾风细雨",
        "站内检索 热词：养老 社保",
        f"{title}_禾县在线",
        f"【采编：{rng.choice(_NAMES)}】",
    ]
    foot = [
        f"采编：{rng.choice(_NAMES)} 审签：{rng.choice(_NAMES)}",
        f"本文已有{rng.randint(3, 9999)}位网友看过",
        f"前文速递：关于{rng.choice(_SUBJECTS)}的情况",
        "手机看禾县：扫码进入掌上禾县",
        "禾县人民政府办公室主管",
        "禾风数据提供技术保障",
        "本网所载内容未经授权不得用于商业用途，使用时须注明出处。",
    ]
    return head, foot


def library_shell(rng: random.Random, title: str) -> tuple[list[str], list[str]]:
    """A document portal's head and foot in wordings of its own."""
    head = [
        "文档驿站——让写作更轻松",
        "范文大全",
        f"您正在看的是{title}",
        f"页面更新：2024-03-{rng.randint(10, 28)} 10:{rng.randint(10, 59)}",
    ]
    foot = [
        f"本文档共{rng.randint(1, 40)}页，已被{rng.randint(1, 999)}人收进书架",
        "同栏目里还有",
        *(f"{rng.choice(_SUBJECTS)}汇报材料{rng.randint(1, 99)}" for _ in range(3)),
        "驿站客服 9:00-18:00",
        "换一批",
    ]
    return head, foot


def make_site(
    kinds: Sequence[Callable[[random.Random, int], list[str]]],
    shell: Shell | None = None,
    count: int = 40,
    seed: int = 1,
    shell_share: float = 1.0,
) -> list[SitePage]:
    """Return so many pages of a site: its documents in turn of these kinds, with its shell around most."""
    rng = random.Random(seed)
    pages = []
    for number in range(count):
        text = kinds[number % len(kinds)](rng, number)
        has_shell = shell is not None and rng.random() < shell_share
        title = next(line for line in text if "文件" not in line and "〔" not in line)
        head, foot = shell(rng, title) if shell and has_shell else ([], [])
        pages.append(SitePage("\n".join([*head, *text, *foot]) + "\n", "\n".join(text) + "\n"))
    return pages
