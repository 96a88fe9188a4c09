"""A search with Optuna over a service: `python3 optuna_search.py http://127.0.0.1:8080 [trials] [seed]`."""

import sys

import optuna

from jahs_bench_http import Benchmark

URL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
TRIALS = int(sys.argv[2]) if len(sys.argv) > 2 else 50
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 0

benchmark = Benchmark(task="cifar10", url=URL, metrics=["valid-acc", "runtime"])
space = benchmark.space()["hyperparameters"]


def suggest(trial, parameter):
    """One hyperparameter, as the space describes it."""
    name, kind = parameter["name"], parameter["kind"]
    if kind == "constant":
        return parameter["value"]
    if kind == "float":
        return trial.suggest_float(name, parameter["lower"], parameter["upper"], log=parameter["log"])
    return trial.suggest_categorical(name, parameter["values"])


def objective(trial):
    config = {parameter["name"]: suggest(trial, parameter) for parameter in space}
    answer = benchmark(config, nepochs=200)[200]
    trial.set_user_attr("runtime", answer["runtime"])
    return answer["valid-acc"]


optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED))
study.optimize(objective, n_trials=TRIALS)
days = sum(trial.user_attrs["runtime"] for trial in study.trials) / 86400
print(f"{benchmark.task}, release {benchmark.release}: {len(study.trials)} trials, {days:.1f} days of training")
print(f"valid-acc {study.best_value:.2f} % with {study.best_params}")
