"""Narrative questions over the bundled reports that were once declined, or answered from the wrong words."""

from collections.abc import Iterator

import pytest

from assistant.answer import Answer, Exit, Outcome
from assistant.chat import Chat


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    opened = Chat.open(tmp_path_factory.mktemp("home"))
    yield opened
    opened.close()


def ask(chat: Chat, question: str) -> Answer:
    chat.restart()
    return chat.ask(question)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("沙坡头的工作人员为什么没时间抓政务公开？", "人少业务多"),
        ("Why does Shapotou say that the quality of its work suffered?", "人少业务多"),
        ("沙坡头政务公开工作配备了几名人员", "兼职人员"),
        ("沙坡头今年主办的政协提案有几件", "3件政协提案"),
        ("沙坡头多久检查一次微信微博的更新", "每月定期"),
        ("Who checks information before Shaxian publishes it?", "均由分管领导审核"),
        ("沙县的年报在哪里下载", "查询下载"),
        ("沙县 birth planning families 的扶助", "计生特殊家庭"),
        ("沙县 disclosure guide", "信息公开指南和目录"),
        ("卫健委公开的行政许可有多少家", "行政许可782家"),
        ("沙坡头局里谁审批上网内容", "层层审核把关"),
        ("how does 汾阳 handle 依申请公开", "按照法定时限依法答复"),
        ("沙坡头怎样平衡公开和保密", "妥善处理公开与保密的关系"),
        ("群众想监督龙口卫健局可以看什么材料", "政府信息公开指南"),
        ("汾阳收费依据公开了没有", "收费依据及收费标准"),
        ("卫健委网上群众留言办结率多高", "办结率、满意率均为100%"),
        ("汾阳 办理时限 便民服务电话", "便民服务电话"),
        ("沙县 disclosure 需要 which documents by title", "按照标题、文号"),
        ("交给龙口卫健局的提案有几件", "政协提案共7件"),
        ("建议提案 满意率 龙口", "满意率均达100%"),
        ("请介绍卫健委优化政务服务的做法", "优化政务服务"),
        ("support for families under family planning in Shaxian", "计生特殊家庭"),
        ("龙口的提案建议办得让人满意吗", "满意率均达100%"),
        ("汾阳卫体局说哪种信息太少", "深加工的信息少"),
        ("兼职人员 领导小组办公室", "兼职人员"),
        ("沙县在舆情应对上有何举措", "舆情"),
        ("How many steps may an approval take in Shaxian?", "三个环节内"),
    ],
)
def test_words_beside_a_known_one_are_looked_for_in_the_prose(chat: Chat, question: str, words: str) -> None:
    answer = ask(chat, question)
    assert answer.exit is Exit.OK
    assert any(words in hit.passage.text for hit in answer.passages)


@pytest.mark.parametrize(
    "question",
    [
        "龙口涉及医疗机构的行政处罚有多少件",
        "龙口卫健局哪位领导分管政务公开",
        "汾阳政务公开检查几次",
        "汾阳局长是谁",
        "卫健委的主任叫什么",
        "汾阳开过新闻发布会吗？",
        "卫健委的官网改版花了多少钱？",
        "龙口公众号的阅读量",
    ],
)
def test_what_stands_in_no_passage_is_declined(chat: Chat, question: str) -> None:
    assert ask(chat, question).outcome is Outcome.NOT_STATED


def test_this_year_of_a_figure_is_asked_back(chat: Chat) -> None:
    assert ask(chat, "沙县今年的行政处罚是多少").outcome is Outcome.CLARIFY


def test_another_agency_beside_a_name_is_still_another_agency(chat: Chat) -> None:
    assert ask(chat, "How many permits did Longkou education bureau grant?").outcome is Outcome.NO_REPORT


def test_a_word_that_stands_in_a_heading_alone_is_mentioned_at_its_line(chat: Chat) -> None:
    answer = ask(chat, "哪些报告提到强化支持")
    assert answer.reading.agencies == ("沙县卫生健康局",)
    (hit,) = answer.passages
    assert hit.passage.text == hit.best == "（六）强化支持，优化公开质量"
    lines = chat.library.lines(hit.passage.report)
    assert lines[(hit.passage.source.line or 0) - 1].strip() == hit.passage.text


def test_whose_rules_an_agency_follows_is_no_agency_that_is_missing_unless_its_figures_are_asked(chat: Chat) -> None:
    answer = ask(chat, "沙坡头的年报是按国务院办公厅哪个函的要求编制的")
    assert answer.outcome is Outcome.ANSWERED
    assert "国办公开办函〔2019〕60号" in answer.passages[0].passage.text
    assert ask(chat, "沙坡头2019年和国务院办公厅的行政许可谁多").outcome is Outcome.NO_REPORT


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("怎么做好政策解读", "政策解读"),
        ("如何抓好政策解读", "政策解读"),
        ("汾阳怎样搞好政策解读", "政策解读"),
        ("沙坡头办过几场培训", "培训"),
        ("沙坡头哪几次培训", "培训"),
    ],
)
def test_the_matter_is_read_without_the_words_that_ask(chat: Chat, question: str, topic: str) -> None:
    answer = ask(chat, question)
    assert answer.reading.topic == topic
    assert answer.passages


@pytest.mark.parametrize("question", ["汾阳怎样搞好依申请公开", "龙口怎么做好行政处罚", "汾阳做好的处罚有多少"])
def test_how_to_do_a_thing_well_is_answered_by_no_figure(chat: Chat, question: str) -> None:
    assert ask(chat, question).value is None
