"""Words of the form and of the talk about it: heard where they say something, a reason to decline where they do not."""

import pytest

from assistant.answer import Outcome
from assistant.understanding.segment import Token
from assistant.understanding.slots import Slots, mended
from town import MIYI, SHENGZHOU, SHOUGUANG, WUYUAN, ask


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("寿光2020年行政许可事项增减了多少", "3"),
        ("婺源行政许可减了几项", "-2"),
        ("did shouguang gain or lose licensing items in 2020", "3"),
        ("寿光2021其他处理 3.其他 总计", "1"),
        ("机关：寿光；年度：2020；项目：行政许可决定", "40"),
        ("机关：寿光；年度：2020；指标：行政许可项目", "12"),
        ("寿光2020年许可决定占四类决定（许可、其他对外管理服务、处罚、强制）的比例", "10.958904"),
        ("寿光2020年四类处理决定合计（许可、其他对外管理服务事项、处罚、强制）", "365"),
        ("2020年处罚排第二的是谁", "15"),
        ("寿光2020年底行政许可项目还剩多少项", "15"),
        ("婺源年末许可还有几项", "6"),
        ("which share of applications did shouguang fully grant in 2020", "57.142857"),
        ("寿光2020年申请中予以公开的占比", "57.142857"),
        ("寿光2020年行政复议纠错率（结果纠正占比）", "25"),
        ("哪个单位2020年行政许可增加最多", "3"),
        ("total amount of centralized government procurement at shouguang in 2020", "36.5"),
    ],
)
def test_words_of_the_form_are_heard(question: str, value: str) -> None:
    answer = ask(question)
    assert (answer.outcome in (Outcome.ANSWERED, Outcome.NOTED), answer.value) == (True, value)


@pytest.mark.parametrize(
    "question",
    [
        "寿光2020年三类决定合计（许可、其他对外管理服务事项、处罚、强制）",
        "寿光2020年底处罚还有多少件",
        "寿光2020年底还剩多少申请",
        "寿光2020年处罚一致吗",
        "寿光2020年对企业的行政处罚事项增减了多少",
        "寿光2020年市政许可多少",
        "寿光2020年行政处分多少",
        "寿光2020年针对问题的处罚多少",
        "寿光2020年哪三个方面的处罚",
        "寿光2020年几月处罚最多",
        "整改的许可项目寿光2020年底还剩几项",
        "2020年哪家年底许可项目最多还有几项",
        "2020年哪家许可上一年项目数量加增减等于处理决定数量",
    ],
)
def test_words_that_an_answer_does_not_hear_still_decline_it(question: str) -> None:
    assert ask(question).value is None


def test_kinds_of_item_are_not_decisions_where_no_column_is_named() -> None:
    answer = ask("寿光2020年行政许可事项多少")
    assert answer.outcome is Outcome.CLARIFY
    assert [row.value for row in answer.rows] == ["12", "3", "40"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("寿光2020年其他多少", ["其他对外管理服务事项 · 处理决定数量", "行政复议 · 其他结果"]),
        ("寿光2020总计", ["本年新收政府信息公开申请数量 · 总计", "复议后起诉 · 总计"]),
    ],
)
def test_a_label_that_stands_in_several_places_is_asked_back(question: str, words: list[str]) -> None:
    answer = ask(question)
    assert answer.outcome is Outcome.CLARIFY
    assert set(words) <= {row.label for row in answer.rows}


def test_the_rows_whose_items_fell_are_listed() -> None:
    answer = ask("寿光2020年哪些事项减少了")
    assert [(row.label, row.value) for row in answer.rows] == [("行政处罚 · 本年增/减", "-5")]
    assert ask("寿光2021年哪些事项减少了").outcome is Outcome.NO_FIELD


@pytest.mark.parametrize(
    ("question", "outcome", "words"),
    [
        ("寿光2020年行政许可上一年项目数量加增减等于处理决定数量吗", Outcome.ANSWERED, "不相等：12 + 3 = 15 ≠ 40"),
        ("寿光2020年行政处罚上一年项目数量加增减等于处理决定数量吗", Outcome.NOTED, "相等：20 + (-5) = 15"),
        ("寿光2020年表三新收加结转等不等于总计加结转下年度", Outcome.ANSWERED, "新收 7 + 上年结转 1 = 总计 7"),
        ("does the 2020 request table of shouguang satisfy the arithmetic", Outcome.ANSWERED, "holds"),
        ("寿光2020年处罚处理决定数量等不等于16", Outcome.ANSWERED, "不是，15"),
        ("寿光2020年行政复议总计等于各项之和吗", Outcome.ANSWERED, "4 = 2 + 1 + 0 + 1"),
        ("寿光2021年410条是不是300加110", Outcome.ANSWERED, "410 = 300 + 110"),
        ("表三的勾稽关系是什么", Outcome.ANSWERED, "新收 + 上年结转"),
        ("什么是三安全一稳定", Outcome.ANSWERED, "国家安全"),
        ("寿光2020年表四有几个数", Outcome.ANSWERED, "15"),
    ],
)
def test_what_is_asked_of_the_arithmetic_gets_a_verdict(question: str, outcome: Outcome, words: str) -> None:
    answer = ask(question)
    assert answer.outcome is outcome
    assert words in answer.headline


