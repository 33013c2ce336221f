"""Which reports a question is about: names, kinds, places and years against what is loaded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.understanding import offices
from assistant.understanding.question import Question, normalise
from corpus.report import Entry

if TYPE_CHECKING:
    from corpus.identity.regions import Region

_SPANNING = frozenset(
    "sum mean median max min rank ascending count_agencies compare trend list chart export conflict".split()
)


_STREET = re.compile(r"[东西南北中]?(?:路|街(?!道)|巷|大道)")


@dataclass(frozen=True, slots=True)
class Mention:
    """An agency or agencies that the question names by one word."""

    said: str
    origin: str
    """How the name is known: `report`, `short`, `gazetteer`, `pinyin` or `kind`."""
    agencies: tuple[str, ...]
    """Full names of the loaded agencies it fits."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports a question covers, or why none can be named."""

    entries: tuple[Entry, ...]
    """By agency then year, of all mentions and years that are loaded."""
    mentions: tuple[Mention, ...] = ()
    spanning: bool = False
    """Every report that fits is meant, not one."""
    unknown: tuple[str, ...] = ()
    """Agencies or places said that are not loaded."""
    near: tuple[Entry, ...] = ()
    """Loaded reports nearest to what is not: inside the place named, or of the agency in other years."""
    absent_years: tuple[int, ...] = ()
    """Years asked for that none of the agencies has."""
    ambiguous: tuple[Entry, ...] = ()
    """Reports among which the question does not choose."""
    left: tuple[str, ...] = ()
    """Words of the question that neither slots nor agencies explain."""
    gazetteer: bool = False
    """A name or a place was supplied by the gazetteer."""

    @property
    def agencies(self) -> tuple[str, ...]:
        """Names of the agencies covered, in order."""
        return tuple(dict.fromkeys(entry.agency for entry in self.entries))

    @property
    def years(self) -> tuple[int, ...]:
        """Years covered, ascending."""
        return tuple(sorted({entry.year for entry in self.entries if entry.year is not None}))


@dataclass(frozen=True, slots=True)
class Names:
    """Every way to say a loaded agency: normalised name → (origin, report ids)."""

    known: dict[str, tuple[str, frozenset[str]]]

    def __contains__(self, word: object) -> bool:
        return word in self.known


def names_of(rows: Sequence[tuple[str, str, str]]) -> Names:
    """The names of a library, from its rows of (text, origin, report id)."""
    found: dict[str, tuple[str, set[str]]] = {}
    for text, origin, report in rows:
        key = normalise(text)
        kept, reports = found.setdefault(key, (origin, set()))
        reports.add(report)
        if kept == "gazetteer" != origin:
            found[key] = (origin, reports)
    return Names({key: (origin, frozenset(reports)) for key, (origin, reports) in found.items()})


def find(question: Question, names: Names, entries: tuple[Entry, ...]) -> Scope:
    """The reports that the question covers."""
    if "except" in question.flags and question.names:
        left_out = _excepted(question)
        if left_out:
            return _all_but(question, left_out, names, entries)
        # 处罚不算强制: no agency is left out, and what is meant is not known.
        question = replace(question, flags=question.flags - {"except"}, left=(*question.left, "除外"))
    if question.levels or question.placekinds:
        entries = tuple(entry for entry in entries if _of_level(entry, question))
    mentions, kind = _mentions(question, names, entries)
    # 某省的水利厅 says which of its departments.
    question, mentions, several = (question, mentions, ()) if kind else _areas(question, mentions, entries)
    mentions = tuple(_placed(mention, question, entries) for mention in mentions)
    scope = _with_places(question, entries, mentions)
    scope = replace(scope, spanning=_spans(question) and not mentions)
    if scope.unknown:
        return scope
    if several:
        return replace(_of_all(question, replace(scope, entries=several)), mentions=mentions)
    if mentions:
        return _of_mentions(question, scope, entries)
    return _of_all(question, scope)


def _of_level(entry: Entry, question: Question) -> bool:
    """The agency is of the level, or its county of the kind, that the question names."""
    level = not question.levels or entry.level in question.levels
    return level and (not question.placekinds or _placekind(entry) in question.placekinds)


