"""Whether a passage answers what is asked: things, other words, numbers, and what else a report might have said."""

from dataclasses import fields

import numpy as np
import pytest

from corpus.report import Hit, Passage, Source
from index import likely
from index.coverage import Stands, covered, how_much, wanted
from index.encoder import default, normalise
from index.training import sources

ENCODER = default()


def says(question: str, text: str, heading: tuple[str, ...] = ()) -> bool:
    passage = Passage("r", "某局", 2020, "一、总体情况", 1, heading, "prose", None, text, Source("a.txt", "/a.txt", 1))
    return bool(likely.answering([Hit(passage, 1.0, text)], question, ENCODER, named=True))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("网站的访问量", "县政府网站全年浏览量12万次。"),
        ("举办过培训吗", "邀请专家举办专题讲座。"),
        ("training", "组织工作人员参加业务培训。"),
        ("微信发了多少篇", "通过微信公众号发布信息195篇。"),
        ("窗口派了几个人", "指定2名工作人员在政务中心窗口负责窗口服务工作。"),
        ("做过几次培训", "做了一次政务公开业务专题培训。"),
        ("有多少条建议提案", "公告公示类信息 2 条，建议提案办理 3 条。"),
        ("弄虚作假的怎么办", "对弄虚作假的要追究责任。"),
        ("组长是谁", "成立了由局长任组长、分管副局长任副组长的领导小组。"),
        ("联系人叫什么", "联系人：王小明，处理日常工作。"),
        ("做了哪几件事", "一是公开权责清单，做了几件事。"),
        ("how many hotline calls were handled", "处理12345民生服务热线16条。"),
    ],
)
def test_a_passage_speaks_of_a_thing_by_any_of_its_names(question: str, text: str) -> None:
    assert says(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("网站的访问量", "县政府网站全年发布信息12条。"),
        ("收到多少信访件", "收到信息公开申请12件。"),
        ("举办了几次培训", "积极组织政务公开业务培训。"),
        ("举办了几次培训", "发布信息12次。组织培训。"),
        ("政协提案办了几件", "承办人大建议3件。"),
        ("有没有受到表彰", "取得了显著成效。"),
        ("press conferences", "通过新闻媒体发布信息。"),
        ("花了多少经费", "公开信息85条，进一步规范了工作。"),
        ("局长是谁", "成立了由局长任组长、分管副局长任副组长的领导小组。"),
        ("主任叫什么", "成立了以党组书记、主任为组长的工作领导小组。"),
        ("who is the director", "由局长任组长。"),
        ("处理了几起纠纷", "设立微博1个，处理群众纠纷。"),
    ],
)
def test_a_passage_without_the_thing_or_its_number_does_not_speak_of_it(question: str, text: str) -> None:
    assert not says(question, text)


def test_a_thing_may_stand_in_the_heading() -> None:
    assert says("培训多少次", "全年共3次。", heading=("业务培训情况",))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("how are documents searched", "可按照标题、文号等方式查询相关文件。"),
        ("Do updates come late?", "信息公开更新还不够及时。"),
    ],
)
def test_english_words_are_read_by_what_reports_call_them(question: str, text: str) -> None:
    assert says(question, text)


def test_a_word_that_had_to_be_cut_stands_only_as_a_whole() -> None:
    question = wanted("区块链", ENCODER)
    assert question.words.texts == ("区块链",)
    assert covered(question, "区域内企业和链条成块推进", ENCODER) < 0.5
    assert covered(question, "探索区块链应用", ENCODER) == 1
    assert wanted("blockchain", ENCODER).words.texts == ("blockchain",)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("开放日是哪天", "11月8日举办了政府开放日活动。", "举办了政府开放日活动，邀请代表20人。"),
        ("提案的满意率", "政协提案满意率达100%。", "办理政协提案3件，提高满意度。"),
        ("when was the open day held", "11月8日举办了政府开放日活动。", "举办了政府开放日活动，邀请代表20人。"),
        ("政务公开考核第几名", "政务公开考核列全市第三名。", "认真做好政务公开考核工作。"),
        ("政务公开信息比上年多了吗", "政务公开信息比上年增加12条。", "公开政务公开信息12条。"),
    ],
)
def test_a_date_rate_rank_or_comparison_that_is_asked_must_be_printed(question: str, said: str, unsaid: str) -> None:
    assert says(question, said)
    assert not says(question, unsaid)


def test_the_number_stands_best_in_the_clause_of_the_words() -> None:
    def clause(text: str) -> float:
        passage = Passage("r", "某局", 2020, "", 1, (), "prose", None, text, Source("a.txt", "/a.txt", 1))
        return how_much(passage, wanted("开通公众号多少个", ENCODER), ENCODER).clause

    assert clause("开通公众号2个，发布信息。") > clause("开通公众号，设立科室2个。")


def test_to_say_it_surely_nearly_every_word_and_the_number_stand_in_one_sentence() -> None:
    def surely(text: str) -> bool:
        passage = Passage("r", "某局", 2020, "", 1, (), "prose", None, text, Source("a.txt", "/a.txt", 1))
        hits = [Hit(passage, 1.0, text)]
        return bool(likely.answering(hits, "公开的行政许可多少家", ENCODER, named=True, surely=True))

    assert surely("主动公开行政许可782家。")
    assert not surely("主动公开行政许可。检查诊所782家。")
    assert not surely("主动公开行政处罚21家。")


def test_a_short_english_name_is_no_part_of_a_longer_word() -> None:
    assert not wanted("approval of applications", ENCODER).things
    assert wanted("the app", ENCODER).things


def test_full_width_forms_and_blanks_of_typesetting_are_read_through() -> None:
    assert says("微信公众号", "通 过 微 信 公 众 号 发 布。")
    assert says("ＷｅＣｈａｔ", "微信公众号。")


def test_the_share_of_a_question_that_stands_in_a_text_is_between_none_and_all() -> None:
    question = wanted("农村饮水安全", ENCODER)
    assert covered(question, "农村饮水安全工程", ENCODER) == 1
    assert covered(question, "", ENCODER) == 0
    assert 0 < covered(question, "乡镇供水", ENCODER) < 1
    assert covered(wanted("的是了吗", ENCODER), "", ENCODER) == 1


def test_the_more_tells_for_an_answer_the_likelier_it_is() -> None:
    passage = Passage("r", "某局", 2020, "", 1, (), "prose", None, "举办培训班3期。", Source("a.txt", "/a.txt", 1))
    [(stands, others)] = likely.signs([passage], "培训班办了几期", ENCODER, named=True)
    [(least, _)] = likely.signs([passage], "采购车辆几辆", ENCODER, named=True)
    assert likely.likely(stands, others) > 0
    assert likely.likely(least, others) < likely.likely(stands, others)


def test_every_sign_has_a_weight() -> None:
    words = [line.split()[0] for line in likely.WEIGHTS.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    named = [field.name for shape in (Stands, likely.Signs) for field in fields(shape)]
    assert words == [*named, "needed"]


def test_what_reports_of_any_agency_say_is_encoded_with_the_model_that_comes_along() -> None:
    lines = (*sources.paraphrases(), *sources.themes())
    said = list(dict.fromkeys(answer for _, answers in lines for answer in answers))
    held = likely.said_elsewhere()
    assert len(held) == len(said)
    sample = normalise(ENCODER.encode(said[::400])[:, : held.shape[1]])
    assert np.abs(held[::400] - sample).max() < 0.01


def test_the_themes_have_no_figures_and_are_no_report() -> None:
    for asked, answers in sources.themes():
        assert all(asked) and all(answers)
        assert not any(character.isdigit() for answer in answers for character in answer)
