"""`nianbao`: the commands, what they take, and how each of them ends.

stdout holds what was asked for, stderr what is said about it; the exit code says how it ended. Modules of a command are
imported when it runs: `ask` shall not wait for what only `figures` needs.
"""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn, cast

import typer

from assistant import ended
from assistant.answer import Exit
from assistant.language import say
from corpus.errors import Usage

app = typer.Typer(
    name="nianbao",
    help=say(
        "就政府信息公开工作年度报告提问；每个数字附出处。不带命令时打开对话。",
        "Ask questions of Chinese 政府信息公开工作年度报告; every figure is cited. Without a command the chat opens.",
    ),
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# The type of every error of a wrong call; typer offers no name for it.
_WrongCall = cast(type[typer.BadParameter], typer.BadParameter.mro()[1])

# A path that cannot be read is for the command to report, with its remedy: hence readable=False below.
_Json = Annotated[bool, typer.Option("--json", help=say("每行一个 JSON 对象", "one JSON object a line"))]
_Agency = Annotated[str | None, typer.Option(help=say("机关名称或其一部分", "agency, or part of its name"))]
_Year = Annotated[int | None, typer.Option(help=say("报告年度", "year reported on"))]
_KINDS = say("写成文件：.csv .xlsx .md .json", "write a file: .csv .xlsx .md .json")
_Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", readable=False, help=_KINDS)]
_Report = Annotated[
    str,
    typer.Argument(
        metavar="REPORT", help=say("id、路径，或标题、机关的一部分", "id, path, or part of title or agency")
    ),
]


def _home(context: typer.Context) -> Path | None:
    return cast("Path | None", context.obj)


@app.callback(invoke_without_command=True)
def nianbao(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            readable=False, help=say("库所在文件夹（默认 NIANBAO_HOME）", "folder of the library (else NIANBAO_HOME)")
        ),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help=say("显示版本", "print the version"))] = False,
) -> None:
    """Open the chat where no command is given."""
    context.obj = home
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"nianbao {installed('nianbao')}")
    elif context.invoked_subcommand is None:
        from assistant.talk import talk

        talk(home)
    else:
        return
    raise typer.Exit(Exit.OK)


@app.command(help=say("回答一个问题，或一个文件里的问题", "Answer one question, or a file of them."))
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help=say("问题", "the question"))] = None,
    as_json: _Json = False,
    batch: Annotated[
        str | None, typer.Option(metavar="FILE", help=say("逐行提问，- 为标准输入", "a question a line; - is stdin"))
    ] = None,
    chat: Annotated[
        bool, typer.Option("--chat", help=say("与 --batch 合用：一段对话", "with --batch: one conversation"))
    ] = False,
    output: _Output = None,
    chart: Annotated[bool, typer.Option("--chart", help=say("画条形图", "draw bars"))] = False,
    session: Annotated[
        str | None, typer.Option(metavar="NAME", help=say("接着这个会话问，并存进去", "go on with that session"))
    ] = None,
) -> None:
    """Answer one question, or each line of a file."""
    from assistant.commands import ask as command

    if (question is None) == (batch is None):
        raise Usage("请给出一个问题，或 --batch 文件。", "give one question, or --batch FILE.")
    if chat and batch is None:
        raise Usage("--chat 须与 --batch 合用。", "--chat goes with --batch.")
    if batch is not None and session is not None and not chat:
        raise Usage("--batch 用会话须加 --chat。", "--session goes with --batch --chat, or with one question.")
    _writable_kind(output)
    if batch is not None:
        raise typer.Exit(command.batch(_home(context), batch, chat, output, session))
    raise typer.Exit(command.ask(_home(context), question or "", as_json, output, chart, session))


def _writable_kind(output: Path | None) -> None:
    """Refuse a file of an unknown kind before any work is done."""
    if output is not None:
        from assistant.output.export import kind_of

        kind_of(output)


@app.command(help=say("把文件、文件夹读入库", "Read files and folders into the library."))
def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", readable=False)],
    as_json: _Json = False,
) -> None:
    """Add files and folders; one line a file."""
    from assistant.commands import library as command

    raise typer.Exit(command.add(_home(context), paths, as_json))


