"""The questions of the test set that are actions: each goes through the command or the part of Chat that does it.

An action returns a record to be scored like any answer's, and what was wrong besides.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import scoring
from assistant.answer import Outcome
from assistant.chat import Chat
from assistant.output.render import answer_record
from corpus import form
from scoring import Record, squeeze

Outcomes = tuple[Record, list[str]]
REPORTS = Path(form.__file__).parent / "reports"
DONE: dict[str, Any] = {"outcome": "answered"}


def run(item: Record, chat: Chat) -> Outcomes:
    """Do the action of that question; `chat` has had the turns before it."""
    return ACTIONS[item["id"]](item, chat)


def command(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run `nianbao` with these words in a process of its own."""
    start = (sys.executable, "-c", "from assistant.cli import main; main()")
    return subprocess.run((*start, *words), input=stdin, capture_output=True, encoding="utf-8", check=False)


def records_of(lines: str) -> list[dict[str, Any]]:
    """One JSON object a line."""
    return [json.loads(line) for line in lines.splitlines() if line.strip()]


def csv_record(text: str) -> Record:
    """The record of an answer that carries the figures of a CSV export; a sum or a quotient in it is none of them."""
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    figures = [
        row
        | {
            "year": int(row["year"]),
            "in_form": row.get("in_form", "true") == "true",
            "unit": row["unit"] or None,
            "source": {"file": row["file"], "line": int(row["line"])},
            "notes": row["notes"].split(),
        }
        for row in rows
        if row.get("part") != "answer"
    ]
    return DONE | {"figures": figures}


def ask_json(item: Record, _: Chat) -> Outcomes:
    """`ask "…" --json`, with the exit code that its outcome demands."""
    question = item["question"].split('"')[1]
    done = command("ask", question, "--json")
    record = json.loads(done.stdout)
    declined = record["outcome"] not in scoring.GIVEN
    faults = [] if done.returncode == (3 if declined else 0) else [f"exit code {done.returncode}"]
    if declined and record["value"] is not None:
        faults.append("a value where there is none to give")
    return record, faults


def ask_batch(_: Record, __: Chat) -> Outcomes:
    """A file of a hundred questions, one of them empty: an object for each, in order, and exit code 1."""
    asked = [{"id": f"q{n}", "question": "第二十条第（六）项是什么"} for n in range(100)]
    asked[41]["question"] = ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions.txt"
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in asked), encoding="utf-8")
        done = command("ask", "--batch", str(path), "--json")
    got = records_of(done.stdout)
    faults = []
    if [one.get("id") for one in got] != [one["id"] for one in asked]:
        faults.append(f"{len(got)} objects, or not in order")
    if [n for n, one in enumerate(got) if one["outcome"] == "error"] != [41]:
        faults.append("the empty line, and only it, should be an error")
    if done.returncode != 1:
        faults.append(f"exit code {done.returncode}")
    return DONE, faults


def add_again(_: Record, __: Chat) -> Outcomes:
    """A folder added three times: added, unchanged, replaced after a change; a file that is no report says so."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = (REPORTS / "fenyang-2020.txt").read_text(encoding="utf-8")
        (folder / "report.txt").write_text(text.replace("汾阳", "侯马"), encoding="utf-8")
        (folder / "letter.txt").write_text("今天下午三点开会。\n", encoding="utf-8")
        runs = [_results(folder)]
        runs.append(_results(folder))
        (folder / "report.txt").write_text(text.replace("汾阳", "侯马").replace("85条", "86条"), encoding="utf-8")
        runs.append(_results(folder))
    wanted = [{"report.txt": word, "letter.txt": "not_a_report"} for word in ("added", "unchanged", "replaced")]
    return DONE, [f"{got} instead of {want}" for got, want in zip(runs, wanted, strict=True) if got != want]


def _results(folder: Path) -> dict[str, str]:
    """File → result. A file that is not taken must say why, and what to do."""
    lines = records_of(command("add", str(folder), "--json").stdout)
    silent = [line for line in lines if line["result"] in ("failed", "not_a_report") and not line["reason"]]
    return {Path(line["file"]).name: "silent" if line in silent else line["result"] for line in lines}


def export_table(item: Record, chat: Chat) -> Outcomes:
    """表二 of the reports asked for, as CSV: every cell of the edition, in the form's order."""
    answer = chat.ask(item["question"])
    record = dict(csv_record(chat.export("csv")))
    record["outcome"] = str(answer.outcome)
    order = [(f.row, f.column) for f in form.fields("2019", form.ACTIVE)]
    faults = []
    for agency in item["expect"]["agencies"]:
        cells = [(f["row"], f["column"]) for f in record["figures"] if f["agency"] == agency]
        if cells != order:
            faults.append(f"{agency}: {len(cells)} cells, or not in the form's order")
    return record, faults + _differs_from_command(item, record)


