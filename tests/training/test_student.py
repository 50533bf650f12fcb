from dataclasses import replace

import numpy as np
import pytest
import torch

from sentiment.models.packed_weights import WORD_EMBEDDINGS
from sentiment.models.token_merging import merge_layers
from sentiment.training import distillation, stages, student
from sentiment.training.corpora import training_rows
from sentiment.training.early_exits import add_exit_heads, add_lower_exits
from sentiment.training.encoder import encoder_state, fresh_model, layers_in
from sentiment.training.fine_tuning import CHECKPOINT, Recipe
from sentiment.training.sources import open_sources
from sentiment.training.student import DEFAULT, FAST, Student, take_lower_layers, train_student
from sentiment.training.text_variants import Variants

RECIPE = Recipe(batch=8, replicas=1, longest=16, checkpoint_every=2)
ONE_LAYER = Student(name="one", layers=1, merges=(1,), exits=(), recipe=RECIPE)
STILL = replace(RECIPE, learning_rate=0.0, head_learning_rate=0.0, weight_decay=0.0)
OWN_TEXTS = replace(
    ONE_LAYER, name="own", recipe=STILL, share=0.5, anchor_share=0.4, temperature=0.6
)


@pytest.fixture
def sources(encoder_path, tokenizer_path, corpora):
    return open_sources(data=corpora, encoder=encoder_path, tokenizer=tokenizer_path)


@pytest.fixture
def model(sources):
    pieces = len(sources.tokenizer["model"]["vocab"])
    made = fresh_model(sources.encoder, pieces=pieces, seed=1)
    add_exit_heads(made, [1])
    return made


@pytest.fixture
def train(model, sources, tmp_path, monkeypatch):
    """Stages whose end ``model`` stands for, then a student of it."""
    trust = stages.Trust(tweets=0.7, others=0.4)
    three = (*[stages.Stage(0.5, 0.4, 0.7, RECIPE)] * 2, stages.Stage(0.5, 0.3, 0.6, RECIPE))
    monkeypatch.setattr(student, "STAGES", (*three[:2], replace(three[2], trust=trust)))
    rows = training_rows(sources.corpora)
    for number in (0, 1):
        teacher = fresh_model(sources.encoder, pieces=len(model_words(model)), seed=number)
        add_exit_heads(teacher, [1])
        folder = stages.stage_folder(tmp_path, number)
        folder.mkdir()
        torch.save({"step": 1, "model": trainable(teacher)}, folder / CHECKPOINT)
    folder = stages.stage_folder(tmp_path, 2)
    folder.mkdir()
    neutral = np.tile(np.array([0, 1, 0], dtype=np.float32), (len(rows), 1))
    np.save(folder / distillation.TAUGHT_FILE, neutral)

    def run(wanted, progress=lambda done, steps: None):
        return train_student(
            model,
            rows,
            student=wanted,
            encoder=sources.encoder,
            tokenizer=sources.tokenizer,
            examples=96,
            seed=5,
            folder=tmp_path,
            progress=progress,
        )

    return run


def model_words(model):
    return model.bert.embeddings.word_embeddings.weight


def trainable(model):
    return {name: w for name, w in model.state_dict().items() if name != WORD_EMBEDDINGS}


def test_a_student_has_the_lower_layers_and_no_exit_above_them(model):
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    take_lower_layers(model, ONE_LAYER)
    after = model.state_dict()
    assert layers_in(before) == 2
    assert layers_in(after) == model.config.num_hidden_layers == 1
    assert not any(name.startswith("exit_heads") for name in after)
    assert merge_layers(after) == {1}
    assert all(torch.equal(after[name], before[name]) for name in after if name in before)


def test_an_exit_among_its_layers_stays(model):
    take_lower_layers(model, replace(ONE_LAYER, layers=2, exits=(1,)))
    assert "exit_heads.1.weight" in model.state_dict()


def test_an_exit_that_the_trained_model_lacks_starts_as_the_one_above(model):
    heads = model.exit_heads
    heads["3"] = heads.pop("1")
    add_lower_exits(model, [2, 1])
    assert list(model.exit_heads) == ["1", "2", "3"]
    assert torch.equal(model.exit_heads["1"].weight, model.exit_heads["3"].weight)
    assert model.exit_heads["1"] is not model.exit_heads["2"]


