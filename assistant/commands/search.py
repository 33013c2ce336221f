"""`search`: passages by words and by meaning, without a question around them."""

from pathlib import Path

from assistant import build, render
from assistant.answer import Answer, Exit, Outcome, Reading
from assistant.commands import pick
from assistant.commands.out import bar, columns, put, put_record
from assistant.language import interface, say
from corpus.errors import Usage
from corpus.form import SECTIONS
from corpus.report import Hit