def test_prose_and_table_are_shown_together_with_a_verdict() -> None:
    answer = ask("嵊州正文里行政处罚和表格一致吗")
    assert (answer.outcome, answer.value) == (Outcome.DISPUTED, "33")
    assert "41件" in answer.headline


def test_the_prose_alone_is_asked() -> None:
    assert ask("嵊州正文里行政处罚几件").value == "41"
    assert ask("嵊州正文里行政处罚是41件吗").headline.startswith("是，")
    assert ask("嵊州正文里行政处罚是33件吗").headline.startswith("不是，")
    silent = ask("嵊州正文里行政许可几件")
    assert (silent.outcome, silent.value, [str(f.value) for f in silent.figures]) == (Outcome.NOT_STATED, None, ["0"])


def test_measures_against_the_problems_are_measures_alone() -> None:
    answer = ask("寿光2020年针对问题采取了什么改进措施")
    assert {hit.passage.kind for hit in answer.passages} == {"measure"}


def test_problems_in_common_are_those_of_every_report() -> None:
    agencies = {hit.passage.agency for hit in ask("各家报告里有哪些共同的问题").passages}
    assert agencies == {SHOUGUANG, WUYUAN, SHENGZHOU}


def test_who_mentions_it_needs_no_who() -> None:
    answer = ask("提到疫情的报告")
    assert set(answer.reading.agencies) == {WUYUAN}
    assert MIYI in answer.headline


@pytest.mark.parametrize("question", ["一共收录了几份年报，都是哪些年的", "库里有哪些单位", "哪些报告有残缺"])
def test_what_is_loaded_is_told(question: str) -> None:
    answer = ask(question)
    assert answer.reading.operation == "coverage"
    assert answer.rows


def test_above_the_mean_of_several_is_asked_of_each() -> None:
    turns = ("2020年三家的处罚平均多少", "哪家超过平均")
    assert {row.agency for row in ask(*turns).rows} == {SHENGZHOU}
    assert {row.agency for row in ask(turns[0], "哪家低于平均").rows} == {SHOUGUANG, WUYUAN}


def test_no_telephone_and_no_amount_is_made_of_words_near_it() -> None:
    for question in ("婺源的办公电话", "婺源2020年财政预算金额"):
        answer = ask(question)
        assert (answer.outcome, answer.passages) == (Outcome.NOT_STATED, ())


@pytest.mark.parametrize(
    ("question", "value"),
    [("寿光民正局2020年处罚", "15"), ("寿洸市民政局2020处罚", "15"), ("寿光2020年行正处罚决定", "15")],
)
def test_a_slip_of_the_pen_beside_a_known_word_is_put_right(question: str, value: str) -> None:
    answer = ask(question)
    assert answer.value == value
    assert "name_corrected" in {note.code for note in answer.notes}


def test_beside_a_known_word_only_a_character_that_sounds_or_looks_alike_is_a_slip() -> None:
    def as_permit(run: str) -> list[tuple[str, str]]:
        return [(run, "行政许可")] if run.endswith("政许可") else []

    tokens = [Token("市政", (), 0), Token("许可", (("row", "行政许可"),), 2)]
    assert mended("市政许可", tokens, as_permit, Slots()) is None
    tokens[0] = Token("形政", (), 0)
    assert mended("形政许可", tokens, as_permit, Slots()) == "行政许可"


def test_two_columns_of_several_reports_are_not_one() -> None:
    side_by_side = ask("2020年各家行政处罚上一年项目数量和处理决定数量")
    assert {row.label for row in side_by_side.rows} == {"行政处罚 · 上一年项目数量", "行政处罚 · 处理决定数量"}
    together = ask("2020年各家行政处罚上一年项目数量加处理决定数量合计")
    assert (together.outcome, together.value) == (Outcome.NOTED, None)
    assert "不相加减" in together.headline


def test_a_county_of_a_province_is_not_the_province() -> None:
    assert ask("江西那个县的民政局2020年许可").value == "25"
    assert ask("江西民政局2020年许可").outcome is Outcome.NO_REPORT
    assert ask("江西那个区的民政局2020年许可").outcome is Outcome.NO_REPORT


def test_the_word_that_chooses_among_reports_is_named_as_it_was_said() -> None:
    assert "最大" in ask("寿光2020年行政处罚最大的是多少").headline


def test_that_no_number_is_given_does_not_say_that_the_words_are_not() -> None:
    answer = ask("寿光2020年检查公开目录几次")
    assert answer.outcome is Outcome.NOT_STATED
    assert "没有说到" not in answer.headline
