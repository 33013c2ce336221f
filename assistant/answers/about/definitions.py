"""What the words of the form mean and how its editions differ: the form's rules, marked as such.

Sources: 中华人民共和国政府信息公开条例 (2019), articles 14, 16, 20, 49 and 50; 国办公开办函〔2019〕60号;
国办公开办函〔2021〕30号.
"""

from assistant.answer import Answer, Coverage
from assistant.answers import compose, notes, refusals
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.report import Hit, Passage, Source

_ITEM_TEXT = {
    "一": ("规章和规范性文件的制发与公开件数", "rules and normative documents made and disclosed"),
    "五": (
        "行政许可（2019 版另有其他对外管理服务事项）",
        "administrative permits (edition 2019 also other external management services)",
    ),
    "六": ("行政处罚、行政强制", "administrative penalties and compulsory measures (行政处罚、行政强制)"),
    "八": ("行政事业性收费", "administrative fees (行政事业性收费)"),
    "九": ("政府集中采购（只在 2019 版）", "government procurement (政府集中采购, edition 2019 only)"),
}
_TEXTS: dict[str, tuple[str, str]] = {
    form.DECISIONS: (
        "处理决定数量：当年作出的决定有多少件。",
        "处理决定数量: how many decisions were made in the year.",
    ),
    form.PRIOR_ITEMS: (
        "项目数量（上一年项目数量、本年增/减）：事项有多少种，不是办了多少件；2021 版已取消。"
        "有的机关误填成决定数，那时上一年加增减正好等于处理决定数量。",
        "项目数量 (上一年项目数量, 本年增/减): how many kinds of item there are, not how many decisions; "
        "dropped in edition 2021. "
        "Some agencies fill in decisions instead: then previous year plus change equals 处理决定数量 exactly.",
    ),
    form.CHANGE: (
        "本年增/减：事项种类比上一年增加或减少几项，减少用负数。",
        "本年增/减: by how many kinds of item the list grew or shrank.",
    ),
    "未经复议直接起诉": (
        "未经复议直接起诉：申请人没有先申请行政复议，直接向法院起诉的案件。",
        "未经复议直接起诉: suits brought to court without an administrative reconsideration before.",
    ),
    "复议后起诉": (
        "复议后起诉：先经行政复议、对复议结果不服再起诉的案件。表四没有两者之和，行政诉讼的总数是两个总计相加。",
        "复议后起诉: suits brought after an administrative reconsideration. "
        "表四 has no total of both; 行政诉讼 is their sum.",
    ),
    "行政复议": (
        "行政复议（表四）：因政府信息公开被申请的行政复议，不是对行政处罚等的复议。",
        "行政复议 (表四): reconsiderations about information disclosure only, not about penalties.",
    ),
    form.SUITS: (
        "行政诉讼（表四）：因政府信息公开被提起的诉讼，分未经复议直接起诉和复议后起诉。",
        "行政诉讼 (表四): suits about information disclosure, with and without a reconsideration before.",
    ),
    "行政许可": (
        "行政许可：第二十条第（五）项，当年作出的许可决定件数。",
        "行政许可: article 20(5), permits decided in the year.",
    ),
    "行政处罚": (
        "行政处罚：第二十条第（六）项，当年作出的处罚决定件数，不是罚款金额。",
        "行政处罚: article 20(6), penalty decisions of the year, not an amount of fines.",
    ),
    "行政强制": (
        "行政强制：第二十条第（六）项，当年作出的行政强制决定件数。",
        "行政强制: article 20(6), compulsory measures decided in the year.",
    ),
    "其他对外管理服务事项": (
        "其他对外管理服务事项：第二十条第（五）项，许可以外对外办理的管理和服务事项；只在 2019 版。",
        "其他对外管理服务事项: article 20(5), services to the public other than permits; edition 2019 only.",
    ),
    "行政事业性收费": (
        "行政事业性收费：第二十条第（八）项；2019 版填收费项目数，2021 版填收费金额（万元）。",
        "行政事业性收费: article 20(8); a count of fee items in edition 2019, an amount in 万元 in edition 2021.",
    ),
    "政府集中采购": (
        "政府集中采购：第二十条第（九）项，项目数量和总金额；只在 2019 版，表格没有规定金额单位。",
        "政府集中采购: article 20(9), items and amount; edition 2019 only, no unit prescribed.",
    ),
    "规范性文件": (
        "规范性文件：第二十条第（一）项；2019 版填新制作、新公开、对外公开总数，2021 版填制发、废止、现行有效件数。",
        "规范性文件: article 20(1); made, newly disclosed, total in edition 2019; "
        "issued, repealed, in force in edition 2021.",
    ),
    "规章": ("规章：第二十条第（一）项，有立法权的政府和部门制定的规章。", "规章: article 20(1), government rules."),
    form.NEW_REQUESTS: (
        "本年新收政府信息公开申请数量：当年收到的申请，不含上年结转。",
        "本年新收政府信息公开申请数量: requests received in the year, those carried over not included.",
    ),
    form.CARRIED_IN: (
        "上年结转政府信息公开申请数量：上一年收到、结转到当年办理的申请。",
        "上年结转政府信息公开申请数量: requests of the year before, still open when the year began.",
    ),
    form.CARRIED_OUT: (
        "结转下年度继续办理：到年底还没有办结的申请。新收 + 上年结转 = 总计 + 结转下年度。",
        "结转下年度继续办理: requests still open at the end of the year.",
    ),
    form.FEE_AMOUNT: (
        "本年收费金额：2021 版第二十条第（八）项，单位万元，保留四位小数。",
        "本年收费金额: edition 2021, article 20(8), in 万元 with four decimals.",
    ),
    "现行有效件数": (
        "现行有效件数：到年底仍然有效的文件数（2021 版）。",
        "现行有效件数: documents in force at the end of the year (edition 2021).",
    ),
    "结果纠正": (
        "结果纠正：复议或诉讼改变、撤销了原来的行为，或责令重新处理。",
        "结果纠正: the act was changed or set aside, or a new decision was ordered.",
    ),
    "部分公开": (
        "部分公开：一件申请里能公开的公开、不能公开的删去（区分处理）；只计这一情形，不再计入其他情形。表三 三（二）。",
        "部分公开: granted in part. What may be disclosed is separated from what may not (区分处理); such a request is "
        "counted here and nowhere else.",
    ),
    "予以公开": (
        "予以公开：申请的信息全部公开。表三 三（一）。",
        "予以公开: granted in full, all that was asked for was disclosed.",
    ),
    "不予公开/危及“三安全一稳定”": (
        "危及“三安全一稳定”：公开后可能危及国家安全、公共安全、经济安全、社会稳定，所以不予公开（条例第十四条）。"
        "表三 三（三）3。",
        "危及“三安全一稳定”: refused because disclosure may endanger national security, public security, economic "
        "security or social stability (Regulations, article 14).",
    ),
    "不予公开/属于三类内部事务信息": (
        "三类内部事务信息：人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开（条例第十六条）。"
        "表三 三（三）5。",
        "三类内部事务信息: personnel, logistics and internal procedure, which need not be disclosed (article 16).",
    ),
    "不予公开/属于四类过程性信息": (
        "四类过程性信息：履行行政管理职能时形成的讨论记录、过程稿、磋商信函、请示报告等，可以不予公开（条例第十六条）。"
        "表三 三（三）6。",
        "四类过程性信息: minutes of discussions, drafts, letters of consultation and requests for instructions, which "
        "need not be disclosed (article 16).",
    ),
    "结果维持": ("结果维持：复议或诉讼维持了原来的行为。", "结果维持: the act was upheld."),
    "尚未审结": ("尚未审结：到年底还没有结果的案件。", "尚未审结: cases without a result at the end of the year."),
}


