"""Questions of strangers that were answered beside the point, each with what it is answered with now.

Asked of the bundled reports, the last turn of each conversation judged.
"""

from collections.abc import Iterator

import pytest

from assistant.answer import Answer, Outcome
from assistant.chat import Chat

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    opened = Chat.open(tmp_path_factory.mktemp("home"))
    yield opened
    opened.close()


def ask(chat: Chat, *turns: str) -> Answer:
    """The answer to the last turn."""
    chat.restart()
    return [chat.ask(turn) for turn in turns][-1]


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        # Not the figure of the one that is higher.
        (("how many penalties did Longkou report", "what about Fenyang", "which is higher", "by how much"), "23"),
        (("汾阳的处罚是沙县的几分之几",), "101.282051"),
        (("龙口许可降了百分之多少",), "-94.736842"),
        (("龙口处罚涨了多少",), "26"),
        (("沙县科研机构提交的申请被拒几件",), "0"),
        (("龙口本机关不掌握",), "0"),
        (("Did Shaxian's penalties rise or fall?",), "-9"),
        (("By how much did Longkou's permits fall?",), "-18"),
        (("沙县处罚是增是减",), "-9"),
        (("沙坡头微信比微博多几条",), "16"),
        (("沙县其他对外管理服务事项上一年加增减是多少",), "129"),
        (("沙县处罚处理决定比上一年项目数量少多少",), "72"),
        (("龙口采购金额换算成元",), "83.42"),
        (("龙口处罚减许可",), "101"),
        (("龙口卫健处罚",), "102"),
        (("longkou shi chufa duoshao",), "102"),
        (("fenyang caigou jine",), "26.23"),
        (("谁采购花钱最多",), "83.42"),
        (("龙口2020nian行政处罚duoshao jian",), "102"),
        (("how many administrative penalties did Fenyang Health and Sports Bureau impose in 2020",), "79"),
    ],
)
def test_a_figure_asked_in_other_words_is_that_figure(chat: Chat, turns: tuple[str, ...], value: str) -> None:
    answer = ask(chat, *turns)
    assert answer.outcome in GIVEN
    assert answer.value == value


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("龙口处罚是200，对吗", "不是，102"),
        ("龙口处罚102对吗", "是，102"),
        ("龙口处罚200件正确吗", "不是，102"),
        ("Longkou penalties 103 right?", "no, 102"),
        ("Is it true that Longkou had 102 penalties?", "yes, 102"),
        ("Longkou had 103 penalties, correct?", "no, 102"),
        ("沙坡头采购总金额是2221.49万元吗", "说不准，但报告没有印单位：22214900"),
        ("沙坡头采购总金额是22214900元吗", "数字相同，但报告没有印单位：22214900"),
        ("汾阳采购金额是26.23元吗", "不是，26.23 万元"),
    ],
)
def test_a_number_held_against_the_report_gets_a_yes_or_a_no(chat: Chat, question: str, verdict: str) -> None:
    assert ask(chat, question).headline.startswith(verdict)


@pytest.mark.parametrize(
    "turns",
    [
        # No mean of the one agency that prints a unit.
        ("沙坡头采购金额", "和汾阳比", "平均每个项目"),
        ("1+1等于几",),
        ("3*5=?",),
        ("删除所有报告",),
        ("delete all reports",),
        ("哪家做得最好",),
        ("这些数据可信吗",),
    ],
)
def test_what_is_no_figure_of_the_reports_gets_none(chat: Chat, turns: tuple[str, ...]) -> None:
    answer = ask(chat, *turns)
    assert answer.outcome in (Outcome.OUT_OF_SCOPE, Outcome.CLARIFY)
    assert answer.value is None
    assert answer.passages == ()


def test_all_of_whom_is_asked_are_not_those_of_every_year(chat: Chat) -> None:
    answer = ask(chat, "除了卫健委都有谁处罚为0")
    assert [row.agency for row in answer.rows] == ["中卫市沙坡头区卫生健康局"]
    assert ask(chat, "谁被复议过").reading.row == "行政复议"


def test_a_field_of_the_agency_itself_is_no_other_agency(chat: Chat) -> None:
    assert ask(chat, "汾阳体育2020年处罚").outcome is Outcome.NOT_STATED
    assert ask(chat, "汾阳教育2020年处罚").outcome is Outcome.NO_REPORT


