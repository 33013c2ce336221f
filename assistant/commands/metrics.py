"""`metrics`: the rates that can be asked for by name, those of the user's own among them."""

from contextlib import closing
from pathlib import Path
from typing import Any

from assistant.answer import Exit
from assistant.answers.many.metrics import how
from assistant.commands.ask import opened
from assistant.commands.out import put, put_record, save
from assistant.language import interface, say
from assistant.output.escape import visible
from assistant.output.sheets import Sheet
from assistant.understanding.metrics import Metric, known


def metrics(home: Path | None, as_json: bool, output: Path | None) -> Exit:
    """Every metric with its formula; fails where one of the user's own cannot be used, after the others."""
    with closing(opened(home)) as chat:
        faults = chat.faults()
        own = chat.own.metrics if chat.own else ()
    every = (*own, *known().values())
    if output:
        records = [_record(metric) for metric in every]
        rows = tuple(tuple(_cell(value) for value in record.values()) for record in records)
        save(output, Sheet(tuple(records[0]), rows, tuple(records)))
    elif as_json:
        for metric in every:
            put_record(_record(metric))
    else:
        for metric in every:
            put(visible(_line(metric)))
    return Exit.FAILED if faults else Exit.OK


def _record(metric: Metric) -> dict[str, Any]:
    return {
        "names": list(metric.names),
        "formula": how(metric, interface()),
        "unit": metric.unit,
        "description": metric.description,
        "own": metric.own,
    }


def _cell(value: object) -> str | bool | None:
    if isinstance(value, list):
        return "; ".join(value)
    return value if isinstance(value, str | bool) else None


def _line(metric: Metric) -> str:
    others = "、".join(metric.names[1:])
    name = f"{metric.zh}（{others}）" if others else metric.zh
    unit = f" [{metric.unit}]" if metric.unit else ""
    mark = say("自定义 ", "own ") if metric.own else ""
    said = f"  {metric.description}" if metric.description else ""
    return f"{mark}{name}{unit} = {how(metric, interface())}{said}"
