"""The card that travels with the packed model: what it is, how it was made, how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.models.abstaining import ABSTAIN_FILE
from sentiment.models.checksums import CHECKSUMS_FILE
from sentiment.training.card_tables import (
    abstain_table,
    accuracy_table,
    quality_table,
    sources_table,
    targets_table,
)
from sentiment.training.quality import mean_interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sentiment.models.abstaining import AbstainBands
    from sentiment.training.corpus_records import CorpusRecord
    from sentiment.training.held_out import HeldOutQuality
    from sentiment.training.packing import Agreement, PackedModel
    from sentiment.training.quality import GroupQuality
    from sentiment.training.targets import Target
    from sentiment.training.unseen_sources import LanguageAccuracy

CARD_FILE = "MODEL_CARD.md"

_CARD = """# {model_id}

The embedded sentiment model of Polytone: negative, neutral or positive for a text in
about a hundred languages, with a probability for each.

- **Encoder:** intfloat/multilingual-e5-small (MIT), {layers} layers of 384, in 4-bit blocks.
- **Fine-tuned** on {examples:,} examples drawn from {texts:,} labelled texts in {languages}
  languages (seed {seed}), all from corpora whose licences allow use and redistribution or free
  trained models of their terms.
- **Packed:** {pieces:,} pieces of vocabulary, all that the encoder has, {megabytes:.1f} MB. The
  embeddings of {fine_pieces:,} pieces stay in their 4 bits, first of those that the training
  texts have more than once; the rest are in 2 bits. Layers are int8 with a scale for each row.
- **Early exits:** {exits}.
- **Merging** of neighbouring tokens: {merges}.
- **Licence:** Apache-2.0; the encoder's MIT licence applies to it.
- **Files:** `{sums}` holds the SHA-256 of each; they are checked whenever the model is opened.

## Intended use
Made for reviews and other short opinions of customers: what is the tone of a text, and how do the
shares of many texts differ or change. It is no judge of people: do not use it to decide about a
single person, to find out what somebody believes, or where a wrong answer does harm and nobody
looks. It reads sentiment, not truth, sarcasm or safety.

## Targets and what was reached
In percent, with 95 % intervals. Published for the tweet benchmark: XLM-R 66.8, XLM-T 69.4.

{targets}

## Quality on the tweet benchmark
Macro-F1 on the test split of UMSAB (eight languages), the packed model as it runs here, 95 %
bootstrap intervals. ECE is the expected calibration error (15 bins, 0 to 1); a perfectly
calibrated model would stay below the figure "by chance" in 95 of 100 such samples.

{benchmark}
{dev}
## Quality on all other test splits
By language, over all sources of the language but the benchmark; at most {most:,} texts of each
source and language, drawn by a seed. Sources differ in kind and in what they call neutral, so
compare a language with itself, not with another.

{others}

{reviews}
{unseen}
## Calibration
Probabilities are calibrated by one temperature for the last layer and one for each exit, for all
languages alike. Over the {pooled_n:,} test texts of all tables together the expected calibration
error is {pooled:.3f} (a perfectly calibrated model: below {pooled_chance:.3f}). Languages whose
error is clearly larger than chance explains, worst first: {uncalibrated}.

## When not to answer
A text whose largest probability is below the threshold of its language is better looked at by a
person. Thresholds were chosen on dev splits, so that at most {target_error:.0%} of the texts above
are wrong; where that cannot be had with {least_kept:.0%} of the texts, the fewest errors with at
least that share kept. The figures are those on test splits: share kept, error rate of the kept
with its interval, error rate of the rest, all in percent. A star marks languages with
too few dev texts: theirs is the threshold of all languages, which also holds for languages that
are not listed. `{abstain}` has the same for programs.

{bands}

## Data
Texts of the train splits, after near-duplicates and texts held out elsewhere were removed.
Licences as the corpora's own pages state them. No text of any corpus is in this package.

{sources}

