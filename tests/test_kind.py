"""What kind of thing a question wants to be told, and whether a report prints such a thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.kind import kind, matter


@pytest.mark.parametrize(
    ("question", "printed", "other"),
    [
        ("开放日是几月几号办的", "11月8日举办政府开放日活动", "2019年举办政府开放日活动"),
        ("决算是几月公布的", "6月完成部门决算", "2020年完成部门决算"),
        ("what day was it held", "11月8日", "2019年"),
        ("培训花了多少钱", "投入经费3.5万元", "投入人员35人"),
        ("依申请公开的邮寄费用", "收取邮寄费12元", "未收取任何费用"),
        ("how large is the budget of the bureau", "预算83.42万元", "公开了预算"),
        ("联系电话是多少", "电话:0535-8517000", "接听电话12个"),
        ("满意率多少", "满意率100%", "满意度很高"),
        ("比去年多吗", "比上年增加12条", "满意度持续提升"),
        ("举办了几次", "举办培训3期", "公开信息3条"),
        ("how many times was it held", "举办培训3期", "公开信息3条"),
        ("how many people came", "共20人参加", "公开信息20条"),
        ("how many were there", "举办培训3期", "举办培训"),
        ("请了谁来讲课", "邀请专家授课", "举办了一次专题培训"),
        ("领导小组组长是谁", "由局长任组长", "成立了领导小组"),
        ("who chairs the leading group", "由局长任组长", "成立了领导小组"),
        ("由哪位领导分管", "明确分管领导", "明确责任"),
        ("是哪个股室负责的", "由政策法规股负责", "由专人负责"),
        ("参观了哪家医院", "参观了市人民医院", "参观了各家医院"),
        ("open day看了哪家hospital", "参观了市人民医院", "参观了各家医院"),
        ("那几件提案是哪些委员提的", "张三委员提出的提案", "政协提案3件"),
        ("市长信箱的来信反映了什么问题", "主要涉及物业管理", "市长信箱2件"),
        ("what did residents complain about", "主要集中在收费", "办理群众反映的问题"),
        ("督查发现了哪些问题", "问题:更新慢", "开展专项督查"),
        ("公众号叫什么", "开通“健康某市”公众号", "开通公众号"),
        ("被纠错的原因", "因程序不当被纠正", "被纠错1件"),
        ("平均答复天数", "平均3天答复", "答复3件"),
        ("by how many days was it shortened", "缩短5天", "公开5条"),
        ("电子邮箱 传真", "传真:8517000", "在网站查询"),
        ("what score did it get", "得98分", "第三方评估"),
        ("查出了几个问题", "发现问题3个", "督查2次"),
        ("where was the open day held", "在市中医院举办开放日", "举办开放日"),
        ("参观了哪几家医院", "参观了市人民医院", "参观了各家医院"),
        ("多久清查一次", "每月定期清查", "清查微信微博"),
        ("how long did it last", "历时3天", "举办活动"),
        ("办公时间", "工作日上午8:30", "在窗口办理"),
        ("网址是什么", "http://www.gov.cn", "门户网站"),
        ("文号是多少", "〔2019〕60号", "印发方案"),
        ("投入了多少资金", "资金12万元", "投入人员3名"),
        ("监督小组由哪些人组成", "由局长任组长", "成立监督小组"),
        ("how many working days does it take", "5个工作日内办结,平均3天", "办结3件"),
        ("单位地址", "某某路12号", "某市人民政府网站"),
    ],
)
def test_a_thing_of_the_kind_that_is_asked_must_be_printed(question: str, printed: str, other: str) -> None:
    wanted = kind(question)
    assert wanted
    assert wanted.printed.search(printed)
    assert not wanted.printed.search(other)


@pytest.mark.parametrize(
    "question",
    [
        "有什么问题",
        "怎么审查",
        "做了哪些培训",
        "那几件提案办得怎么样",
        "办事收多少钱公开了没有",
        "为什么要设专栏",
        "who checks it",
    ],
)
def test_most_questions_may_be_answered_by_anything(question: str) -> None:
    assert kind(question) is None


@pytest.mark.parametrize(
    ("question", "is_figure", "in_clause"),
    [("哪天举办的", True, False), ("举办几次", True, True), ("排名第几", True, True), ("组长是谁", False, False)],
)
def test_a_figure_stands_with_its_words_a_date_or_a_person_may_stand_apart(
    question: str, is_figure: bool, in_clause: bool
) -> None:
    wanted = kind(question)
    assert wanted
    assert (wanted.is_figure, wanted.in_clause) == (is_figure, in_clause)


def test_the_matter_of_a_question_is_left_when_what_asks_for_a_number_or_a_date_is_gone() -> None:
    assert matter("培训举办了多少次").split() == ["培训举办了"]
    assert matter("何时举办培训").split() == ["举办培训"]


@given(st.text(alphabet="多少几件次哪个谁什么时候电话地址率名第比去年how many the 12", max_size=40))
def test_any_words_are_read(question: str) -> None:
    wanted = kind(question)
    assert wanted is None or wanted.printed.search("") is None