_SUMS = {
    form.REQUESTS: (
        "表三的勾稽关系，逐列成立：第一项加第二项之和，等于第三项加第四项之和，"
        "即 新收 + 上年结转 = （七）总计 + 结转下年度；（七）总计 = 各项办理结果之和。逐行：总计 = 各类申请人之和。",
        "The sums of 表三. In each column: 新收 + 上年结转 = 总计 + 结转下年度, and 总计 = the sum of the outcomes. "
        "In each row: 总计 = the sum of the applicants.",
    ),
    form.REVIEW: (
        "表四的勾稽关系，每一组：总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结。",
        "The sums of 表四. In each block: 总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结.",
    ),
}
"""What the form's arithmetic is, in words."""


def define(question: Question, scope: Scope, library: Library) -> Answer | None:
    """The meaning of the rows, columns or paragraphs named; None where the question names none."""
    lang = question.language
    asked = (*question.columns, *question.rows, *question.results)
    texts = [say(*_TEXTS[name], lang) if name in _TEXTS else _place_in_form(name) for name in asked]
    if not asked and question.table and "meaning" in question.ops:
        sums = _SUMS.get(question.table) if "check" in question.ops else None
        texts = [say(*sums, lang)] if sums else [_shape(question.table)]
    texts = [text for text in texts if text]
    if question.item:
        texts.insert(
            0,
            say(f"第二十条第（{question.item}）项：", f"Article 20, item {question.item}: ", lang)
            + say(*_ITEM_TEXT[question.item], lang),
        )
    if not texts and question.metrics:
        from assistant.answers.many.metrics import how

        named = question.metrics[0]
        texts = [f"{say(named.zh, named.en, lang)} = {how(named, lang)}"]
    if not texts:
        return None
    wanted = [f"第二十条第（{question.item}）项"] if question.item else [*question.columns]
    return _told(question, scope, "\n".join(texts), _printed_at(library, wanted[:2]))