@app.command(help=say("让库与一个文件夹保持一致", "Keep the library in step with a folder."))
def watch(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", readable=False)],
    remove: Annotated[
        bool, typer.Option("--remove", help=say("文件没了就移除其报告", "forget reports whose files are gone"))
    ] = False,
    every: Annotated[float, typer.Option(min=0.1, help=say("隔几秒看一次", "seconds between two looks"))] = 2.0,
    once: Annotated[bool, typer.Option("--once", help=say("只看一次", "look a single time"))] = False,
) -> None:
    """Keep the library in step with a folder."""
    from assistant.commands import watch as command

    raise typer.Exit(command.watch(_home(context), folder, remove=remove, every=every, once=once))


@app.command(help=say("从库中移除报告", "Forget reports."))
def remove(context: typer.Context, reports: Annotated[list[str], typer.Argument(metavar="REPORT...")]) -> None:
    """Remove reports from the library."""
    from assistant.commands import library as command

    raise typer.Exit(command.remove(_home(context), reports))


@app.command(help=say("列出已载入的报告", "List what is loaded."))
def reports(
    context: typer.Context,
    agency: _Agency = None,
    year: _Year = None,
    as_json: _Json = False,
    output: _Output = None,
) -> None:
    """List the reports."""
    from assistant.commands import library as command

    _writable_kind(output)
    raise typer.Exit(command.reports(_home(context), as_json, output, agency=agency, year=year))


@app.command(help=say("显示报告原文（带行号）与疑点", "Print a report with its line numbers, and what is doubtful."))
def show(context: typer.Context, report: _Report) -> None:
    """Print the text of a report."""
    from assistant.commands import library as command

    raise typer.Exit(command.show(_home(context), report))


@app.command(help=say("列出表格的每一格及其状态", "Print every cell of the form with its state."))
def figures(
    context: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(
            readable=False, help=say("读这个文件或文件夹，不入库", "read this file or folder, not adding it")
        ),
    ] = None,
    agency: _Agency = None,
    year: _Year = None,
    file: Annotated[str | None, typer.Option(help=say("文件名或其一部分", "file, or part of its name"))] = None,
    as_json: _Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=say("CSV，每格一行", "CSV, one cell a row"))] = False,
    wide: Annotated[bool, typer.Option("--wide", help=say("CSV，每份报告一行", "CSV, one report a row"))] = False,
    output: _Output = None,
) -> None:
    """Print the cells that fit."""
    from assistant.commands import figures as command

    if as_json and (as_csv or wide):
        raise Usage("--json 不能与 --csv、--wide 合用。", "--json excludes --csv and --wide.")
    shape = "json" if as_json else "wide" if wide else "csv" if as_csv else None
    _writable_kind(output)
    found = command.figures(_home(context), path, agency=agency, year=year, file=file, shape=shape, output=output)
    raise typer.Exit(found)


@app.command("set", help=say("补充文件没有写明的事", "Tell what a file does not say."))
def set_(
    context: typer.Context,
    report: _Report,
    agency: Annotated[str | None, typer.Option(help=say("机关全称", "full name of the agency"))] = None,
    place: Annotated[
        str | None, typer.Option(help=say("省 市 县，空格分开", "province city county, by blanks"))
    ] = None,
    year: Annotated[int | None, typer.Option(min=1990, max=2100, help=say("报告年度", "year reported on"))] = None,
    unset: Annotated[
        list[str] | None,
        typer.Option(metavar="agency|place|year", help=say("撤回所设，以文件为准", "take back: the file decides")),
    ] = None,
) -> None:
    """Keep what a person knows of a report."""
    from assistant.commands import library as command

    raise typer.Exit(command.set_(_home(context), report, agency, place, year, unset or ()))


@app.command(help=say("检索文字段落", "Find passages by meaning and by words."))
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help=say("要找的内容", "what to find"))],
    agency: _Agency = None,
    year: _Year = None,
    section: Annotated[str | None, typer.Option(help=say("第几节（1–6）或标题", "1 to 6, or part of a title"))] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help=say("最多几段", "at most so many"))] = 10,
    as_json: _Json = False,
    output: _Output = None,
) -> None:
    """Find passages."""
    from assistant.commands import search as command

    _writable_kind(output)
    found = command.search(
        _home(context),
        text,
        agency=agency,
        year=year,
        section=section,
        limit=limit,
        as_json=as_json,
        output=output,
    )
    raise typer.Exit(found)


@app.command(help=say("核对表内勾稽与文表一致", "Check the form's arithmetic, and the prose against the tables."))
def check(
    context: typer.Context,
    report: Annotated[str | None, typer.Argument(metavar="[REPORT]", help=say("只查这一份", "only this one"))] = None,
    as_json: _Json = False,
    strict: Annotated[
        bool, typer.Option("--strict", help=say("有不符时退出码 1", "exit 1 where a check fails"))
    ] = False,
    output: _Output = None,
) -> None:
    """Run the checks."""
    from assistant.commands import check as command

    _writable_kind(output)
    raise typer.Exit(command.check(_home(context), report, as_json, strict, output))


