"""What kind of thing a question wants to be told, and how a report prints such a thing.

That a training was held does not tell who gave it, and that letters came not what they were about. A question for a
number, a day, a person, a place or the matter of something is answered only where a thing of that kind is printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

COUNTERS = "条件篇次期家人份名场种个项座批台册回户则位起宗级天年月周分元张面所间卷辆幅页本封"
_ALIKE = ("件份个封", "件宗起", "条则项篇", "人名位个", "次场期回批", "号日")
"""Counters that people use for one another."""
_COUNTED = re.compile(
    rf"(?<![哪那这好])(?:多少|几)个?([{COUNTERS}号])?|第几|数量|([条件次人篇册分户场天])数|人次|[问览击注件布读诉总]量|"
    r"\b(?:how (?:many|much|large|big|high)|number of)\b(?:(?: working| business)? (?P<english>\w+))?"
)
_ENGLISH = {
    "times sessions meetings courses": "次场期回批个",
    "people persons officials staff visitors citizens employees members participants trainees": "人名位个户",
    "articles items pieces messages posts policies": "条则项篇个件部",
    "calls letters complaints cases requests applications proposals motions petitions": "件个条封份次",
    "hospitals clinics companies firms institutions schools": "家个所",
    "days hours": "天日时",
}
"""What is counted in English, and how."""
_WHEN = re.compile(r"什么时候|何时|哪一?[年月天日]|几月|几号|\bwhen (?:did|does|was|were|is|will)\b")
_OFFICE = re.compile(
    r"哪一?位.{0,2}(领导|[局院主]长|主任)|"
    r"((?:[局组院处科厅部市县区镇乡]长|主任|书记|负责人|联系人|发言人))(是谁|是哪位|叫什么|姓什么|的?(?:姓名|名字))|"
    r"\b(?:who is the|name of the) (?:\w+ )?(?:director|chief|secretary|mayor|head)\b(?! of the \w* ?(?:group|team))"
)
_WHETHER_TOLD = re.compile("(?:公布|公开|公示|说清|写明|写)(?:楚?了|出).*(?:吗|没有?)[?？]?$")
"""Not the thing is asked but whether the public is told of it."""
_APART = (
    (r"几月几[号日]|哪一?[天日]|\b(?:what|which) (?:day|date)\b", r"\d月\d{1,2}[日号]"),
    (r"几月|哪一?个?月|\b(?:which|what) month\b", r"\d月"),
    (_WHEN.pattern, r"\d\s*[年月日号]|第一时间|实时|及时"),
    (
        r"比(?:上一?年|去年|前一?年|往年)|同比|\bthan (?:the year before|last year|before|in)\b",
        r"比[上去往]|较[上去往]|相比|同比|同期|增长|增加|增多|减少|上升|下降|以往",
    ),
)
_FIGURES = (
    (r"(?<![效频])率|占比|比例|百分之|\b(?:rate|percentage|proportion|share)\b", r"\d%|百分之"),
    (r"第几名|名次|排名|排在|排第|\b(?:rank(?:s|ed|ing)?|placed)\b", r"第.{1,3}[名位]|排名|位居|名列|位列|排在"),
    (
        r"多少钱|(?:预算|经费|资金|投入)(?:总?额|规模)?[是有了]?(?:多少|几)(?![人次条])|多少[万亿]?元|"
        r"多少[万亿](?![人次条])|花了?多少|(?:金额|费用|开支|花销|支出|拨款)(?:总?额|总计|合计)?[是有]?(?:多少)?[?？]?$|"
        r"\bhow much (?:money|funding|was spent|did .*(?:cost|spend))\b|\bcost\b|"
        r"\b(?:large|big|high) (?:is|was) the .*budget\b",
        r"\d[余多]?[万亿千百]?元",
    ),
    (
        r"电话(?:号码?)?是?(?:多少(?!个)|几号|哪个|什么)|(?:什么|哪个|多少号?)电话|电话号码|电话[打找]|"
        r"\b(?:tele)?phone number\b",
        r"\d{7}|\d[-—(（)]\d{3}|电话[:是为]",
    ),
    (
        r"多久|多长时间|多少[个]?小时|几个?小时|\bhow (?:long|often)\b",
        r"\d个?(?:小时|分钟|工作日|[天日周月年])|半天|每[天日周月季半年次]|定期|时限|当[天日]|及时|实时",
    ),
    (r"办公时间|几点|上下?班时间|\b(?:office|opening) hours\b", r"\d[:点时]|[上下]午|工作日"),
    (r"网址|\burl\b|\bweb(?:site)? address\b", r"www|http|\.cn|网址"),
    (r"文号[是为]?(?:多少|什么|几)|几号文|\bdocument number\b", r"[〔\[(（]\d{4}[〕\])）]|\d号"),
    (r"电子邮[箱件](?:地址)?(?:是|[?？ ]|$)|传真|\be-?mail address\b|\bfax\b", r"@|传真[:是为]|邮箱[:是为]"),
    (r"得了?(?:多少|几)分|\b(?:what|which) (?:score|mark|grade)\b", r"\d分"),
    (r"几[个条项]问题|多少[个条项]?问题", r"\d[^,。;]{0,8}问题|问题.{0,6}\d|[一二三四五六七八九十]是"),
)
"""Questions for a figure, the first that fits, and how it is printed; those for a date or a comparison, which has
a clause of its own, apart."""
_OTHERS = (
    (
        r"(?:小组|班子|专班)(?:里|中|是)?(?:由|有)?(?:哪些人|谁|什么人|哪几个人)|成员(?:有|是|包括)?(?:谁|哪些)|"
        r"\bwho (?:is|are|was|were) (?:in|on|members of) the\b|\bwho belongs to\b",
        r"组长|成员|局长|主任|负责人",
    ),
    (
        r"(?:号|微[信博]|平台|栏目)(?:名字?)?叫(?:什么|啥)|[号博信]的?(?:名字|名称)",
        r"[号博信台目][^。]{0,6}[“\"「]|[”\"」][^。]{0,4}(?:公众|微信|微博|账号)|名为|名称[为是:]|称为|叫做",
    ),
    (r"的原因(?:是什么)?[?？]?$", r"因|由于|鉴于|致使|导致|受.{1,10}影响"),
    (
        r"在哪[里儿]?(?:举办|举行|召开|办|开)的?|\bwhere (?:was|were|did) .*\b(?:held|take place|happen)\b",
        r"在[^,。;]{2,20}(?:举办|举行|召开|开展|进行)|地点",
    ),
    (
        r"(?:查出|发现|查到|督查|检查|抽查)(?:出|到)?了?(?:哪些|什么)(?:具体)?(?:的?问题|毛病)",
        r"不[足够强高到及规准全]|问题[:：是有为]|存在.{0,20}(?:不|欠|缺|弱|低|慢)|一是|失效|错",
    ),
    (
        r"(?:组长|主任|主席).{0,4}(?:是谁|是哪|叫什么|由谁|由什么人)|谁.{0,3}(?:当|任|做).{0,3}(?:组长|主任)|"
        r"\bwho (?:is the (?:head|leader|chair) of|chairs|heads|leads)\b.*\b(?:group|team|committee)\b",
        r"组长|(?:任|为|由).{0,12}主任|主任.{0,8}(?:负责|牵头)",
    ),
    (
        r"谁.{0,3}(?:讲|授课|上课|培训)|请.{0,4}谁|\bwho (?:taught|lectured|gave the (?:lecture|talk|training))\b",
        r"主讲|授课|讲课|讲师|专家|教授|律师|老师|[邀聘]请|请.{0,12}[来到]",
    ),
    (
        r"哪一?个(?:股室|科室|处室|股|科|处|部门)|\bwhich (?:division|department|section)\b",
        r"(?<!各)(?:[\u4e00-\u9fff](?:股|科(?![室学技普])|处(?![理罚置于]))|办公室|(?<![各相等有])(?:科室|部门)|中心)",
    ),
    (
        r"哪[一几]?[家个所间] ?(?:hospital|company|医院|企业|公司|律所|律师事务所|学校|媒体|报纸|电视台|社区|银行)|"
        r"\bwhich (?:hospital|company|law firm|school|newspaper|community|bank)\b",
        r"[\u4e00-\u9fff]{2}(?:人民医院|中医院|公司|律师事务所|[日晚]报|电视台|融媒体|社区|街道|中学|小学|银行)",
    ),
    (r"哪些(?:委员|代表)提|哪一?[位个](?:委员|代表)", r"[\u4e00-\u9fff]{2,3}等?\d*[位名]?(?:委员|代表)提"),
    (
        r"(?:反映|投诉|举报|来信|信访|[封件]信|12345|热线|提案|议案|诉求|留言)[^,。?]{0,8}(?:什么(?:事|问题|内容)|啥事|哪些?方面)|"
        r"\bcomplain(?:ed|ts?)?\b(?! mechanism).*\babout\b|"
        r"\bwhat\b.*\b(?:complain|complaints|petitions) (?:most )?about\b|"
        r"\bwhat (?:were|was) .*(?:letters?|calls?|proposals?|complaints?|petitions?) .*about\b",
        r"主要(?:集中|涉及|反映|内容|针对|包括|[是为])|集中[在于]|涉及|"
        "关于[^。]{2,20}的(?:提案|建议|议案|问题|信|投诉)|等(?:方面|问题|诉求)",
    ),
    (
        r"地址|哪条[街路]|什么[街路]|办公地点|在哪里?办公|邮编|邮政编码|\baddress\b|\bpostal code\b",
        r"地址|地点|[街路]\d+号|邮编|邮政编码",
    ),
)
"""Questions for a thing that is no figure."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is asked for."""

    printed: re.Pattern[str]
    """How a report prints it, without blanks, full-width forms folded, in lower case."""
    is_figure: bool
    """A number, a date, a rate, a rank: prose has those less often than one asks."""
    in_clause: bool = False
    """Whether it stands in one clause with what it is of; a date or a person often has a clause of its own."""