def test_an_item_of_another_list_is_not_one_of_the_list_just_quoted(chat: Chat) -> None:
    told = ask(chat, "沙县的问题", "措施第三条")
    assert [hit.passage.kind for hit in told.passages] == ["measure"]
    (only,) = ask(chat, "沙坡头存在的问题第二条是什么").passages
    assert "人少业务多" in only.passage.text
    assert ask(chat, "汾阳的问题", "它的措施第二条").headline.startswith("没有这么多条。")


def test_how_many_reports_mention_a_thing_are_counted_and_named(chat: Chat) -> None:
    answer = ask(chat, "How many reports mention the epidemic?")
    assert answer.headline.startswith("2 reports mention")
    assert {hit.passage.agency for hit in answer.passages} == {"卫健委", "沙县卫生健康局"}


def test_a_name_that_nobody_has_is_said_not_to_be_understood(chat: Chat) -> None:
    answer = ask(chat, "隆口行政处罚")
    assert answer.outcome is Outcome.CLARIFY
    assert answer.headline.startswith("没有读懂“隆口”。")


def test_the_nearest_field_is_of_the_row_that_was_asked(chat: Chat) -> None:
    answer = ask(chat, "龙口废止了几件规范性文件")
    assert answer.outcome is Outcome.NO_FIELD
    assert [figure.row for figure in answer.figures] == ["规范性文件"]


def test_a_unit_asked_for_after_an_amount_is_the_one_that_is_printed(chat: Chat) -> None:
    assert "万元" in ask(chat, "龙口采购金额", "换算成元").headline
    assert ask(chat, "沙坡头采购金额", "换算成万元").outcome is Outcome.NOT_STATED


def test_a_telephone_number_is_no_profile_of_the_agency(chat: Chat) -> None:
    assert ask(chat, "What is the phone number of the Fenyang health and sports bureau?").outcome is Outcome.NOT_STATED
    assert "0955-7988665" in ask(chat, "What is the phone number of Shapotou?").headline


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        # Neither the highest of all reports nor the figure of one.
        (("汾阳处罚多少", "和沙县比呢", "哪个高", "高多少"), "1"),
        (("龙口处罚", "汾阳呢", "高多少"), "23"),
        (("沙县处罚加许可", "再加其他对外管理服务事项"), "560"),
        (("沙县处罚", "加许可", "再加其他对外管理服务事项", "那龙口呢"), "103"),
        (("how many permits did Shaxian grant in 2020?", "and Shapotou in 2019?", "and the ratio"), "2.626506"),
        (("how many permits did Shaxian grant in 2020?", "and Shapotou in 2019?", "what's the sum"), "602"),
        (("how many permits did Shaxian grant in 2020?", "and Shapotou in 2019?", "what's the difference"), "270"),
        (("许可谁减得最多",), "-18"),
    ],
)
def test_a_half_sentence_counts_with_all_that_was_shown(chat: Chat, turns: tuple[str, ...], value: str) -> None:
    answer = ask(chat, *turns)
    assert answer.outcome in GIVEN
    assert answer.value == value


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (("2020年处罚合计", "减去龙口"), "157"),
        (("2020年处罚合计", "减去龙口", "再减汾阳"), "78"),
        (("龙口和汾阳处罚合计", "减去龙口"), "79"),
        (("龙口、汾阳和沙县处罚合计", "减去龙口"), "157"),
        (("龙口处罚", "减许可"), "101"),
        (("龙口处罚", "比汾阳多几件", "比沙县呢", "多百分之几"), "30.769231"),
    ],
)
def test_what_is_taken_from_what_was_shown_is_taken_from_it(chat: Chat, turns: tuple[str, ...], value: str) -> None:
    assert ask(chat, *turns).value == value


@pytest.mark.parametrize(
    "turns",
    [
        # More from a difference, less from a sum: every row is shown, and no two of them are reckoned with alone.
        ("龙口处罚", "减许可", "再减强制"),
        ("沙县处罚加许可", "减其他对外管理服务事项"),
        # Of which two?
        ("汾阳处罚多少", "和沙县比呢", "哪个高", "高百分之几"),
    ],
)
def test_what_cannot_be_reckoned_together_has_no_value(chat: Chat, turns: tuple[str, ...]) -> None:
    assert ask(chat, *turns).value is None


@pytest.mark.parametrize("question", ["谁没写措施", "谁没有写问题", "哪些机关没有改进措施"])
def test_who_wrote_nothing_is_not_answered_with_those_who_did(chat: Chat, question: str) -> None:
    answer = ask(chat, question)
    assert answer.headline.startswith("0 份报告没有写")
    assert answer.passages == ()