def _place_in_form(name: str) -> str:
    """Where a row without a text of its own stands in the form; the members of a group."""
    if name in form.GROUPS:
        return f"{name}：{'；'.join(form.GROUPS[name])}"
    found = (form.row(edition, table, name) for edition in form.EDITIONS for table in form.TABLES)
    row = next((row for row in found if row), None)
    return f"{name}：{form.TABLE_NAMES[row.table][0]} {row.item}" if row else ""


def _shape(table: str) -> str:
    """The rows and columns of a table, edition by edition where they differ."""
    lines = []
    for edition in form.EDITIONS:
        rows = form.rows(edition, table)
        columns = dict.fromkeys(column for row in rows for column in row.columns)
        lines.append(f"{edition}：{'、'.join(row.label for row in rows)} × {'、'.join(columns)}")
    return "\n".join(lines)


def change_of_form(question: Question, scope: Scope, library: Library) -> Answer:
    """How edition 2021 differs from 2019, from the form itself."""
    lang = question.language
    old = {r.label: r for r in form.rows("2019", form.ACTIVE)}
    new = {form.generic_row(r.label): r for r in form.rows("2021", form.ACTIVE)}
    lines = [say("2021 版与 2019 版相比：", "Edition 2021 against 2019: ", lang)]
    gone = "、".join(label for label in old if label not in new)
    lines.append(say(f"表二取消 {gone}", f"表二 drops {gone}", lang))
    for label, row in new.items():
        before, after = "/".join(old[label].columns), "/".join(row.columns)
        lines.append(f"{row.label}：{before} → {after}")
    lines.append(
        say(
            f"表三“{form.OTHER_HANDLING}”由一行分为三行：{'；'.join(form.OTHER_HANDLING_2021)}",
            f"表三 {form.OTHER_HANDLING} is split in three rows: {'; '.join(form.OTHER_HANDLING_2021)}",
            lang,
        )
    )
    lines.append(
        say(
            "行政事业性收费由项目数改为金额（万元）",
            "行政事业性收费 turns from a count of items into an amount (万元)",
            lang,
        )
    )
    return _told(question, scope, "\n".join(lines), [])


def due(question: Question, scope: Scope, library: Library) -> Answer:
    """When annual reports must be published."""
    line = say(
        "条例第四十九条：县级以上人民政府部门在每年 1月31日 前向本级主管部门提交上一年度报告并向社会公布；"
        "县级以上地方人民政府主管部门在每年 3月31日 前公布本级政府的年度报告。",
        "Regulations, article 49: departments publish last year's report by 31 January (1月31日), "
        "local governments by 31 March (3月31日).",
        question.language,
    )
    return _told(question, scope, line, [])


