"""What XGBoost 1.7 trains, and what it predicts with models that were trained elsewhere.

Reads {"tables": [...], "models": [...]} from standard input. A table is {"rows": [number or null], "numFeatures",
"labels", "weights" or null, "parameters", "numTrees"}; its answer is the model and its margins. A model is
{"file": path, "rows", "numFeatures"}; its answer is the margins. Needs XGBoost 1.7 (Debian's python3-xgboost).
"""

import json
import sys

import numpy
import xgboost


def matrix(job, **fields):
    values = [numpy.nan if value is None else value for value in job["rows"]]
    rows = numpy.array(values, dtype=numpy.float32).reshape(-1, job["numFeatures"])
    return xgboost.DMatrix(rows, **fields)


def margins(booster, data):
    return booster.predict(data, output_margin=True).astype(float).tolist()


def train(job):
    data = matrix(job, label=job["labels"], weight=job["weights"])
    parameters = {"tree_method": "hist", "nthread": 1, **job["parameters"]}
    booster = xgboost.train(parameters, data, job["numTrees"])
    return {"model": json.loads(booster.save_raw("json").decode()), "margins": margins(booster, data)}


def load(job):
    booster = xgboost.Booster(model_file=job["file"])
    return margins(booster, matrix(job, feature_names=booster.feature_names))


request = json.load(sys.stdin)
answer = {"tables": [train(job) for job in request["tables"]], "models": [load(job) for job in request["models"]]}
json.dump(answer, sys.stdout)
