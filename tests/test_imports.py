"""A figure costs no model: what a question loads, seen from a fresh interpreter."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FIGURE = "龙口2020年行政处罚多少件？"
NARRATIVE = "汾阳通过什么渠道公开"
SEARCH = {"faiss", "numpy", "tantivy", "tokenizers", "torch", "transformers", "sentence_transformers"}
# What only another file, another spelling or another front end needs.
ELSEWHERE = {
    "opencc",
    "pypdfium2",
    "pypinyin",
    "rapidfuzz",
    "scipy",
    "selectolax",
    "sklearn",
    "textual",
    "tomllib",
    "xlsxwriter",
}

THROUGH_CHAT = """
from pathlib import Path
from assistant.chat import Chat
chat = Chat.open(Path(home))
print(chat.ask(question).outcome)
chat.close()
"""
THROUGH_THE_COMMAND = """
from assistant.cli import main
sys.argv = ["nianbao", "--home", home, "ask", question]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
"""
BARE = """
import os
from assistant.start import main
os.environ["NIANBAO_HOME"] = home
sys.argv = ["nianbao", "ask", question]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
"""
WAYS = {"chat": THROUGH_CHAT, "command": THROUGH_THE_COMMAND, "bare": BARE}


def loaded(way: str, home: Path, question: str) -> set[str]:
    """Top-level modules of an interpreter that asked one question."""
    start = f"import json, sys\nhome, question = {str(home)!r}, {question!r}\n"
    end = "\nprint(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    run = subprocess.run([sys.executable, "-c", start + WAYS[way] + end], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize("way", WAYS)
def test_a_figure_loads_no_model_and_no_search_index_not_even_in_a_fresh_home(way: str, tmp_path: Path) -> None:
    for time in ("first", "again"):
        assert loaded(way, tmp_path / "home", FIGURE) & (SEARCH | ELSEWHERE) == set(), time


def test_a_bare_question_is_answered_without_the_parser_of_the_command_line(tmp_path: Path) -> None:
    assert not loaded("bare", tmp_path / "home", FIGURE) & {"typer", "click", "pydantic"}


def test_a_narrative_question_loads_the_words_and_numpy_and_no_faiss_for_a_few_reports(tmp_path: Path) -> None:
    assert loaded("chat", tmp_path / "home", NARRATIVE) & {"faiss", "numpy", "tantivy"} == {"numpy", "tantivy"}


def test_the_first_screen_of_the_chat_waits_for_no_library_no_answer_and_no_parser_of_commands() -> None:
    code = "import sys, assistant.tui.app; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    later = {
        "assistant.chat",
        "assistant.output.render",
        "assistant.answers.routes.route",
        "assistant.tui.answers",
        "corpus.library.store",
        "typer",
    }
    assert set(run.stdout.split()) & (later | SEARCH) == set()
