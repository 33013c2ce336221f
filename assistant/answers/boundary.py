"""From how many reports on an answer reads the cells of the first alone."""

from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.reports import Reports

MANY = 1_000
"""Of more reports than these an answer shows the first rows and says how many there are."""
SHOWN = 60
"""So many: more than any front end shows, and more than a formula writes out."""


def too_many(question: Question, scope: Scope) -> Reports | None:
    """The reports of a question that are too many for each of their cells to be read; None of fewer."""
    reports = scope.entries
    if not isinstance(reports, Reports) or question.whole or len(reports) <= MANY:
        return None
    return reports