def article(question: Question, scope: Scope, library: Library) -> Answer:
    """What an article of the Regulations says of annual reports; of the others nothing is kept here."""
    lang = question.language
    if question.article == 49:
        return due(question, scope, library)
    if question.article == 50:
        parts = "；".join(form.SECTIONS)
        line = say(
            f"条例第五十条规定年度报告的内容；统一格式据此分为：{parts}。",
            f"Article 50 says what an annual report holds; its form has these parts: {parts}.",
            lang,
        )
        return _told(question, scope, line, [])
    if question.article == 20:
        items = "；".join(f"（{item}）{say(*text, lang)}" for item, text in _ITEM_TEXT.items())
        line = say(
            f"条例第二十条列出应当主动公开的信息；表二统计其中几项：{items}。",
            f"Article 20 lists what must be disclosed; 表二 counts some of its items: {items}.",
            lang,
        )
        return _told(question, scope, line, [])
    told = (
        "这里只有条例第二十、四十九、五十条里与年报表格有关的规定，没有所问的那一条。",
        "Only what three articles of the Regulations say of annual reports is kept here, not the one asked. ",
    )
    return refusals.not_stated(question, scope, told)


def shape(question: Question, scope: Scope) -> Answer:
    """How many rows and columns a table of the form has, edition by edition."""
    lang, lines = question.language, []
    table = question.table or form.ACTIVE
    name = say(form.TABLE_NAMES[table][0], form.TABLE_NAMES[table][1], lang)
    for edition in form.EDITIONS:
        rows, cells = form.rows(edition, table), len(form.fields(edition, table))
        if table == form.REVIEW:
            told = (f"一行 {cells} 列（{len(rows)} 组，每组 {len(form.RESULTS)} 列）", f"one row of {cells} columns")
        elif table == form.REQUESTS:
            told = (
                f"{len(rows)} 行 × {len(form.APPLICANTS)} 列，共 {cells} 格",
                f"{len(rows)} rows by {len(form.APPLICANTS)} columns, {cells} cells",
            )
        else:
            told = (f"{len(rows)} 行，共 {cells} 格", f"{len(rows)} rows, {cells} cells")
        lines.append(say(f"{edition} 版{name}：", f"{name}, edition {edition}: ", lang) + say(*told, lang))
    return _told(question, scope, "\n".join(dict.fromkeys((*lines, _shape(table)))), [])


def decimals(question: Question, scope: Scope, library: Library) -> Answer:
    """How many decimals the fee amount keeps, as the printed heading says."""
    hits = _printed_at(library, [form.FEE_AMOUNT])
    line = say(
        "2021 版表二的本年收费金额以万元为单位，保留4位小数；2019 版不填金额。",
        "Edition 2021: 本年收费金额 in 万元 with 4 decimals (保留4位小数); edition 2019 asks no amount.",
        question.language,
    )
    return _told(question, scope, line, hits)


def _told(question: Question, scope: Scope, text: str, hits: list[Hit]) -> Answer:
    return compose.answer(
        question,
        scope,
        compose.reading("definition", ()),
        text,
        passages=hits,
        more=[notes.note("not_in_reports", question.language)],
        coverage=Coverage(),
    )


def _printed_at(library: Library, labels: list[str]) -> list[Hit]:
    """The first line of a loaded report that prints each label."""
    hits = []
    for label in labels:
        for entry in Reports(library):
            if hit := _line_with(library, entry.report, label):
                line, text = hit
                source = Source(entry.file, entry.path, line, line)
                section = next((s for s in reversed(entry.sections) if s.line <= line), None)
                title = section.title if section else ""
                number = section.number if section else 0
                passage = Passage(
                    entry.report, entry.agency, entry.year, title, number, (), "prose", None, text, source
                )
                hits.append(Hit(passage, 1.0, text))
                break
    return list({(hit.passage.report, hit.passage.source.line): hit for hit in hits}.values())


def _line_with(library: Library, report: str, label: str) -> tuple[int, str] | None:
    wanted = _flat(label)
    for number, line in enumerate(library.lines(report), 1):
        if wanted in _flat(line) and len(line) < 200:
            return number, line.strip()
    return None


def _flat(text: str) -> str:
    return "".join(text.split()).replace("(", "（").replace(")", "）")


def unknown(question: Question, scope: Scope) -> Answer:
    """A meaning is asked of something that is no term of the form."""
    words = "、".join(scope.left) or question.normal
    return refusals.not_stated(
        question, scope, (f"“{words}”不是表格的用语。", f"“{words}” is not a term of the form. ")
    )
