"""What XGBoost itself says about stored models: interactions of rows, importance, contributions.

Reads {"models": [{"file": path of a model.json.gz, "rows": [[number or null]]}]} from standard input, writes
one record per model as JSON. Needs XGBoost 1.7 (Debian's python3-xgboost).
"""

import gzip
import json
import sys

import numpy
import xgboost

TYPES = ("weight", "gain", "cover", "total_gain", "total_cover")


def answer(function, **options):
    """None where XGBoost refuses: linear boosters have no interactions and only one importance."""
    try:
        return function(**options)
    except xgboost.core.XGBoostError:
        return None


def flat(values):
    return None if values is None else values.astype(float).ravel().tolist()


def explain(job):
    with gzip.open(job["file"]) as file:
        booster = xgboost.Booster(model_file=bytearray(file.read()))
    rows = numpy.array([[numpy.nan if x is None else x for x in row] for row in job["rows"]], dtype=numpy.float32)
    names, types = booster.feature_names, booster.feature_types
    data = xgboost.DMatrix(rows, feature_names=names, feature_types=types, enable_categorical=True)
    return {
        "contributions": flat(booster.predict(data, pred_contribs=True, strict_shape=True)),
        "interactions": flat(answer(booster.predict, data=data, pred_interactions=True, strict_shape=True)),
        "scores": {kind: answer(booster.get_score, importance_type=kind) for kind in TYPES},
    }


models = [explain(job) for job in json.load(sys.stdin)["models"]]
json.dump({"models": models}, sys.stdout)
