"""Words that nothing explains, and that sound like another agency than those loaded or named."""

import re
from collections.abc import Sequence

from assistant.understanding.question import Question

# An agency is meant by a word ending so, where no loaded name explains it: 教育局, 市政府.
_AGENCY_END = re.compile(
    r"^(?:.{0,12}(?:局|(?<!大)厅|委|委员会|人民政府|[省市县区州旗镇乡]政府|街道|街道办|街道办事处|(?<!乡)镇|(?<!镇)乡"
    r"|开发区|高新区|管委会|法院|检察院|支队|大队)|政府|公安|公安厅)$"
)
_AGENCY_EN = re.compile(
    r"^(?:education|police|finance|tax|transport|police|health|water|agriculture|housing|planning|environment|civil|justice|audit|statistics|tourism)$"
)
_OFFICE_EN = "bureau|department|commission|committee|office|authority|board|ministry|agency|administration|government"


def is_another(word: str, question: Question, named: Sequence[tuple[str, ...]]) -> bool:
    """Whether a word is an agency that is none of those named; each of these is the full names that it fits."""
    # 局里谁审批, of the one named: its own; and 哪家局 is any, where no figure is asked.
    if word in ("局", "委", "厅") and (named or not (question.rows or question.metrics or question.table)):
        return False
    # 政府在线 is a website; right behind a name 政府 is that of the place.
    if named and word == "政府" and not any(name + word in question.normal for name in question.names):
        return False
    # Whose rules an agency follows: 某局的年报遵照国务院办公厅哪个函.
    if named and word.startswith("国务院") and not (question.rows or question.table):
        return False
    if _is_clipped(word, question) and not any(word in agency for agencies in named for agency in agencies):
        return True
    if not is_agency(word) or _is_its_field(word, named):
        return False
    return _names_an_office(word, question) if named else not _is_a_matter(word, question)


def _is_clipped(word: str, question: Question) -> bool:
    """财政 right behind a place, where it ends and a figure is asked: a department of which none is loaded."""
    behind = (re.escape(name + word) for name in question.names if question.rows and not word.isascii())
    if not any(re.search(rf"{said}(?=$|[\s\d,、。?的在])", question.normal) for said in behind):
        return False
    from corpus.identity.agencies import KINDS

    return any(word in (kind.name, *kind.short) for kind in KINDS)


def _is_a_matter(word: str, question: Question) -> bool:
    """Where no figure is asked: health tips; but health bureau."""
    if not word.isascii() or question.rows or question.metrics or question.table:
        return False
    return not re.search(rf"\b{word}(?: \w+)? (?:{_OFFICE_EN})\b", question.normal)


def is_department(name: str) -> bool:
    """Whether a name says which department of its place is meant: 某县教育局, but not 某县."""
    from corpus.identity.agencies import kind_of

    return kind_of(name) not in ("", "人民政府", "乡镇", "街道")


def is_agency(word: str) -> bool:
    """Whether a word that nothing explains sounds like an agency: 教育局, education."""
    return bool(_AGENCY_END.match(word) or _AGENCY_EN.match(word)) if word else False


def _is_its_field(word: str, named: Sequence[tuple[str, ...]]) -> bool:
    """An English word for the field of the one agency named is no other agency: health knowledge, said of 卫健委."""
    if not _AGENCY_EN.match(word) or len(named) != 1:
        return False
    from corpus.identity.agencies import KINDS, kind_of

    fields = {kind.name for kind in KINDS if word in kind.english}
    return bool(named[0]) and all(kind_of(agency) in fields for agency in named[0])


def is_of_its_name(word: str, question: Question, named: Sequence[tuple[str, ...]]) -> bool:
    """An English word of a name that has two fields: health and sports, said of a 卫生健康和体育局."""
    if not word.isascii() or not re.search(
        rf"\b{re.escape(word)}(?: (?:and|&) \w+)? (?:{_OFFICE_EN})\b", question.normal
    ):
        return False
    from corpus.identity.agencies import KINDS

    fields = [kind.forms for kind in KINDS if word in kind.english]
    return any(
        all(re.search(forms, agency) for agency in agencies) for agencies in named if agencies for forms in fields
    )


def _names_an_office(word: str, question: Question) -> bool:
    """Beside the name of an agency an English word is another's where it says so, or stands right behind the name.

    Weihai education, Weihai's finance bureau; but not birth planning families, health knowledge.
    """
    if not word.isascii():
        return True
    names = "|".join(map(re.escape, question.names))
    # family planning is what is planned, no planning bureau.
    word = rf"(?<!family )(?<!birth )\b{word}"
    said = rf"{word}(?: \w+)? (?:{_OFFICE_EN})\b|(?:{names})(?:'s)? *{word}\b|{word} (?:in|of) (?:{names})"
    return bool(re.search(said, question.normal))
