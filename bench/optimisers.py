"""Optuna's optimisers on the problems of test/unit/search/problems.ts, and the test that judges both sides.

Reads one JSON document from standard input and writes one to standard output. For {"kind": "tpe" or "nsga2",
"problem": name, "trials": n, "seeds": [...]}: a list of best values, or of fronts, one a seed. For {"kind":
"judge", "ours": [...], "theirs": [...]}: the one-sided Mann-Whitney p of "ours are greater". For {"kind":
"hypervolume", "sets": [{"points": [...], "reference": [...]}, ...]}: Optuna's volume of each.
"""

import json
import math
import sys
import warnings

STEEPNESS = [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
]
CENTRES = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]
HEIGHTS = [1, 1.2, 3, 3.2]
NUM_ONES = 8


def branin(x, y):
    parabola = y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6
    return parabola**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def currin(x, y):
    decay = 1 if y == 0 else 1 - math.exp(-1 / (2 * y))
    return decay * (2300 * x**3 + 1900 * x**2 + 2092 * x + 60) / (100 * x**3 + 500 * x**2 + 4 * x + 20)


def hartmann(point):
    return -sum(
        height * math.exp(-sum(a * (x - c) ** 2 for a, x, c in zip(steepness, point, centre)))
        for height, steepness, centre in zip(HEIGHTS, STEEPNESS, CENTRES)
    )


def plane(trial):
    return trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15)


def cube(trial):
    return [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]


def ones(trial):
    return [
        trial.suggest_categorical(f"c{i}", [0, 1]) + trial.suggest_float(f"x{i}", 0, 1) for i in range(NUM_ONES)
    ]


def branin_currin(trial):
    x, y = plane(trial)
    return branin(x, y), currin((x + 5) / 15, y / 15)


def hartmann_mirrored(trial):
    point = cube(trial)
    return hartmann(point), hartmann([1 - x for x in point])


def priced_ones(trial):
    counts = ones(trial)
    return -sum(counts), sum((i + 1) * count for i, count in enumerate(counts))


PROBLEMS = {
    "branin": lambda trial: branin(*plane(trial)),
    "hartmann": lambda trial: hartmann(cube(trial)),
    "countingOnes": lambda trial: -sum(ones(trial)),
    "braninCurrin": branin_currin,
    "hartmannMirrored": hartmann_mirrored,
    "pricedOnes": priced_ones,
}


def search(kind, problem, trials, seed):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    if kind == "tpe":
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(multivariate=True, seed=seed))
        study.optimize(PROBLEMS[problem], n_trials=trials)
        return study.best_value
    study = optuna.create_study(
        directions=["minimize", "minimize"], sampler=optuna.samplers.NSGAIISampler(seed=seed)
    )
    study.optimize(PROBLEMS[problem], n_trials=trials)
    return [list(trial.values) for trial in study.best_trials]


def answer(request):
    if request["kind"] == "judge":
        from scipy.stats import mannwhitneyu

        return mannwhitneyu(request["ours"], request["theirs"], alternative="greater").pvalue
    if request["kind"] == "hypervolume":
        import numpy
        from optuna._hypervolume import WFG

        return [WFG().compute(numpy.array(s["points"]), numpy.array(s["reference"])) for s in request["sets"]]
    return [search(request["kind"], request["problem"], request["trials"], seed) for seed in request["seeds"]]


warnings.simplefilter("ignore")
json.dump(answer(json.load(sys.stdin)), sys.stdout)
