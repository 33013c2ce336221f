"""Whether a question takes several reports together: adds them up, ranks them, chooses among them."""

from assistant.understanding.question import Question

_SPANNING = frozenset(
    "sum mean median max min rank ascending count_agencies compare trend list chart export conflict".split()
)


_ADDED = frozenset(("sum", "mean", "median"))


def filters(question: Question) -> bool:
    """A province chooses among reports where they are listed or ranked."""
    return not question.ops & _ADDED and (spans(question) or not (question.rows or question.metrics))


def taken(question: Question) -> bool:
    """The reports of a place are taken together or chosen among."""
    return filters(question) or "span" in question.flags or is_added(question)


def is_added(question: Question) -> bool:
    """The reports of a place are taken together: a sum, a mean, or a rate, which is one of their sums."""
    return bool(question.ops & _ADDED or question.metrics)


def spans(question: Question) -> bool:
    """Every report that fits is meant, not one."""
    named = bool(question.ops & (_SPANNING | {"grew", "fell"})) or bool({"who", "span"} & question.flags)
    chosen = question.households or question.bounds or question.clauses or question.top or question.nth
    return named or bool(chosen or question.groups)
