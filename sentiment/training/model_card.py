"""The card that travels with the packed model: what it is, how it was made, how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sentiment.training.packing import Agreement, PackedModel
    from sentiment.training.quality import GroupQuality

CARD_FILE = "MODEL_CARD.md"

_CARD = """# {model_id}

The embedded sentiment model of Polytone: negative, neutral or positive for a text in
about a hundred languages. Made for reviews and other short opinions of customers.

- **Encoder:** intfloat/multilingual-e5-small (MIT), 12 layers of 384, in 4-bit blocks.
- **Fine-tuned** on {examples:,} labelled tweets and reviews (seed {seed}), all from corpora whose
  licences allow use and redistribution or free trained models of their terms.
- **Packed:** {pieces:,} pieces of vocabulary, {megabytes:.1f} MB. Word embeddings stay in their
  4 bits, layers are int8 with a scale for each row.
- **Early exits:** {exits}.
- **Licence:** Apache-2.0; the encoder's MIT licence applies to it.

## Quality
Macro-F1 on the test split of the eight-language tweet benchmark (UMSAB), the packed model as it
runs here, 95 % bootstrap intervals. Published for comparison: XLM-R 66.8, XLM-T 69.4.

{test}
{dev}
Packing changes {packing_mean:.4f} of a probability on average and the winning class of
{packing_labels:.1%} of {packing_n} texts; the fast number format of the machine that built it
changes {rounding_mean:.4f} and {rounding_labels:.1%}. Texts that are clear early leave the
encoder early, which changes {leaving_mean:.4f} and {leaving_labels:.1%}.

## What to know
- Neutral is defined differently from corpus to corpus; mixed and factual texts both land there.
- Languages without training texts are read through related ones; errors there can be confident.
- Irony, very short texts and dialects are its weak spots. Look at the confusion of your own
  labelled sample before you rely on a language.
- Probabilities are calibrated by one temperature for all languages; the expected calibration
  error on the benchmark above is {calibration:.3f}. In one language alone it can be larger.
"""


@dataclass(frozen=True)
class DefaultQuality:
    """Quality by language: ``dev`` in float32, ``test`` packed; and what packing
    (packed against unpacked float32), rounding (fast against float32) and leaving
    early (against all layers) change; ``calibration`` is the packed model's
    expected calibration error on the test split, 0..1."""

    dev: Sequence[GroupQuality]
    test: Sequence[GroupQuality]
    packing: Agreement
    rounding: Agreement
    leaving: Agreement
    calibration: float

    @property
    def mean_test_f1(self) -> float:
        """The mean over languages, 0..1."""
        return mean_f1(self.test)


def mean_f1(groups: Sequence[GroupQuality]) -> float:
    """The unweighted mean macro-F1 of ``groups``, 0..1."""
    return sum(group.macro_f1.value for group in groups) / max(1, len(groups))


def quality_table(groups: Sequence[GroupQuality]) -> str:
    """A Markdown table in percent, with the mean as its last row."""
    lines = ["| language | n | macro-F1 | 95 % |", "|---|---:|---:|---|"]
    for group in groups:
        f1 = group.macro_f1
        spread = f"{100 * f1.low:.1f} to {100 * f1.high:.1f}"
        lines.append(f"| {group.group} | {f1.n:,} | {100 * f1.value:.1f} | {spread} |")
    total = sum(group.macro_f1.n for group in groups)
    lines.append(f"| **mean** | {total:,} | **{100 * mean_f1(groups):.1f}** | |")
    return "\n".join(lines)


def write_model_card(
    folder: Path,
    *,
    packed: PackedModel,
    quality: DefaultQuality,
    exits: Sequence[tuple[float, float]],
    examples: int,
    seed: int,
) -> Path:
    """Write ``MODEL_CARD.md`` beside the weights and return its path.

    ``exits`` are layer and confidence of each early exit.
    """
    ways_out = [
        f"after layer {layer:.0f} at {confidence:.2f}"
        if confidence <= 1
        else f"after layer {layer:.0f} never"
        for layer, confidence in exits
    ]
    dev = f"\nMean on the dev split, float32: {100 * mean_f1(quality.dev):.1f}.\n"
    path = folder / CARD_FILE
    card = _CARD.format(
        model_id=packed.model_id,
        examples=examples,
        seed=seed,
        pieces=packed.pieces,
        exits=", ".join(ways_out) or "none",
        megabytes=packed.bytes / 1e6,
        test=quality_table(quality.test),
        dev=dev if quality.dev else "",
        packing_mean=quality.packing.mean,
        packing_labels=1 - quality.packing.same_label,
        packing_n=quality.packing.n,
        rounding_mean=quality.rounding.mean,
        rounding_labels=1 - quality.rounding.same_label,
        calibration=quality.calibration,
        leaving_mean=quality.leaving.mean,
        leaving_labels=1 - quality.leaving.same_label,
    )
    path.write_text(card, encoding="utf-8")
    return path