def _areas(
    question: Question, mentions: tuple[Mention, ...], entries: tuple[Entry, ...]
) -> tuple[Question, tuple[Mention, ...], tuple[Entry, ...]]:
    """A place with other agencies inside is an area, not its one department: 某省 is more than 某省水利厅.

    It chooses among reports where these are ranked or listed; else a province is no report, and of a city it is open
    which: the reports among which the question does not choose.
    """
    if len(mentions) != 1 or mentions[0].origin == "kind" or not mentions[0].agencies:
        return question, mentions, ()
    said, agencies = mentions[0].said, set(mentions[0].agencies)
    area = _area(said, agencies, entries)
    inside = tuple(entry for entry in entries if area in entry.place) if area else ()
    if not area or {entry.agency for entry in inside} == agencies:
        return question, mentions, ()
    if _filters(question) or "span" in question.flags:
        return question, (Mention(said, mentions[0].origin, tuple(dict.fromkeys(e.agency for e in inside))),), ()
    if any(entry.place[0] == area for entry in inside):
        return replace(question, places=(*question.places, said)), (), ()
    return question, mentions, inside if len(agencies) == 1 else ()


def _area(said: str, agencies: set[str], entries: tuple[Entry, ...]) -> str:
    """The place of an agency that is named by its place alone; empty where more is said."""
    place = next((entry.place for entry in entries if entry.agency in agencies and entry.place), ())
    return place[-1] if place and normalise(place[-1]).startswith(said) else ""


_EXCEPT = r"(?:除了?|除去|不算|不含|不包括|去掉|排除|剔除|except(?: for)?|excluding|without|apart from|other than)\s*"
_BUT = r"\s*(?:以外|之外|除外|不算|不含)"


def _excepted(question: Question) -> tuple[str, ...]:
    """The agencies that the question leaves out: those that stand right at 除了 or before 以外."""
    if "others" in question.flags:
        return question.names
    every = "|".join(map(re.escape, sorted(question.names, key=len, reverse=True)))
    chain = rf"(?:{every})(?:(?:[,、和与及]|以及| and |, )\s*(?:{every}))*"
    found = re.search(rf"{_EXCEPT}({chain})|({chain}){_BUT}", question.normal)
    said = (found[1] or found[2]) if found else ""
    return tuple(name for name in question.names if name in said)


def _all_but(question: Question, said: tuple[str, ...], names: Names, entries: tuple[Entry, ...]) -> Scope:
    """Every report but those of the agencies left out: 除了甲，谁最多."""
    without = replace(question, names=said, flags=question.flags - {"except"}, years=())
    left_out = {e.agency for e in find(without, names, entries).entries}
    rest = tuple(entry for entry in entries if entry.agency not in left_out)
    others = tuple(name for name in question.names if name not in said)
    kept = replace(question, names=others, flags=question.flags - {"except"})
    if others:
        return find(kept, names, rest)
    return replace(find(kept, names, rest), spanning=True, ambiguous=())


def _spans(question: Question) -> bool:
    """Every report that fits is meant, not one."""
    named = bool(question.ops & (_SPANNING | {"grew", "fell"})) or bool({"who", "span"} & question.flags)
    return named or bool(question.households or question.bounds or question.clauses or question.top or question.nth)


def _mentions(
    question: Question, names: Names, entries: tuple[Entry, ...]
) -> tuple[tuple[Mention, ...], frozenset[str] | None]:
    """The agencies named; a kind of department beside a place narrows the place."""
    agency = {entry.report: entry.agency for entry in entries}
    at = {report: n for n, report in enumerate(agency)}
    found = [(name, *names.known[name]) for name in question.names if name in names.known]
    found = _within(found, question.normal, entries)
    kinds = [reports for _, origin, reports in found if origin == "kind"]
    places = [(name, origin, reports) for name, origin, reports in found if origin != "kind"]
    kind = frozenset().union(*kinds) if kinds else None
    if not places:
        places, kind = found, None
    mentions = []
    for name, origin, reports in places:
        fits = reports & kind if kind is not None else reports
        if kind is not None and not fits and _spans(question):
            # 某省的公安局谁最多: none of the province itself, but of its counties. 某市公安局 alone is no county's.
            seats = {entry.place for entry in entries if entry.report in reports and entry.place}
            fits = frozenset(e.report for e in entries if e.report in kind and any(_lies_in(e.place, s) for s in seats))
        agencies = tuple(dict.fromkeys(agency[r] for r in sorted(fits & at.keys(), key=at.__getitem__)))
        mentions.append(Mention(name, origin, agencies))
    return tuple(_without_parts(mentions)), kind