**Languages with training texts:** {trained}. The encoder read about a hundred languages before; in
those without training texts the answer is carried over from related ones.
{behaviour}
## How it was made
`polytone build-default` converts the encoder, fine-tunes it in seeded stages, teaches what came of
them to a model of its lower layers, calibrates, packs, measures and writes this card. {notes}

Packing changes {packing} of {sampled} texts (float32, all layers and tokens, against the unpacked
model). Merging tokens changes {merging}; leaving early {leaving};
the fast number format of the machine that built it, {precision}, {rounding}.

## Limits
- Neutral is defined differently from corpus to corpus; mixed and factual texts both land there.
- Languages without training texts are read through related ones; errors there can be confident.
- Irony, very short texts, dialects and text without punctuation are its weak spots. Look at the
  confusion of your own labelled sample before you rely on a language.
- Labels from stars (some review sources) are noisier than labels that people gave to the text.
- Test texts come from the same sources as training texts, so on other shops and forums it is
  worse; the unseen sources above, where measured, show by how much.
- A corrected or drawn sample has chance in it: n and the interval belong to every figure.
"""


@dataclass(frozen=True)
class DefaultQuality:
    """How good the packed model is, as it runs by default unless said otherwise.

    ``held_out`` is the quality on test splits, ``dev`` that on the benchmark's dev
    split in float32 without shortcuts; ``packing`` (packed against unpacked, float32),
    ``merging`` (merging tokens against not), ``leaving`` (early against all layers) and
    ``rounding`` (``precision`` against float32) tell what each step changes.
    """

    held_out: HeldOutQuality
    dev: Sequence[GroupQuality]
    bands: AbstainBands
    unseen: Sequence[LanguageAccuracy]
    targets: Sequence[Target]
    packing: Agreement
    merging: Agreement
    rounding: Agreement
    leaving: Agreement
    precision: str

    @property
    def test(self) -> Sequence[GroupQuality]:
        """Quality by language on the test split of the benchmark."""
        return self.held_out.benchmark

    @property
    def mean_test_f1(self) -> float:
        """The mean over the benchmark's languages, 0..1."""
        return mean_interval([group.macro_f1 for group in self.test]).value

    @property
    def calibration(self) -> float:
        """The expected calibration error over all test texts, 0..1."""
        return self.held_out.pooled.calibration or 0.0


@dataclass(frozen=True)
class Making:
    """What a model was made of: ``examples`` trained on, drawn from ``sources`` (texts of
    each) in ``languages`` (texts of each). It has ``layers``; ``exits`` are layer, confidence
    and shortest length of each early exit; ``notes`` say in Markdown what else is to be
    known. ``most`` is how many texts of a source and language were measured on at most."""

    examples: int
    seed: int
    sources: Mapping[str, int]
    languages: Mapping[str, int]
    records: Mapping[str, CorpusRecord]
    layers: int
    exits: Sequence[Sequence[float]]
    merges: Sequence[int]
    most: int
    notes: str = ""


