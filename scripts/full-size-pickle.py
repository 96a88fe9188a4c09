"""Wraps a full-size XGBoost model into the pickles of one metric of the official release.

    python3 scripts/full-size-pickle.py model.json out [--handle json] [--protocol 0]

The model is one over the 41 encoded features of JAHS-Bench-201. What is written is what jahs_bench's
XGBSurrogate.dump writes, by real scikit-learn, XGBoost, pandas and joblib: out/model.pkl.gz,
out/params.pkl.gz and out/label_headers.pkl.gz, and beside them out/expected.json with the pipeline's answers to
some configurations. Needs xgboost 1.6 to 2.0, scikit-learn, pandas, joblib.
"""

import argparse
import gzip
import json
import pathlib
import random
import sys
import types

import joblib
import numpy as np
import pandas as pd
import xgboost
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder

ONE_HOT = ["Activation", "Op1", "Op2", "Op3", "Op4", "Op5", "Op6", "Optimizer", "TrivialAugment"]
PLAIN = ["N", "W", "Resolution", "LearningRate", "WeightDecay", "epoch"]


class CustomTransformFunctions:
    """Stands in for jahs_bench.surrogate.utils.CustomTransformFunctions: pickles name it, and no more."""

    @staticmethod
    def sigmoid(arr, k=1.0):
        return np.power(1 + np.exp(-k * arr), -1)

    @staticmethod
    def inverse_sigmoid(arr, k=1.0):
        return (np.log(arr) - np.log(1 - arr)) / k


def stand_in():
    for name in ["jahs_bench", "jahs_bench.surrogate", "jahs_bench.surrogate.utils"]:
        sys.modules[name] = types.ModuleType(name)
    sys.modules["jahs_bench.surrogate.utils"].CustomTransformFunctions = CustomTransformFunctions
    CustomTransformFunctions.__module__ = "jahs_bench.surrogate.utils"


def configurations(count):
    draw = random.Random(201)
    rows = [
        {
            "Activation": draw.choice(["ReLU", "Hardswish", "Mish"]),
            **{f"Op{i}": draw.randrange(5) for i in range(1, 7)},
            "Optimizer": "SGD",
            "TrivialAugment": draw.random() < 0.5,
            "N": draw.choice([1, 3, 5]),
            "W": draw.choice([4, 8, 16]),
            "Resolution": draw.choice([0.25, 0.5, 1.0]),
            "LearningRate": 10 ** draw.uniform(-3, 0),
            "WeightDecay": 10 ** draw.uniform(-5, -2),
            "epoch": draw.randint(1, 200),
        }
        for _ in range(count)
    ]
    return pd.DataFrame(rows)


def write_json_handles():
    """Lets boosters be pickled as XGBoost 1.4 and 1.5 did: the handle is one JSON text."""
    get_state = xgboost.Booster.__getstate__

    def get_json_state(self):
        state = get_state(self)
        model = bytes(self.save_raw("json")).decode()
        state["handle"] = bytearray(('{"Config":' + self.save_config() + ',"Model":' + model + "}").encode())
        return state

    xgboost.Booster.__getstate__ = get_json_state


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", help="save_model file, .json or .ubj, plain or .gz")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--protocol", type=int, default=0)
    parser.add_argument("--handle", choices=["ubjson", "json"], default="ubjson")
    options = parser.parse_args()
    stand_in()
    if options.handle == "json":
        write_json_handles()

    opener = gzip.open if options.model.endswith(".gz") else open
    with opener(options.model, "rb") as file:
        booster = xgboost.Booster(model_file=bytearray(file.read()))
    booster.best_iteration = booster.num_boosted_rounds() - 1
    booster.best_ntree_limit = booster.num_boosted_rounds()

    features = configurations(2000)
    labels = pd.DataFrame({"valid-acc": np.linspace(1.0, 95.0, len(features))})
    regressor = TransformedTargetRegressor(
        transformer=MinMaxScaler(feature_range=(1e-6, 1 - 1e-6)),
        regressor=TransformedTargetRegressor(
            transformer=FunctionTransformer(
                func=CustomTransformFunctions.inverse_sigmoid,
                inverse_func=CustomTransformFunctions.sigmoid,
                kw_args={"k": 1.0},
                inv_kw_args={"k": 1.0},
            ),
            regressor=xgboost.XGBRegressor(n_estimators=500, n_jobs=1, objective="reg:squarederror"),
        ),
    )
    columns = ColumnTransformer([("OneHotEncoder", OneHotEncoder(drop="if_binary"), ONE_HOT)], remainder="passthrough")
    pipeline = Pipeline([("preprocess", columns), ("estimator", regressor)])
    # The transformers are fitted for real; the regressor by as little as makes it fitted.
    inner = regressor.regressor.regressor
    inner.set_params(n_estimators=1)
    pipeline.fit(features, labels)
    fitted = pipeline.steps[1][1].regressor_.regressor_
    fitted.set_params(n_estimators=500)
    inner.set_params(n_estimators=500)
    fitted._Booster = booster

    options.out.mkdir(parents=True, exist_ok=True)
    params = {
        "estimators_per_output": 500,
        "hyperparams": {"objective": "reg:squarederror"},
        "config_space": None,
        "label_headers": labels.columns,
        "feature_headers": features.columns,
        "trained_": True,
    }
    joblib.dump(params, options.out / "params.pkl.gz", protocol=options.protocol)
    labels.columns.to_series().to_pickle(options.out / "label_headers.pkl.gz", protocol=options.protocol)
    joblib.dump(pipeline, options.out / "model.pkl.gz", protocol=options.protocol)

    asked = features.head(200)
    margins = fitted.predict(columns.transform(asked))
    answers = {
        "configs": [
            {name: value.item() if hasattr(value, "item") else value for name, value in row.items()}
            for row in asked.to_dict("records")
        ],
        "margins": [float(value) for value in margins],
        "predictions": [float(value) for value in np.ravel(pipeline.predict(asked))],
    }
    (options.out / "expected.json").write_text(json.dumps(answers))
    with gzip.open(options.out / "model.pkl.gz") as file:
        length = len(file.read())
    print(f"{options.out}: model.pkl.gz of {length} bytes when decompressed")


main()
