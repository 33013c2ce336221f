"""Libraries made of agencies in places: of a few that are written out, or of many drawn by lot."""

from collections.abc import Sequence
from random import Random

import many_reports
from assistant.answer import Answer
from corpus.identity.agencies import kind_of, level_of, names_of
from corpus.library.store import Identity, Library
from corpus.report import Document, Line, Report
from town import Made, Town, _parts

AT = (
    ("province", "浙江省"), ("city", "浙江省", "杭州市"), ("county", "浙江省", "杭州市", "西湖区"),
    ("county", "浙江省", "杭州市", "建德市"), ("county", "浙江省", "杭州市", "淳安县"), ("county", "河南省", "济源市"),
    ("county", "河南省", "安阳市", "安阳县"), ("county", "北京市", "东城区"), ("county", "重庆市", "城口县"),
    ("city", "黑龙江省", "大兴安岭地区"), ("county", "黑龙江省", "大兴安岭地区", "呼玛县"),
    ("county", "湖北省", "神农架林区"), ("county", "江苏省", "南京市", "鼓楼区"),
    ("county", "福建省", "福州市", "鼓楼区"), ("town", "福建省", "福州市", "鼓楼区"), ("",),
)  # fmt: skip


def placed(seed: int, number: int) -> Library:
    """That many reports, cells of which are lost and amounts in all units, in places of every kind."""
    rng, made, kinds = Random(seed), Library.memory(), ("教育", "民政", "财政", "司法", "审计")
    with made.together():
        for n in range(number):
            level, *place = AT[n % len(AT)]
            kind, year = kinds[n // len(AT) % len(kinds)], 2020 + n // len(AT) // len(kinds)
            agency = f"{''.join(place[-2:]) or '甲'}{'龙山镇' * (level == 'town')}{kind}局"
            names = tuple((name.text, name.origin) for name in names_of(agency, tuple(place)))
            document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n:064}", "utf-8", (Line(1, agency),))
            identity = Identity(tuple(place), "report" if place else "", level, names, kind_of(agency))
            report = Report(document, agency, agency, year, (), ())
            made.add(report, list(many_reports.printed(rng)), [], (), identity)
    return made


def of_written(written: Sequence[tuple[str, tuple[str, ...], str]], question: str) -> Answer:
    """Of a library of these agencies, in their places, with so many permits in 2021."""
    made = Library.memory()
    for agency, place, permits in written:
        one = Made(agency, agency, place, 2021, "2021", {"行政许可": (permits,)})
        names = tuple((name.text, name.origin) for name in names_of(agency, place))
        made.add(*_parts(one), Identity(place, "report", level_of(agency), names, kind_of(agency)))
    return Town(made).ask(question)