def write_model_card(
    folder: Path,
    *,
    packed: PackedModel,
    quality: DefaultQuality,
    making: Making,
    behaviour: str = "",
) -> Path:
    """Write ``MODEL_CARD.md`` beside the weights and return its path.

    ``behaviour`` is a section in Markdown with its own heading, of how the model
    does on behaviour tests.
    """
    held_out = quality.held_out
    card = _CARD.format(
        model_id=packed.model_id,
        examples=making.examples,
        texts=sum(making.sources.values()),
        languages=len(making.languages),
        seed=making.seed,
        pieces=packed.pieces,
        fine_pieces=packed.fine_pieces,
        megabytes=packed.bytes / 1e6,
        layers=making.layers,
        exits=_exits(making.exits),
        merges=f"after layers {', '.join(map(str, making.merges))}" if making.merges else "none",
        sums=CHECKSUMS_FILE,
        abstain=ABSTAIN_FILE,
        targets=targets_table(quality.targets),
        benchmark=quality_table(held_out.benchmark),
        dev=_dev(quality.dev),
        most=making.most,
        others=quality_table(held_out.others),
        reviews=_reviews(held_out),
        unseen=_unseen(quality.unseen, making.most),
        pooled=held_out.pooled.calibration,
        pooled_n=held_out.pooled.macro_f1.n,
        pooled_chance=held_out.pooled.by_chance,
        uncalibrated=_uncalibrated(held_out.languages),
        target_error=quality.bands.target_error,
        least_kept=quality.bands.least_kept,
        bands=abstain_table(quality.bands),
        sources=sources_table(making.sources, making.records),
        trained=_languages(making.languages),
        behaviour=f"\n{behaviour.strip()}\n" if behaviour.strip() else "",
        notes=making.notes,
        sampled=quality.packing.n,
        packing=_change(quality.packing),
        merging=_change(quality.merging),
        leaving=_change(quality.leaving),
        rounding=_change(quality.rounding),
        precision=quality.precision,
    )
    path = folder / CARD_FILE
    path.write_text(card, encoding="utf-8")
    return path


def _exits(exits: Sequence[Sequence[float]]) -> str:
    ways_out = [_way_out(*way) for way in exits]
    return ", ".join(ways_out) or "none"


def _way_out(layer: float, confidence: float, shortest: float = 0) -> str:
    if confidence > 1:
        return f"after layer {layer:.0f} never"
    length = f" for texts of {shortest:.0f} tokens or more" if shortest else ""
    return f"after layer {layer:.0f} at {confidence:.2f}{length}"


def _change(agreement: Agreement) -> str:
    return (
        f"{agreement.mean:.4f} of a probability on average (at most {agreement.largest:.3f}) "
        f"and the winning class of {1 - agreement.same_label:.1%}"
    )


def _dev(groups: Sequence[GroupQuality]) -> str:
    if not groups:
        return ""
    mean = mean_interval([group.macro_f1 for group in groups])
    return (
        f"\nMean on the dev split in float32, all layers and tokens: {100 * mean.value:.1f} "
        f"({100 * mean.low:.1f} to {100 * mean.high:.1f}, n = {mean.n:,}).\n"
    )


def _reviews(held_out: HeldOutQuality) -> str:
    if held_out.reviews is None:
        return ""
    f1 = held_out.reviews.macro_f1
    return (
        f"All reviews among them pooled ({', '.join(held_out.review_sources)}): macro-F1 "
        f"{100 * f1.value:.1f} ({100 * f1.low:.1f} to {100 * f1.high:.1f}, n = {f1.n:,}).\n"
    )


def _unseen(languages: Sequence[LanguageAccuracy], most: int) -> str:
    if not languages:
        return ""
    parts = [
        "\n## Quality on sources that it was never trained on",
        "Their licences do not allow training; no text of theirs was trained on. Accuracy between "
        "negative and positive\n(the probability of neutral is not looked at), Wilson's 95 % "
        f"intervals, at most {most:,} texts of each source and language.",
    ]
    titles = {False: "Sources without neutral texts:", True: "Sources with neutral ones left out:"}
    for graded, title in titles.items():
        chosen = [each for each in languages if each.graded == graded]
        if chosen:
            parts += [f"\n{title}\n", accuracy_table(chosen)]
    return "\n".join(parts) + "\n"


def _uncalibrated(languages: Sequence[GroupQuality]) -> str:
    known = [
        (each.calibration, each.by_chance, each)
        for each in languages
        if each.calibration is not None and each.by_chance is not None
    ]
    clear = sorted((k for k in known if k[0] > k[1]), key=lambda k: k[1] - k[0])
    shown = [f"{each.group} {error:.3f} (n = {each.macro_f1.n:,})" for error, _, each in clear]
    return ", ".join(shown) or "none"


def _languages(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{language} ({count:,})" for language, count in counts.items())
