"""`model`: the embedding model of the search by meaning."""

import os
from pathlib import Path

from assistant.answer import Exit
from assistant.commands.out import bar, put, tell, wipe
from assistant.language import say
from assistant.library import build, finding
from corpus.errors import Usage
from corpus.library import indexed


def show(home: Path | None) -> Exit:
    """The model in use, and who chose it."""
    chosen = finding.model(home)
    by = say("（由 NIANBAO_MODEL 指定）", " (named by NIANBAO_MODEL)") if os.environ.get("NIANBAO_MODEL") else ""
    put((chosen or say("default（内置模型）", "default (comes with nianbao)")) + by)
    return Exit.OK


def use(home: Path | None, named: str) -> Exit:
    """Change the model: every passage is embedded anew; until that is done the old index answers."""
    if not named.strip():
        raise Usage(
            "没有写模型。请给出名称、文件夹或 default。", "no model is named. Give a name, a folder or `default`."
        )
    with build.open_library(home, writable=True) as library:
        try:
            found = finding.use(library, home, named.strip(), bar())
        except KeyboardInterrupt:
            wipe()
            tell("已中断：仍用原来的模型。", "interrupted: the model is the one before.")
            raise
        count = indexed.passages(library)
    wipe()
    put(
        say(
            f"检索改用 {found.encoder.name}（{found.encoder.dimension} 维），{count} 段已编入索引",
            f"search now uses {found.encoder.name} ({found.encoder.dimension} dimensions); {count} passages indexed",
        )
    )
    if os.environ.get("NIANBAO_MODEL"):
        tell(
            "设了 NIANBAO_MODEL：在取消之前，它仍优先。",
            "NIANBAO_MODEL is set and goes before this choice until it is unset.",
        )
    return Exit.OK
