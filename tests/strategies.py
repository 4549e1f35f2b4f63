"""Texts for the property tests: pages put together from pieces of real kinds, and anything at all."""

from itertools import zip_longest

from hypothesis import strategies as st

from gongwen_clean.document import Edit

FIGURES = st.sampled_from(
    [
        "3.6",
        "1,280",
        "12%",
        "５６％",
        "2,345.67",
        "10",
        "0.5",
        "九",
        "1:2",
        "13:30",
        "3~5",
        "-2.1",
        "8万",
        "600亩",
    ]
)
AMOUNTS = st.sampled_from(
    [
        "1.2亿元",
        "3,500万元",
        "三十万元",
        "12.5%",
        "4.8个百分点",
        "56家",
        "20个",
        "1200人",
        "7.5吨",
        "35℃",
        "第一名",
    ]
)
DATES = st.sampled_from(
    [
        "2024年5月1日",
        "2023-11-08",
        "2024/3/9",
        "2019.12.30",
        "二〇二三年六月",
        "2021年",
        "3月底",
        "2024-05-01 10:00",
    ]
)
NUMBERS = st.builds(
    lambda agency, brackets, year, number, form: (
        f"{agency}{brackets[0]}{year}{brackets[1]}{form.format(number)}号"
    ),
    st.sampled_from(["禾政发", "栗府办发", "桐发改", "国发", "禾县人社字"]),
    st.sampled_from(["〔〕", "[]", "［］", "【】", "﹝﹞", "〖〗", "（）", "()"]),
    st.sampled_from(["2019", "2024", "1998", "XX", "×××"]),
    st.sampled_from(["7", "15", "120", "×"]),
    st.sampled_from(["{}", "第{}", " {} ", "{} "]),
)
CODES = st.sampled_from(
    [
        "GB/T 9704-2012",
        "A1-02",
        "Bl-03",
        "CI04",
        "ISO9001",
        "5G",
        "AI",
        "PM2.5",
        "C919",
        "IPv6",
        "TD-LTE",
        "A1-11",
    ]
)
LINKS = st.sampled_from(
    ["http://www.hexian.gov.cn/2024/a.html", "www.tongshi.cn", "zwgk@hexian.gov.cn", "13:45:09"]
)
TITLES = st.sampled_from(
    [
        "《禾县名目扶植管理条例》",
        "《年夜气污染防治办法》",
        "《关于加强成长的意见》",
        "《栗市技能工人培育方案》",
        "《实施细则(试行)》",
    ]
)
_SPUN_WORDS = (
    "年夜 名目 晋升 阐扬 今朝 成长 畛域 技能 出产 工业 特点 国度 介入 增进 尽力 年夜力 "
    "扶植 进步 立异 情况 增强 延续 完美 气力 周全 加倍 尺度 构造 引诱 保证 重年夜 "
    "扩年夜 经由过程 根本 优良 凸起 逐步"
)
_PLAIN_WORDS = (
    "县人民政府 各部门 乡镇 项目 建设 发展 经济 企业 群众 服务 安全 生态 环境 "
    "会议 讨论 落实 加强 推进 完善 提高 全面 深入 坚持 的 和 与 了 在 为 把 要"
)
WORDS = st.sampled_from([*_SPUN_WORDS.split(), *_PLAIN_WORDS.split()])
FACTS = st.one_of(FIGURES, AMOUNTS, DATES, NUMBERS, CODES, TITLES)
SIGNS = st.sampled_from([*'，。；：、！？,.;:!?()（）"“”‘’ 　《》【】|>-—…·×', "。 ", "）X", "”"])
HEADINGS = st.sampled_from(
    [
        "一、总体要求",
        "二、主要任务(一)加强组织领导",
        "（一）夯实基础。",
        "第一条 为了规范管理，制定本办法。",
        "附件:1.任务清单",
        "各乡镇人民政府,县政府各部门:",
        "三、保障措施一是压实责任,二是强化督查。",
        "1.责任单位",
        "2、",
        "1、",
        "3、健全机制",
        "————",
    ]
)
SHELLS = st.sampled_from(
    [
        "首页 > 政务公开 > 通知公告",
        "您当前的位置：首页 >> 要闻 >> 正文",
        "来源：禾县人民政府网  2024-05-01 10:00",
        "发布时间：2023-11-08 来源：栗市日报 作者：王某 浏览次数：128 字号：【大 中 小】 打印",
        "2021-03-05 08:30来源：某某网作者：李某",
        "索 引 号: | 11330/2024-00012 | 主题分类: | 农业、林业 |",
        "名  称: | 关于做好春耕备耕工作的通知 | 文  号: | 禾政发[2024]7号 |",
        "发布机构：",
        "禾县农业农村局",
        "会员登录 注册 退出",
        "首页",
        "打印本页 关闭窗口",
        "责任编辑：赵某",
        "上一篇：没有了",
        "相关新闻",
        "分享到：",
        "禾县2023年工作总结.docx",
        "《禾县工作总结.docx》由会员分享,可在线阅读,更多相关《禾县工作总结.docx(8页珍藏版)》请在某文库上搜索。",
        "第2页/共9页",
        "| 序号 | 项目 | 金额 |",
        "| --- | --- | --- |",
        "版权所有：禾县人民政府办公室",
    ]
)
STRANGE = st.sampled_from(
    [
        *("\u200b", "\ufeff", "\u00a0", "\r\n", "\r", "\u2028", "\x00", "\x0b", "\x0c", "\ud800"),
        *(
            "\udfff",
            "\ufffd",
            "⼈",
            "\u3000\u3000",
            "\t",
            "\x1c",
            "\x85",
            "\U0001f600",
            "é",
            "〇",
            "﨑",
            "||",
            "\n\n",
            "\n",
        ),
    ]
)
SENTENCES = st.builds(
    lambda parts, end: "".join(parts) + end,
    st.lists(st.one_of(WORDS, WORDS, WORDS, FACTS, SIGNS, STRANGE, LINKS), min_size=1, max_size=14),
    st.sampled_from(["。", "；", "", ";", "!", "，", "\n", "。 "]),
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map("".join)
LINES = st.one_of(PARAGRAPHS, HEADINGS, SHELLS, NUMBERS, st.just(""), st.just("  　"))
PAGES = st.builds(
    lambda lines, end: end.join(lines),
    st.lists(LINES, min_size=1, max_size=12),
    st.sampled_from(["\n", "\n", "\n　　", "\r\n", " "]),
)

_PIECE = "全县上下深入贯彻新的部署持续推进重点领域改革不断完善基层治理机制群众获得感明显增强" * 8
FRAGMENTS = st.builds(
    lambda title, size, count, glue: glue.join(
        [title, *(f"{n + 1}、{_PIECE[n * 7 : n * 7 + size]}" for n in range(count))]
    ),
    st.sampled_from(["禾县工作总结", "", "禾县工作总结.docx"]),
    st.integers(20, 60).map(lambda n: 5 * n),
    st.integers(1, 6),
    st.sampled_from(["\n", "\n\n", " ", "\n　"]),
)
SPUN_SENTENCES = st.sampled_from(
    [
        "我市年夜力晋升名目扶植程度，阐扬龙头企业感化",
        "今朝全县经济社会成长势头优良，技能立异才能延续增强",
        "要在重点畛域年夜胆立异，把晋升出产力作为成长的根本",
        "各级各部分要周全贯彻，加倍重视年夜名目扶植",
        "增进工业成长，扩年夜优良企业的带动感化",
        "经由过程年夜规模技能革新，重年夜名目今朝已投产",
    ]
)
SEALED = st.one_of(FIGURES, AMOUNTS, DATES, NUMBERS, CODES).filter(lambda fact: len(fact) > 1)
SPUN_WITH_FACTS = st.builds(
    lambda sentences, facts, sign: (
        sign.join(map("".join, zip_longest(sentences, facts, fillvalue=""))),
        facts[: len(sentences)],
    ),
    st.lists(SPUN_SENTENCES, min_size=4, max_size=12),
    st.lists(SEALED, max_size=8),
    st.sampled_from(["。", "，", "。\n", "；", ""]),
)
SPUN = st.builds(
    lambda sentences, facts, sign: sign.join(map("".join, zip_longest(sentences, facts, fillvalue=""))),
    st.lists(SPUN_SENTENCES, min_size=4, max_size=12),
    st.lists(FACTS, max_size=8),
    st.sampled_from(["。", "，", "。\n", "；"]),
)
BODIES = st.builds(
    lambda parts, facts: "".join(f"{part}{fact}。" for part, fact in zip(parts, facts, strict=False)),
    st.lists(
        st.sampled_from(
            [
                "今年以来,全县各级认真落实防汛责任,累计排查隐患",
                "会议强调(会议由县长主持),要加快推进重点项目建设,完成投资",
                "各单位要高度重视;按照分工抓好落实,责任到人,涉及",
                "根据统计，粮食播种面积和总产量均有增长，其中早稻",
                "一是健全机制，二是强化督查，三是严格考核，合计",
            ]
        ),
        min_size=1,
        max_size=5,
    ),
    st.lists(FACTS, min_size=5, max_size=5),
)
SITE_PAGES = st.builds(
    lambda head, title, body, foot, tail, end: end.join([*head, title, *body, *foot, *tail]) + end,
    st.lists(SHELLS, max_size=4),
    st.sampled_from(
        ["关于开展农村危房排查的通知", "禾县2023年工作总结", "禾政发[2024]7号关于修订章程的通知"]
    ),
    st.lists(st.one_of(HEADINGS, BODIES, BODIES), min_size=1, max_size=6),
    st.sampled_from([["禾县人民政府", "2024年4月30日"], []]),
    st.lists(
        st.sampled_from(["责任编辑：赵某", "上一篇：没有了", "打印本页 关闭窗口", "相关新闻"]), max_size=3
    ),
    st.sampled_from(["\n", "\n\n", "\n　　", "\r\n"]),
)
ANY_TEXT = st.text(st.characters(), max_size=60)  # lone surrogates and controls among them
TEXTS = st.one_of(PAGES, PAGES, FRAGMENTS, SPUN, ANY_TEXT, st.just(""))


@st.composite
def edit_lists(draw: st.DrawFn, text: str) -> list[Edit]:
    """Sorted, disjoint edits on `text`: insertions, deletions and replacements, which may touch."""
    bounds = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits = []
    for start, end in zip(bounds[::2], bounds[1::2], strict=False):
        after = draw(st.text("甲乙丙", max_size=3))
        edits.append(Edit(start, end, after, draw(st.sampled_from(["p", "q", "r+s"]))))
    return edits
