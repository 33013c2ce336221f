"""Reports from before the form: read, searched and quoted, and no number of theirs becomes a figure of the form."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Outcome
from assistant.chat import Chat
from assistant.library import build
from assistant.output.render import answer_record
from corpus.library.store import Library
from digits import unexplained

FIXTURES = Path(__file__).parent / "fixtures" / "before_2019"
OLD, LATER = "青禾县水务局", "莲山区教育局"


@pytest.fixture(scope="module")
def chat() -> Iterator[Chat]:
    library = Library.memory()
    assert {added.result for added in build.add(library, [FIXTURES])} == {"added"}
    made = Chat(library)
    yield made
    made.close()


def test_they_are_known_by_agency_year_and_date_and_nothing_of_the_form_is_missed(chat: Chat) -> None:
    entries = {entry.agency: entry for entry in chat.library.entries()}
    assert {name: entry.year for name, entry in entries.items()} == {OLD: 2014, LATER: 2017}
    assert [str(entries[name].imprint.dated) for name in (OLD, LATER)] == ["2015-01-20", "2018-03-10"]
    assert all(entry.problems == () and entry.editions == () for entry in entries.values())


def test_no_number_of_the_prose_or_the_appendix_becomes_a_figure(chat: Chat) -> None:
    assert chat.library.figures() == ()


def test_the_numbers_of_the_appendix_are_no_numbers_of_the_prose(chat: Chat) -> None:
    said = {int(count.value) for count in chat.library.counts()}
    assert not said & {301, 1985, 48, 29, 21}
    assert {86, 51, 35, 412, 237} <= said


@pytest.mark.parametrize(
    ("question", "row"),
    [
        (f"{OLD}2014年收到信息公开申请多少件", "收到申请数 件 4 17"),
        (f"{LATER}2017年行政复议几件", "三、行政复议数量 件 1 2"),
        (f"{LATER}2017年行政诉讼几件", "四、行政诉讼数量 件 0 1"),
        (f"{LATER}2017年不予公开多少件", "不同意公开答复数 件 2 6"),
        (f"{LATER}2017年制发规范性文件多少件", "制发规范性文件总数 件 3 29"),
        (f"How many requests did {LATER} receive in 2017", "收到申请数 件 11 48"),
    ],
)
def test_a_figure_question_is_refused_and_the_row_of_the_appendix_shown_as_printed(
    chat: Chat, question: str, row: str
) -> None:
    answer = chat.ask(question)
    assert (answer.outcome, answer.value, answer.figures) == (Outcome.NO_FIELD, None, ())
    heading, *rows = [hit.passage.text for hit in answer.passages]
    assert "本年度" in heading and "历年累计" in heading
    assert rows == [row]


@pytest.mark.parametrize(
    "question",
    [
        f"{OLD}2014年行政处罚多少",
        "2014年行政处罚合计",
        "各单位行政处罚排名",
        f"{LATER}2017年表三",
        f"{LATER}2017年表二",
    ],
)
def test_what_no_report_of_the_time_has_is_no_field_and_not_cut_off(chat: Chat, question: str) -> None:
    answer = chat.ask(question)
    assert (answer.outcome, answer.value, answer.passages) == (Outcome.NO_FIELD, None, ())
    assert "2019 版表格之前" in answer.headline
    assert "截断" not in answer.headline


def test_the_prose_is_counted_found_and_split_into_problems(chat: Chat) -> None:
    disclosed = chat.ask(f"{OLD}2014年防汛抗旱类信息多少条")
    assert (disclosed.outcome, disclosed.value) == (Outcome.ANSWERED, "35")
    problems = chat.ask(f"{OLD}2014年存在什么问题")
    assert [hit.passage.text for hit in problems.passages] == [
        "一是灌区用水信息更新不够及时。",
        "二是村级公示栏数量偏少。",
    ]
    found = chat.ask(f"{LATER}2017年学区解读")
    assert "制作学区划分动漫解读" in json.dumps(answer_record(found), ensure_ascii=False)


def test_a_number_of_all_years_is_said_to_be_cumulative(chat: Chat) -> None:
    answer = chat.ask(f"{OLD}2014年主动公开政府信息多少条")
    assert "累计 412条" in answer.headline


@pytest.mark.parametrize(
    "question",
    [f"{OLD}2014年收到信息公开申请多少件", f"{LATER}2017年行政诉讼几件", "各单位行政处罚排名", f"{LATER}2017年表三"],
)
def test_every_number_shown_is_carried(chat: Chat, question: str) -> None:
    record = answer_record(chat.ask(question))
    assert unexplained(record, {"2014", "2017"}) == set(), record["text"]
