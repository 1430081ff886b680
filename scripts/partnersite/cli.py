"""The command `partnersite`: arguments in, problems and results out."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

import click

from partnersite import __version__
from partnersite.problems import (
    PartnersiteError,
    Problem,
    ProblemsFound,
    render_github,
    render_json,
    render_text,
)

SOURCE = click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default="this folder",
    help="The folder that holds mkdocs.yml, partners.yaml, program.yaml and content/.",
)
SITE_DIR = click.option(
    "--site-dir",
    type=click.Path(path_type=Path),
    help="The live folder to replace; `site_dir` of mkdocs.yml (`site`) unless given.",
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default="all processors",
    help="How many things to do at once. The result does not depend on it.",
)
FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How problems are printed: for people, for programs, or as annotations of a GitHub change.",
)
QUIET = click.option("--quiet", "-q", is_flag=True, help="Print errors only; the exit code stays the same.")


INTERRUPTED, TERMINATED = 128 + signal.SIGINT, 128 + signal.SIGTERM
"""Exit codes as shells count them."""


def _answers_problems(command: Callable[..., None]) -> Callable[..., None]:
    """Prints what is wrong in the chosen format and exits 1; whatever a person wrote, there is no traceback.

    A request to stop ends the command in order: what it was working on is removed, and the live folder is as it was.
    """

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        output_format = options.get("output_format", "text")
        signal.signal(signal.SIGTERM, _terminate)
        try:
            command(*args, **options)
        except ProblemsFound as found:
            _print_problems(found.problems, output_format)
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except PartnersiteError as error:
            _print_problems([Problem("failed", str(error))], output_format)
            sys.exit(1)

    return run


def _terminate(number: int, frame: FrameType | None) -> None:
    sys.exit(TERMINATED)


def _print_problems(problems: Iterable[Problem], output_format: str) -> None:
    found = tuple(problems)
    if output_format == "json":
        click.echo(render_json(found))
    elif output_format == "github":
        click.echo(render_github(found))
    elif found:
        color = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        click.echo(render_text(found, color=color), err=True, color=color)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="partnersite")
def main() -> None:
    """Build a vendor's multilingual partner-programme site out of YAML and Markdown in git.

    \b
    Start a site:       partnersite new my-programme
    Look at it:         cd my-programme && partnersite serve
    Check what I wrote: partnersite check
    Build it:           partnersite build
    """


@main.command()
@SOURCE
@SITE_DIR
@JOBS
@click.option("--clean", is_flag=True, help="Forget the cache first. The result is the same, only later.")
@click.option(
    "--no-sync", is_flag=True, help="Do not wait for the disk before the swap; for CI, where a crash loses nothing."
)
@FORMAT
@QUIET
@_answers_problems
def build(
    source: Path, site_dir: Path | None, jobs: int, clean: bool, no_sync: bool, output_format: str, quiet: bool
) -> None:
    """Build the whole site and put it live in one step.

    The new site is built beside the live folder and swapped in when it is whole. If anything is wrong, every
    problem is printed with its file, line and column, the exit code is 1, and the live folder stays as it was.
    """
    from partnersite.build import build as run
    from partnersite.opening import WORK_FOLDER
    from partnersite.parallel.collector import without_collector
    from partnersite.progress import Progress

    without_collector()
    progress = Progress(quiet=quiet or output_format != "text")
    result = run(source, site_dir=site_dir, jobs=jobs, clean=clean, durable=not no_sync, progress=progress)
    if output_format != "text" or not quiet:
        _print_problems(result.warnings, output_format)
    if not quiet and output_format == "text":
        click.echo(f"cache {max(1, round(result.cache / 1e6))} MB in {WORK_FOLDER}/")
        click.echo(f"{result.pages} pages, {result.files} files in {_shown(result.site_dir)}, {result.changed} changed")


@main.command()
@SOURCE
@FORMAT
@QUIET
@_answers_problems
def check(source: Path, output_format: str, quiet: bool) -> None:
    """Check the site's data and pages without building.

    Prints every problem at once. Warnings alone leave the exit code at 0.
    """
    from partnersite.inputs import read_inputs
    from partnersite.parallel.collector import without_collector
    from partnersite.settings import read_settings

    without_collector()
    inputs = read_inputs(read_settings(source.absolute()))
    if output_format != "text" or not quiet:
        _print_problems(inputs.warnings, output_format)
    if not quiet and output_format == "text":
        click.echo(f"No errors. {len(inputs.network.partners)} partners, {len(inputs.warnings)} warnings.")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@SOURCE
@FORMAT
@_answers_problems
def stage(folder: Path, source: Path, output_format: str) -> None:
    """Write the staged trees to FOLDER: per language plain Markdown and a mkdocs.yml.

    For trying another engine, and for seeing what the engine is given. FOLDER must not exist or be empty.
    """
    from partnersite.steps import stage as run

    staged = run(source, folder)
    for tree in staged:
        click.echo(f"{tree.language}: {_shown(tree.folder)}")


@main.command()
@SOURCE
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes a free one."
)
@JOBS
@_answers_problems
def serve(source: Path, host: str, port: int, jobs: int) -> None:
    """Preview the site and rebuild it on every save.

    While a build runs the previous site is shown; a problem is shown over the page with file, line and hint.
    The preview has a folder of its own: the live folder is not touched.
    """
    from partnersite.preview import preview

    preview(source, host=host, port=port, jobs=jobs)


@main.command()
@click.argument("kind", type=click.Choice(["partners", "partner", "program"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of partners.yaml, of one file below partners/, or of program.yaml, for editors.

    \b
    partnersite schema partners > schema/partners.schema.json
    """
    from partnersite.model import json_schema

    click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@_answers_problems
def new(folder: Path) -> None:
    """Start a site of your own in FOLDER: a small, complete example in two languages.

    FOLDER must not exist or be empty. Then: cd FOLDER && partnersite serve
    """
    from partnersite.new import new_site

    new_site(folder)
    click.echo(f"A new site is in {_shown(folder)}. Next: cd {_shown(folder)} && partnersite serve")


def _shown(path: Path) -> str:
    """A path as the reader would type it: relative to where they are, where that is shorter."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