@app.command(help=say("列出各项比率及其公式", "List the metrics with their formulas."))
def metrics(context: typer.Context, as_json: _Json = False, output: _Output = None) -> None:
    """Print the dictionary of metrics."""
    from assistant.commands import metrics as command

    _writable_kind(output)
    raise typer.Exit(command.metrics(_home(context), as_json, output))


@app.command(help=say("列出、查找、显示、导出存下的会话", "List, find, show, export and remove sessions."))
def sessions(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help=say("会话名", "a session"))] = None,
    find: Annotated[
        str | None, typer.Option(metavar="WORD", help=say("含这些词的轮次", "turns that hold these words"))
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help=say("删除这个会话", "remove that session"))] = False,
    as_json: _Json = False,
    output: _Output = None,
) -> None:
    """Print what conversations were kept."""
    from assistant.commands import sessions as command

    _writable_kind(output)
    if remove and (name is None or find is not None or output is not None):
        raise Usage("--remove 只与会话名合用。", "--remove goes with the name of a session alone.")
    if remove and name is not None:
        raise typer.Exit(command.remove(_home(context), name))
    if name is None and find is None:
        raise typer.Exit(command.listed(_home(context), as_json, output))
    raise typer.Exit(command.shown(_home(context), name, find, as_json, output))


_model = typer.Typer(help=say("检索所用的向量模型", "The embedding model of the search by meaning."))
app.add_typer(_model, name="model")


@_model.callback(invoke_without_command=True)
def model(context: typer.Context) -> None:
    """Say which model is in use where nothing else is asked."""
    if context.invoked_subcommand is None:
        from assistant.commands import model as command

        raise typer.Exit(command.show(_home(context)))


@_model.command(
    "use", help=say("换模型并重建索引；default 为内置模型", "Change it, indexing anew; `default` goes back.")
)
def model_use(
    context: typer.Context,
    named: Annotated[str, typer.Argument(metavar="NAME|DIR", help=say("模型名称或文件夹", "name or folder"))],
) -> None:
    """Embed every passage with another model."""
    from assistant.commands import model as command

    raise typer.Exit(command.use(_home(context), named))


@app.command(help=say("检查安装与库是否完好", "Look whether everything is in order, and what to do where not."))
def doctor(
    context: typer.Context,
    repair: Annotated[
        bool,
        typer.Option("--repair", help=say("重建损坏的库或检索索引", "Make a damaged library or search index anew.")),
    ] = False,
    compact: Annotated[
        bool, typer.Option("--compact", help=say("合并检索索引的各段", "Merge the segments of the search index."))
    ] = False,
) -> None:
    """Look at the installation and the library."""
    from assistant.commands import doctor as command

    raise typer.Exit(command.doctor(_home(context), repair, compact))


@app.command(help=say("现在就建库", "Make the library now."))
def init(
    context: typer.Context,
    empty: Annotated[bool, typer.Option("--empty", help=say("不含内置报告", "without the bundled reports"))] = False,
) -> None:
    """Make the library of the home."""
    from assistant.commands import library as command

    raise typer.Exit(command.init(_home(context), empty))


@app.command(help=say("在浏览器里打开对话（需 nianbao[serve]）", "Open the chat in a browser (needs nianbao[serve])"))
def serve(
    context: typer.Context,
    address: Annotated[str, typer.Option(help=say("地址", "address to listen on"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    token: Annotated[str, typer.Option(envvar="NIANBAO_TOKEN", help=say("口令", "needed beyond this machine"))] = "",
) -> None:
    """Serve the chat to browsers."""
    from assistant.talk import serve as served

    raise typer.Exit(served(_home(context), address, port, token))


def main() -> NoReturn:
    """Run the command that the process was called with, and leave with its exit code."""
    sys.exit(run())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Whatever goes wrong ends in one line on stderr."""
    return ended.run(partial(_parsed, arguments))


def _parsed(arguments: Sequence[str] | None) -> int | None:
    try:
        return cast("int | None", app(args=arguments, prog_name="nianbao", standalone_mode=False))
    except typer.Abort:
        return 130
    except _WrongCall as error:
        line = error.format_message() + say("（见 nianbao --help）", " (see nianbao --help)")
        return ended.ended(line, Exit.USAGE)
