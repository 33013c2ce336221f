"""The smallest Typer app: one command that prints its argument. What a cold start is measured against."""

import typer

app = typer.Typer()


@app.command()
def echo(text: str) -> None:
    """Print the text."""
    typer.echo(text)


if __name__ == "__main__":
    app()
