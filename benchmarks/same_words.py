"""Does an embedded model answer the same words alike in each language? Keep it beside its weights.

    python benchmarks/same_words.py --data DIR --cache DIR [--model polytone] [--write]

DIR of the data is laid out as for ``polytone benchmark``. The corpora are those whose texts have
a parallel id; see benchmarks/bias_corpora.py for which of them are used. With ``--write`` the
numbers go into ``consistency.json`` in the model's folder, whose SHA256SUMS is renewed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bias_corpora import MODELS, PARALLEL, draw, score, trained_texts

from sentiment.evaluation.labelled_quality import without_neutral
from sentiment.evaluation.parallel_consistency import parallel_consistency
from sentiment.models.catalogue import EMBEDDED, load_classifier
from sentiment.models.checksums import read_checksums, write_checksums
from sentiment.training.corpus_records import read_corpus_records
from sentiment.workflows.consistency_findings import consistency_findings
from sentiment.workflows.published_consistency import (
    CONSISTENCY_FILE,
    ParallelCorpus,
    write_published,
)

KINDS = {
    "mabsa_parallel": (
        "review sentences on courses, food, hotels, laptops, phones and restaurants",
        "from English, by machine as far as can be seen, some languages noisily",
    ),
    "nusax": (
        "comments and reviews from Indonesia",
        "from Indonesian by native speakers",
    ),
    "nollysenti": ("reviews of Nigerian films", "from English by people"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="where scores are kept")
    parser.add_argument("--model", default="polytone", choices=MODELS)
    parser.add_argument("--write", action="store_true", help="beside the model's weights")
    options = parser.parse_args()

    options.cache.mkdir(parents=True, exist_ok=True)
    classifier = load_classifier(options.model)
    trained = trained_texts(options.data)
    records = read_corpus_records(options.data)
    measured = []
    for corpus in PARALLEL:
        rows = draw(corpus, data=options.data, trained=trained)
        chances = score(rows, classifier, name=corpus.name, cache=options.cache)
        two_classes = not (rows["label"] == 1).any()
        consistency = parallel_consistency(
            rows["parallel_id"].tolist(),
            rows["lang"].tolist(),
            chances=without_neutral(chances) if two_classes else chances,
            truth=rows["label"].tolist(),
        )
        kind, translated = KINDS[corpus.name]
        stated = ParallelCorpus(
            name=corpus.name,
            kind=kind,
            licence=records[corpus.name].licence,
            exposure=corpus.exposure,
            translated=translated,
            two_classes=two_classes,
        )
        measured.append((stated, consistency))
        print(f"\n## {corpus.name} with {classifier.model_id}\n")
        for finding in consistency_findings(consistency, translated=translated)[0]:
            print(f"- {'' if finding.clear else '(not clear) '}{finding.sentence}")
    if options.write:
        folder = EMBEDDED[options.model]()
        path = write_published(folder, classifier.model_id, measured=measured)
        write_checksums(folder, {*read_checksums(folder), CONSISTENCY_FILE})
        print(f"\nWritten to {path}.")


if __name__ == "__main__":
    main()