def test_it_learns_what_the_last_stage_was_taught_and_leaves_its_teacher_alone(model, train):
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    steps = []
    eager = replace(RECIPE, learning_rate=0.01, head_learning_rate=0.01)
    taught = train(
        replace(ONE_LAYER, recipe=eager), lambda done, total: steps.append((done, total))
    )
    assert steps[-1][0] == steps[-1][1] == len(steps)
    ids = torch.tensor([[0, 4, 5, 6, 2], [0, 9, 4, 12, 2]])
    with torch.inference_mode():
        assert (taught(input_ids=ids).logits.argmax(-1) == 1).all()
    assert model.state_dict().keys() == before.keys()
    assert all(torch.equal(weight, before[name]) for name, weight in model.state_dict().items())
    assert model_words(taught) is model_words(model)


def test_its_own_texts_are_taught_by_the_last_stages_teachers(train, tmp_path):
    seen = []
    train(OWN_TEXTS, lambda done, steps: seen.append(steps))
    assert seen == [7] * 7  # 49 examples, 8 a step: the shares of three groups are rounded
    said = np.load(tmp_path / "own" / distillation.TAUGHT_FILE)
    asked = said.sum(axis=1) > 0
    assert 0 < asked.sum() <= 49
    np.testing.assert_allclose(said[asked].sum(axis=1), 1, atol=1e-5)


def test_some_of_the_encoder_is_mixed_in_before_and_after_it_learns(model, sources, train):
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if name != WORD_EMBEDDINGS:
                weight += 0.5
    mixed = train(replace(OWN_TEXTS, base_share=0.25)).state_dict()
    came = {f"bert.{n}": torch.from_numpy(w) for n, w in encoder_state(sources.encoder).items()}
    trained = model.state_dict()
    assert "bert.encoder.layer.0.output.dense.weight" in mixed
    for name, weight in mixed.items():
        if name in came:
            torch.testing.assert_close(weight, came[name] + 0.75**2 * 0.5, msg=name)
        elif name != "merge_after":
            assert torch.equal(weight, trained[name]), name


def test_a_stopped_student_goes_on_with_the_same_tokens(train, tmp_path, monkeypatch):
    noisy = replace(OWN_TEXTS, resegmented=1.0, recipe=RECIPE)

    def stop(done, steps):
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        train(noisy, stop)
    read = []
    tune = student.fine_tune

    def seen(model, token_ids, mixture, **options):
        read.append((token_ids, mixture.order))
        return tune(model, token_ids, mixture, **options)

    monkeypatch.setattr(student, "fine_tune", seen)
    monkeypatch.setattr(student, "resegment", lambda *_, **__: pytest.fail("drawn again"))
    steps = []
    train(noisy, lambda done, total: steps.append(done))
    assert steps == [3, 4, 5, 6, 7]
    [(token_ids, order)] = read
    with np.load(tmp_path / "own" / student.TOKENS_FILE) as kept:
        assert np.array_equal(np.concatenate(token_ids), kept["ids"])
    assert all(token_ids[row][0] == 0 and token_ids[row][-1] == 2 for row in order)


def test_variants_are_learned_with_what_teachers_said_of_their_texts(train, monkeypatch):
    learned = []
    tune = student.fine_tune

    def seen(model, token_ids, mixture, **options):
        learned.append((token_ids, mixture))
        return tune(model, token_ids, mixture, **options)

    monkeypatch.setattr(student, "fine_tune", seen)
    train(replace(OWN_TEXTS, variants=Variants(signed=1.0)))
    [(token_ids, mixture)] = learned
    assert len(mixture.texts) == len(mixture.taught) == len(token_ids)
    assert all(len(token_ids[row]) > 0 for row in mixture.order)
    np.testing.assert_allclose(mixture.taught[mixture.order].sum(axis=1), 1, atol=1e-5)


def test_the_shipped_students_have_the_examples_that_they_were_trained_on():
    assert DEFAULT.examples(379_200) == pytest.approx(285_600, rel=0.002)
    assert FAST.examples(379_200) == pytest.approx(115_200, rel=0.001)