def kind(question: str) -> Kind | None:
    """The kind of thing a question asks for, in lower case, full-width forms folded; None where it may be any."""
    if _WHETHER_TOLD.search(question):
        return None
    if printed := _first(_APART, question):
        return Kind(printed, is_figure=True)
    if printed := _first(_FIGURES, question):
        return Kind(printed, is_figure=True, in_clause=True)
    if counted := _COUNTED.search(question):
        return Kind(
            _number(counted[1] or counted[2] or _in_english(counted["english"] or "")), is_figure=True, in_clause=True
        )
    if office := _OFFICE.search(question):
        return Kind(_holder(office), is_figure=False)
    printed = _first(_OTHERS, question)
    return printed and Kind(printed, is_figure=False)


def matter(question: str) -> str:
    """A question without the words that ask for a number or a date."""
    return _WHEN.sub(" ", _COUNTED.sub(" ", question))


def _first(kinds: tuple[tuple[str, str], ...], question: str) -> re.Pattern[str] | None:
    """How the first kind that is asked for is printed. Only that is compiled: all would take as long as a search."""
    return next((re.compile(printed) for asked, printed in kinds if re.search(asked, question)), None)


def _in_english(counted: str) -> str:
    return next((units for words, units in _ENGLISH.items() if counted in words.split()), "")


def _number(units: str) -> re.Pattern[str]:
    alike = "".join({*units, *(counter for group in _ALIKE if units in group for counter in group if units)})
    number = rf"(?:\d|[一二两三四五六七八九十百]{{1,3}})[余多]?[{alike or COUNTERS + '%元万'}]"
    # That there was none is a number too.
    return re.compile(
        rf"{number}|(?<![有所])无(?!法|关|障|偿|论|效|正|权|须|需)|没有|未(?:收到|发生|接到|出现|产生|涉及)"
    )


def _holder(asked: re.Match[str]) -> re.Pattern[str]:
    """局长是谁 needs more than that there is one; 叫什么 needs a name."""
    if asked[1] == "领导":
        return re.compile("(?:分管|主管|主要)领导|局长|主任|书记|组长")
    title = asked[1] or asked[2] or "(?:局长|主任|书记|院长|市长|县长|区长)"
    if asked[3] in ("是谁", "是哪位"):
        return re.compile(rf"(?:任|兼|为){title}(?!任)|{title}(?:[:：是]|由)")
    return re.compile(rf"{title}[:：]?[\u4e00-\u9fff]{{2,3}}同志|{title}[:：][\u4e00-\u9fff]{{2,4}}")