def _differs_from_command(item: Record, record: Record) -> list[str]:
    """`figures --csv` gives the same cells, and marks the file as UTF-8."""
    _, year, *_ = next(iter(item["expect"]["values"])).split("/")
    printed = command("figures", "--year", year, "--csv").stdout
    both = ("agency", "year", "edition", "row", "column", "value", "unit", "state", "raw", "row_raw", "source", "notes")
    there = [f for f in csv_record(printed)["figures"] if f["table"] == form.ACTIVE]
    cells, exported = ([[f[name] for name in both] for f in of] for of in (there, record["figures"]))
    faults = [] if printed.startswith("\ufeff") else ["figures --csv has no byte order mark"]
    return faults + ([] if cells == exported else ["figures --csv gives other cells"])


def draw_chart(item: Record, chat: Chat) -> Outcomes:
    """A bar chart with the values at its bars."""
    answer = chat.ask(item["question"])
    record = answer_record(answer)
    return record, [] if answer.chart and "█" in record["text"] else ["no chart is drawn"]


def open_source(_: Record, chat: Chat) -> Outcomes:
    """The cited line of the report's own text holds the row of the figure."""
    record = answer_record(chat.turns[-1])
    figure = record["figures"][0]
    line = chat.lines(figure["report"])[figure["source"]["line"] - 1]
    holds = squeeze(figure["row_raw"]) == squeeze(line) and squeeze(figure["raw"]) in squeeze(line)
    return record, [] if holds else [f"the cited line is “{line}”"]


def save_markdown(_: Record, chat: Chat) -> Outcomes:
    """The conversation as Markdown: each question, value and citation, none broken over two lines."""
    saved = chat.export("md").splitlines()
    turn = answer_record(chat.turns[-1])
    source = turn["figures"][0]["source"]
    wanted = (turn["question"], turn["value"], f"{source['file']}:{source['line']}", turn["figures"][0]["row_raw"])
    return DONE, [f"“{part}” is not in one line of it" for part in wanted if not any(part in line for line in saved)]


def export_last_table(_: Record, chat: Chat) -> Outcomes:
    """The last table of figures as CSV, each figure with its file and line."""
    record = csv_record(chat.export("csv"))
    bare = [f for f in record["figures"] if not f["file"] or not f["line"]]
    return record, ["a figure without its citation"] if bare else []


def start_again(item: Record, chat: Chat) -> Outcomes:
    """After it a bare question has nothing to lean on. Another wording does the same."""
    record, faults = answer_record(chat.ask(item["question"])), _leans("重新开始", chat)
    chat.ask("2020年行政处罚最多的是哪家")
    chat.ask("忘掉前面的")
    return record, faults + _leans("忘掉前面的", chat)


def _leans(said: str, chat: Chat) -> list[str]:
    faults = [] if chat.slots() is None else [f"the slots are kept after {said}"]
    outcome = chat.ask("处罚多少").outcome
    return faults + ([] if outcome is Outcome.CLARIFY else [f"a bare question gives {outcome} after {said}"])


ACTIONS: dict[str, Callable[[Record, Chat], Outcomes]] = {
    "O1": export_table,
    "O2": draw_chart,
    "O4": ask_json,
    "O5": ask_json,
    "O6": ask_batch,
    "O7": add_again,
    "O8": open_source,
    "O10": save_markdown,
    "J11": export_last_table,
    "J12": start_again,
}
