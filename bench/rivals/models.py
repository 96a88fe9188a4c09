"""Makes models for the comparison: trains the two synthetic ones, and converts JSON models to UBJSON.

    models.py train A <folder>     500 trees of depth 6 on JAHS-like rows (one-hot operations, few thresholds)
    models.py train C <folder>     100 trees of depth 6 on 30 dense numbers (thousands of thresholds)
    models.py convert <from> <to>

Training writes model.json and model.ubj. Seeds are fixed, and XGBoost's hist method gives the same trees for
them on one version and any number of threads.
"""
import pathlib
import sys

import numpy as np
import xgboost as xgb

NUM_CONFIGURATIONS = 5_000
EPOCHS_EACH = 30
NUM_ROWS = NUM_CONFIGURATIONS * EPOCHS_EACH

# The header of JAHS-Bench-201's surrogates, so that model A can also be asked as a benchmark.
HEADER = (
    ["Activation_Hardswish", "Activation_Mish", "Activation_ReLU"]
    + [f"Op{edge}_{operation}" for edge in range(1, 7) for operation in range(5)]
    + ["Optimizer_SGD", "TrivialAugment_True"]
    + ["LearningRate", "N", "Resolution", "W", "WeightDecay", "epoch"]
)
# Columns of ReLU, Hardswish and Mish, in which order the labels number them.
ACTIVATION_COLUMNS = np.array([2, 0, 1])


def draw_configurations(rng):
    n = NUM_CONFIGURATIONS
    return {
        "operations": rng.integers(0, 5, (n, 6)),
        "activation": rng.integers(0, 3, n),
        "augment": rng.integers(0, 2, n),
        "N": rng.choice([1, 3, 5], n),
        "W": rng.choice([4, 8, 16], n),
        "Resolution": rng.choice([0.25, 0.5, 1.0], n),
        "LearningRate": 10 ** rng.uniform(-3, 0, n),
        "WeightDecay": 10 ** rng.uniform(-5, -2, n),
    }


def encode(configurations, epochs):
    rows = np.zeros((len(epochs), len(HEADER)), np.float32)
    every = np.arange(len(epochs))
    rows[every, ACTIVATION_COLUMNS[configurations["activation"]]] = 1
    for edge in range(6):
        rows[every, 3 + edge * 5 + configurations["operations"][:, edge]] = 1
    rows[:, HEADER.index("Optimizer_SGD")] = 1
    rows[:, HEADER.index("TrivialAugment_True")] = configurations["augment"]
    for name in ["LearningRate", "N", "Resolution", "W", "WeightDecay"]:
        rows[:, HEADER.index(name)] = configurations[name]
    rows[:, HEADER.index("epoch")] = epochs
    return rows


def label(configurations, epochs, rng):
    """A made-up learning curve with interacting operations: nothing that a real network would show."""
    weights = np.random.default_rng(1)
    alone = weights.normal(0, 1, (6, 5))
    in_pairs = weights.normal(0, 0.7, (6, 6, 5, 5))
    with_activation = weights.normal(0, 0.5, (3, 5))
    operations = configurations["operations"]
    score = sum(alone[edge][operations[:, edge]] for edge in range(6))
    for a in range(6):
        for b in range(a):
            score = score + in_pairs[a, b][operations[:, a], operations[:, b]] * 0.5
    activation = configurations["activation"]
    score = score + sum(with_activation[activation, operations[:, edge]] for edge in range(6)) * 0.4
    rate = np.log10(configurations["LearningRate"])
    decay = np.log10(configurations["WeightDecay"])
    augment, n, width = (configurations[name] for name in ["augment", "N", "W"])
    resolution = configurations["Resolution"]
    best_rate = -1.2 + 0.2 * np.log2(width / 8) - 0.1 * augment + 0.05 * score
    score = score - 2 * (rate - best_rate) ** 2 - 0.4 * (decay + 3.5) ** 2 + 0.6 * np.log2(n)
    score = score + 0.5 * np.log2(width) + 1.5 * resolution + 0.3 * np.sin(3 * rate + decay)
    pace = 15 + 8 * n / 5 + 10 * (rate + 3) + 12 * augment
    curve = 90 / (1 + np.exp(-0.35 * score)) * (1 - np.exp(-epochs / pace))
    curve = curve + 10 * resolution * np.sqrt(epochs / 200)
    return (curve + rng.normal(0, 1, len(epochs))).astype(np.float32)


def jahs_like():
    rng = np.random.default_rng(7)
    configurations = draw_configurations(rng)
    repeated = np.repeat(np.arange(NUM_CONFIGURATIONS), EPOCHS_EACH)
    epochs = rng.integers(1, 201, NUM_ROWS).astype(np.float32)
    configurations = {name: values[repeated] for name, values in configurations.items()}
    return xgb.DMatrix(
        encode(configurations, epochs), label(configurations, epochs, rng), feature_names=HEADER
    )


def dense():
    rng = np.random.default_rng(5)
    rows = rng.normal(0, 1, (NUM_ROWS, 30)).astype(np.float32)
    labels = rows[:, 0] * rows[:, 1] + np.sin(2 * rows[:, 2]) + np.abs(rows[:, 3:10]).sum(1) * 0.3
    labels = labels + rows @ rng.normal(0, 0.2, 30) + rng.normal(0, 0.3, NUM_ROWS)
    return xgb.DMatrix(rows, labels.astype(np.float32))


def train(name, folder):
    data, num_trees = (jahs_like(), 500) if name == "A" else (dense(), 100)
    settings = {"tree_method": "hist", "max_depth": 6, "eta": 0.1, "objective": "reg:squarederror"}
    booster = xgb.train({**settings, "nthread": 2}, data, num_trees)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    booster.save_model(folder / "model.json")
    booster.save_model(folder / "model.ubj")


def convert(source, target):
    booster = xgb.Booster()
    booster.load_model(source)
    booster.save_model(target)


if __name__ == "__main__":
    {"train": train, "convert": convert}[sys.argv[1]](*sys.argv[2:])
