"""What each command does, apart from how it is called: no Typer here, only lines out and an exit code."""