def _within(
    found: list[tuple[str, str, frozenset[str]]], text: str, entries: tuple[Entry, ...]
) -> list[tuple[str, str, frozenset[str]]]:
    """A place said right before one inside it says where that is: 昆明市官渡区 is one place, not two."""
    place = {entry.report: entry.place for entry in entries}
    kept: list[tuple[str, str, frozenset[str]]] = []
    for name, origin, reports in found:
        seats = {place[report] for report in kept[-1][2] if place.get(report)} if kept else set()
        inside = frozenset(r for r in reports if any(_lies_in(place.get(r, ()), seat) for seat in seats))
        if inside and origin != "kind" and kept[-1][0] + name in text:
            kept[-1] = (name, origin, inside)
        else:
            kept.append((name, origin, reports))
    return kept


def _lies_in(place: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(place) > len(other) and place[: len(other)] == other


def _without_parts(mentions: list[Mention]) -> list[Mention]:
    """Two words for the same agencies are one mention."""
    kept: list[Mention] = []
    for mention in mentions:
        if not any(mention.agencies == other.agencies for other in kept):
            kept.append(mention)
    return kept


def _with_places(question: Question, entries: tuple[Entry, ...], mentions: tuple[Mention, ...]) -> Scope:
    """The scope as far as words left over name places or agencies that are not loaded by that name."""
    named = _of_agencies(mentions, entries)
    unknown = [mention.said for mention in mentions if not mention.agencies]
    other = [word for word in question.left if offices.is_another(word, question, [m.agencies for m in mentions])]
    other = [word for word in other if not _former(word, named)]
    unknown += [*question.unknown, *other]
    left = [word for word in question.left if word not in other and not (mentions and _former(word, named))]
    inside: tuple[Entry, ...] | None = None
    for place in question.places:
        there = _inside(place, named if mentions else entries)
        if not there or not (mentions or (_is_province(place) and _filters(question))):
            unknown.append(place)
        if not mentions or not there:
            there = _inside(place, entries)
            inside = (*(inside or ()), *there)
    gazetteer = any(mention.origin == "gazetteer" for mention in mentions)
    gazetteer = gazetteer or (bool(mentions) and any(_former(word, named) for word in question.left))
    gazetteer = gazetteer or any(entry.place_from == "gazetteer" for entry in inside or ())
    near = inside or named
    if mentions:
        inside = None
    kept = inside if inside is not None and not unknown else entries
    gazetteer = gazetteer or bool(question.placekinds)
    return Scope(tuple(kept), mentions, False, tuple(unknown), tuple(near), (), (), tuple(left), gazetteer)


def _placed(mention: Mention, question: Question, entries: tuple[Entry, ...]) -> Mention:
    """Of the agencies that a name fits those in the places named with it.

    The 财政局 of a province is none of its cities', unless several are meant: then there is no such agency.
    """
    named = _of_agencies((mention,), entries)
    there = {entry.agency for place in question.places for entry in _inside(place, named)}
    if mention.origin == "kind" and there and not _spans(question):
        there = {entry.agency for place in question.places for entry in _inside(place, named, deep=False)}
        return replace(mention, agencies=tuple(agency for agency in mention.agencies if agency in there))
    kept = tuple(agency for agency in mention.agencies if agency in there)
    return replace(mention, agencies=kept) if kept else mention


def _former(word: str, named: Sequence[Entry]) -> bool:
    """An earlier name of the department that is named by its place: 卫生局 of a 卫生健康局."""
    if not named or word.isascii() or not offices.is_agency(word):
        return False
    from corpus.identity.agencies import kind_of

    kind = kind_of(word)
    return bool(kind) and kind not in ("人民政府", "乡镇", "街道") and all(entry.kind == kind for entry in named)


def _filters(question: Question) -> bool:
    """A province chooses among reports where they are listed or ranked; its sum would be no figure of the province."""
    if question.ops & {"sum", "mean", "median"}:
        return False
    return _spans(question) or not (question.rows or question.metrics)


# English words that are counties in pinyin too: Guide County is one, a guide is none.
_WORD_EN = r"\b(?!(?:guide|guiding|lean|mile|saga)\b(?! (?:county|city|district)))[a-z]{4,}"


def places_in(text: str) -> tuple[str, ...]:
    """The places of the gazetteer that a text names, as said."""
    from corpus.identity.regions import by_pinyin, mentions

    found = [m.text for m in mentions(text) if _stands_for_itself(m.text, m.start, text, m.regions)]
    return (*found, *(word for word in re.findall(_WORD_EN, text) if by_pinyin(word)))


def _stands_for_itself(name: str, start: int, text: str, regions: "Sequence[Region]") -> bool:
    """A county's name without its suffix may be part of ordinary words: 和政 in 建议和政协提案; or of a street's."""
    if _STREET.match(text, start + len(name)):
        return False
    if len(name) > 2 or any(region.level != "county" for region in regions):
        return True
    return start == 0 or text[start - 1] in "|,，、 "


def _is_province(place: str) -> bool:
    from corpus.identity.regions import mentions

    return any(region.level == "province" for mention in mentions(place) for region in mention.regions)


def _inside(name: str, entries: Sequence[Entry], *, deep: bool = True) -> tuple[Entry, ...]:
    """The reports of agencies in a place; not `deep`, only of the place's own."""
    from corpus.identity.regions import by_pinyin, mentions

    wanted = {region.name for mention in mentions(name) for region in mention.regions}
    wanted |= {region.name for region in by_pinyin(name)}
    return tuple(e for e in entries if wanted & set(e.place if deep else e.place[-1:]))


def _of_agencies(mentions: tuple[Mention, ...], entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    wanted = {agency for mention in mentions for agency in mention.agencies}
    return tuple(entry for entry in entries if entry.agency in wanted)


def _placekind(entry: Entry) -> str:
    """县级市, 区 or 县 by the last syllable of the county's name; empty where no county is known."""
    county = entry.place[2] if len(entry.place) > 2 else ""
    return {"市": "县级市", "区": "区", "县": "县", "旗": "县"}.get(county[-1:], "")


def _of_mentions(question: Question, scope: Scope, entries: tuple[Entry, ...]) -> Scope:
    kept: set[str] = set()
    ambiguous: list[Entry] = []
    years_there: set[int] = set()
    for mention in scope.mentions:
        named = set(mention.agencies)
        of_name = [e for e in entries if e.agency in named]
        fits = [e for e in of_name if not question.years or e.year in question.years]
        years_there.update(e.year for e in fits if e.year)
        wide = len(mention.agencies) > 1 and not _spans(question)
        if wide and len({e.agency for e in fits}) > 1 and not question.households:
            ambiguous += fits
        kept |= {e.report for e in fits}
    absent = tuple(year for year in question.years if year not in years_there)
    order = [e for e in entries if e.report in kept]
    return replace(
        scope,
        entries=tuple(order),
        absent_years=absent,
        ambiguous=tuple(ambiguous),
        near=_of_agencies(scope.mentions, entries),
    )


def _of_all(question: Question, scope: Scope) -> Scope:
    fits = tuple(e for e in scope.entries if not question.years or e.year in question.years)
    absent = tuple(y for y in question.years if y not in {e.year for e in fits})
    ambiguous = () if scope.spanning or len({e.agency for e in fits}) < 2 else fits
    return replace(scope, entries=fits, absent_years=absent, ambiguous=ambiguous)
