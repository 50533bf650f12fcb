"""Models: list them, build those that come with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sentiment.cli.options import Json
from sentiment.cli.terminal import print_json, say, shown_progress


def models(as_json: Json = False) -> None:
    """The models that can be named with --model; any other model folder or hub id works too."""
    from dataclasses import asdict

    from sentiment.models.catalogue import known_models

    cards = known_models()
    if as_json:
        print_json({"models": [asdict(card) for card in cards]})
        return
    for card in cards:
        print(card.name)
        for name, value in asdict(card).items():
            if name != "name":
                print(f"    {name:12} {value}")


def build_default(
    data: Annotated[Path, typer.Option(metavar="DIR", help="The folder with train/*.parquet.")],
    encoder: Annotated[
        Path, typer.Option(metavar="FILE", help="The encoder file, e5-small-q4.bin.")
    ],
    tokenizer: Annotated[Path, typer.Option(metavar="FILE", help="The encoder's tokenizer.json.")],
    output: Annotated[
        Path, typer.Option(metavar="DIR", help="Where checkpoints and the packed model go.")
    ],
    examples: Annotated[
        int, typer.Option(metavar="N", min=1, help="How many examples the stages train on.")
    ] = 379_200,
    seed: Annotated[
        int, typer.Option(metavar="N", help="The seed of order, dropout and new weights.")
    ] = 13,
) -> None:
    """Convert the encoder, fine-tune it, make the default model and the fast one out of it, measure
    and pack both; goes on where it was stopped."""
    from sentiment.training.default_model import build_default as build

    with shown_progress() as progress:
        build(
            data=data,
            encoder=encoder,
            tokenizer=tokenizer,
            output=output,
            examples=examples,
            seed=seed,
            progress=progress,
        )


def build_baselines(
    data: Annotated[Path, typer.Option(metavar="DIR", help="The folder with train/*.parquet.")],
    output: Annotated[
        Path, typer.Option(metavar="DIR", help="Where each baseline gets a folder of its name.")
    ],
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="char-ngrams, lstm or use; can be given again."),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", help="The seed of what is drawn and of new weights.")
    ] = 13,
) -> None:
    """Train and pack the baselines that other models are compared with."""
    from sentiment.training.baselines import build_baselines as build

    with shown_progress() as progress:
        built = build(data=data, output=output, names=only or (), seed=seed, progress=progress)
    for each in built:
        say(f"{each.folder}: {each.size:,} bytes, temperature {each.temperature:.2f}")
