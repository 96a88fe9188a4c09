"""The Python side of the comparison: native XGBoost, and the way in which jahs_bench asks it.

    native.py <scenario.json>

Speaks the protocol of serve.ts. Everything runs on one thread.
"""
import json
import os
import sys
import time
import warnings

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import xgboost as xgb

SINGLE_ROWS = 2048
BATCH_ROWS = 10_000
SEVEN_BATCH_ROWS = 2500

with open(sys.argv[1]) as file:
    scenario = json.load(file)
num_features = scenario["numFeatures"]
rows = np.fromfile(scenario["rows"], np.float32).reshape(-1, num_features)
missing = np.fromfile(scenario["missing"], np.float32).reshape(-1, num_features)
single = [rows[i : i + 1] for i in range(SINGLE_ROWS)]
batch = rows[:BATCH_ROWS]


def load(folder):
    booster = xgb.Booster({"nthread": 1})
    booster.load_model(folder + "/model.ubj")
    booster.set_param({"nthread": 1})
    # The header is what the encoder writes; inplace_predict of an array has no names to compare with.
    booster.feature_names = None
    return booster


class Rows:
    """One row at a time, each of the models in turn."""

    def __init__(self, models):
        self.models = models
        self.rows = len(models)
        self.at = 0

    def answers(self):
        return np.concatenate([np.concatenate([m.inplace_predict(r) for r in single]) for m in self.models])

    def run(self, calls):
        for _ in range(calls):
            self.at = (self.at + 1) % SINGLE_ROWS
            row = single[self.at]
            for model in self.models:
                model.inplace_predict(row)


class Batch:
    def __init__(self, models, data):
        self.models = models
        self.data = data
        self.rows = len(models) * len(data)

    def answers(self):
        return np.concatenate([model.inplace_predict(self.data) for model in self.models])

    def run(self, calls):
        for _ in range(calls):
            for model in self.models:
                model.inplace_predict(self.data)


class Open:
    """A model read from its file, and its first answer."""

    rows = 1

    def __init__(self, folder):
        self.folder = folder

    def answers(self):
        return load(self.folder).inplace_predict(single[0])

    def run(self, calls):
        for _ in range(calls):
            self.answers()


class Query:
    """What Benchmark.__call__ does: a frame of one row, and for each metric the pipeline of encoder and model."""

    rows = 1

    def __init__(self, query, folders):
        import pandas as pd
        from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
        from sklearn.pipeline import Pipeline
        from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder

        # The same trees as everywhere, loaded from a file rather than unpickled.
        warnings.filterwarnings("ignore", message="Loading a native XGBoost model")
        self.pd = pd
        with open(query["questions"]) as file:
            questions = json.load(file)
        self.questions = [(q["configuration"], q["epoch"]) for q in questions]
        self.at = 0
        self.metrics = query["metrics"]
        categories = {
            "Activation": ["Hardswish", "Mish", "ReLU"],
            **{f"Op{edge}": list(range(5)) for edge in range(1, 7)},
            "Optimizer": ["SGD"],
            "TrivialAugment": [False, True],
        }
        plain = [name for name in query["header"] if "_" not in name]
        self.columns = list(categories) + plain
        example = self.frame(*self.questions[0])

        def inverse_sigmoid(x, k):
            return np.log(x / (1 - x)) / k

        def sigmoid(x, k):
            return np.power(1 + np.exp(-k * x), -1)

        def with_transforms(regressor, transforms):
            for step in reversed(transforms):
                if step["kind"] == "min-max":
                    # What it was fitted to does not matter: its inverse reads these two alone.
                    transformer = MinMaxScaler().fit(np.array([[0.0], [1.0]]))
                    transformer.scale_ = np.array([step["scale"]])
                    transformer.min_ = np.array([step["min"]])
                else:
                    k = {"k": step["k"]}
                    transformer = FunctionTransformer(inverse_sigmoid, sigmoid, kw_args=k, inv_kw_args=k)
                    transformer.fit(np.array([[0.5]]))
                outer = TransformedTargetRegressor(regressor, transformer=transformer)
                outer.regressor_, outer.transformer_, outer._training_dim = regressor, transformer, 1
                regressor = outer
            return regressor

        self.models = []
        for folder, transforms in zip(folders, query["transforms"]):
            encoder = OneHotEncoder(drop="if_binary", categories=list(categories.values()))
            preprocess = ColumnTransformer(
                [("OneHotEncoder", encoder, list(categories))], remainder="passthrough"
            )
            preprocess.fit(example)
            regressor = xgb.XGBRegressor(n_jobs=1)
            regressor.load_model(folder + "/model.ubj")
            regressor.set_params(n_jobs=1)
            regressor.get_booster().feature_names = None
            estimator = with_transforms(regressor, transforms)
            self.models.append(Pipeline([("preprocess", preprocess), ("estimator", estimator)]))

    def frame(self, configuration, epoch):
        features = self.pd.Series(configuration).to_frame().transpose()
        features.loc[:, "epoch"] = epoch
        return features.loc[:, self.columns]

    def ask(self, configuration, epoch):
        features = self.frame(configuration, epoch)
        outputs = []
        for metric, model in zip(self.metrics, self.models):
            prediction = model.predict(features.loc[:, self.columns])
            outputs.append(self.pd.DataFrame(prediction, columns=[metric]))
        outputs = self.pd.concat(outputs, axis=1)
        outputs.index = features["epoch"]
        return outputs.to_dict(orient="index")[epoch]

    def answers(self):
        results = [self.ask(*question) for question in self.questions]
        return np.array([[result[metric] for result in results] for metric in self.metrics], np.float32)

    def run(self, calls):
        for _ in range(calls):
            self.at = (self.at + 1) % len(self.questions)
            self.ask(*self.questions[self.at])


models = [load(folder) for folder in scenario["models"]]
candidates = {
    "native.row.one": Rows(models[:1]),
    "native.row.seven": Rows(models),
    "native.batch.one": Batch(models[:1], batch),
    "native.batch.seven": Batch(models, rows[:SEVEN_BATCH_ROWS]),
    "native.all.seven": Batch(models, batch),
    "native.open.one": Open(scenario["models"][0]),
    "native.missing.seven": Batch(models, missing),
}
dropped = {}
if scenario["query"] is not None:
    try:
        candidates["jahs_bench.query"] = Query(scenario["query"], scenario["models"])
    except ImportError as error:
        dropped["jahs_bench.query"] = f"{error} (Debian: python3-pandas, python3-sklearn)"

hello = {
    "runtime": f"Python {sys.version.split()[0]}, XGBoost {xgb.__version__}, one thread",
    "candidates": [{"id": name, "rows": candidate.rows} for name, candidate in candidates.items()],
    "dropped": dropped,
    "notes": {},
}
print(json.dumps(hello), flush=True)
for line in sys.stdin:
    command, name, argument = line.split()
    candidate = candidates[name]
    if command == "time":
        start = time.process_time_ns()
        candidate.run(int(argument))
        print(json.dumps({"nanoseconds": time.process_time_ns() - start}), flush=True)
    else:
        answers = np.ascontiguousarray(candidate.answers(), np.float32)
        answers.tofile(argument)
        print(json.dumps({"values": answers.size}), flush=True)
