"""Names that stand for several agencies, a place or a kind of department, in half sentences: 山东呢, 教育局呢."""

from collections.abc import Callable
from dataclasses import replace

from assistant.understanding import takeover
from assistant.understanding.excepted import other_levels
from assistant.understanding.question import Question

Stands = Callable[[str], str]
"""A name → `place` or `kind` where it stands for several agencies, empty where it is that of one."""
_OVER = frozenset("sum mean median max min rank ascending count_agencies trend compare".split())
_ELSE = frozenset("except others span".split())
_SET_AGAINST = frozenset("difference versus moved grew fell lastyear growth".split())


def kept(last: Question, question: Question, stands: Stands) -> tuple[str, ...]:
    """The names of places and kinds that the half sentence is asked of, places first; () where it is of none.

    What it names gives way to its like only: after 某省合计 comes 教育局呢, of those of that province.
    """
    of_some = last.ops & _OVER or last.bounds or last.clauses or last.nth or last.top or last.metrics or last.groups
    flags = (question.flags if not other_levels(question) else question.flags - {"except"}) | last.flags
    share = "share" in question.ops
    # 占全部的多少: of all those of the place.
    flags -= {"span"} if share and not question.names else set()
    if not of_some or flags & _ELSE or question.they is not None or question.households:
        return ()
    if _is_whole(question) or question.places or question.unknown or takeover.reasons(question):
        return ()
    if share and question.names:
        # 某市占多少: of the place that was asked of before.
        places = tuple(name for name in last.names if stands(name) == "place")
        return (*question.names, *places) if len(places) == len(last.names) else ()
    own, before = [{name: stands(name) for name in one.names} for one in (question, last)]
    if not all((*own.values(), *before.values())):
        return ()
    if relates(question):
        return (*before, *own) if before else ()
    found = own | {name: kind for name, kind in before.items() if kind not in own.values()}
    return tuple(sorted(found, key=lambda name: found[name] == "kind"))


def _is_whole(question: Question) -> bool:
    """2021年各省不予公开率 says all that it asks: it goes on from nothing."""
    says_what = question.metrics or (question.rows and question.groups)
    goes_on = "again" in question.flags or question.normal.rstrip("?？").endswith("呢")
    return bool(says_what and question.years and not goes_on)


def relates(question: Question) -> bool:
    """比山东多多少, 和山东加起来: what is named is set beside what was asked of before."""
    return bool(question.names and takeover.RELATES.match(question.normal))


def asked_of(made: Question, question: Question, names: tuple[str, ...], stands: Stands) -> Question:
    """The completed question asked of those: of a kind in a place every department is meant."""
    if "share" in question.ops and question.names:
        behind = names[len(question.names) :]
        told = [("agency", name, name) for name in names]
        parts = (*told[: len(question.names)], ("op", "share", "占"), *told[len(question.names) :])
        return replace(made, names=names, said=parts, normal=f"{'和'.join(question.names)}占{'和'.join(behind)}的比例")
    kinds = [name for name in names if stands(name) == "kind"]
    places = names[: len(names) - len(kinds)]
    if not question.places and any(stands(name) == "place" for name in question.names):
        made = replace(made, places=())
    if relates(question):
        before = [name for name in names if name not in question.names]
        return replace(made, names=names, normal=f"{'和'.join(before)}合计{made.normal}")
    if not (places and kinds):
        return replace(made, names=names)
    said = "和".join(places) + "各" + "和".join(kinds)
    return replace(made, names=names, normal=f"{said},{made.normal}")


def still_added(last: Question, question: Question, made: Question) -> Question:
    """比上年多多少 after a sum is asked of the sum, and not of each report."""
    of_each = "who" in question.flags or "count_agencies" in question.ops or question.bounds
    if of_each or not question.ops & _SET_AGAINST or question.ops & _OVER:
        return made
    return replace(made, ops=made.ops | last.ops & {"sum", "mean"})
