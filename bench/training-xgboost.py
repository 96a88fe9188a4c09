"""Trains XGBoost's `hist` on one thread on tables of bench/training.ts, and judges both trainers' predictions.

Reads {"folder", "numFeatures", "numTrees", "parameters", "judge"} from standard input. The folder holds
train-rows.bin, train-labels.bin and, to judge, test-rows.bin, test-labels.bin and ours.bin (predictions), all
float32. Writes the CPU seconds of training, and R² and Kendall's tau of each. Needs XGBoost 1.7 and scipy.
"""

import json
import sys
import time
from pathlib import Path

import numpy
import scipy.stats
import xgboost

job = json.load(sys.stdin)


def load(name):
    return numpy.fromfile(Path(job["folder"]) / f"{name}.bin", dtype=numpy.float32)


def judge(labels, predictions):
    labels, predictions = labels.astype(float), predictions.astype(float)
    residual = ((labels - predictions) ** 2).sum()
    r2 = 1 - residual / ((labels - labels.mean()) ** 2).sum()
    return {"r2": r2, "tau": scipy.stats.kendalltau(labels, predictions).statistic}


rows = load("train-rows").reshape(-1, job["numFeatures"])
data = xgboost.DMatrix(rows, label=load("train-labels"), nthread=1)
start = time.process_time()
booster = xgboost.train({"tree_method": "hist", "nthread": 1, **job["parameters"]}, data, job["numTrees"])
answer = {"seconds": time.process_time() - start, "version": xgboost.__version__}
if job["judge"]:
    test = xgboost.DMatrix(load("test-rows").reshape(-1, job["numFeatures"]), nthread=1)
    labels = load("test-labels")
    answer["theirs"] = judge(labels, booster.predict(test))
    answer["ours"] = judge(labels, load("ours"))
json.dump(answer, sys.stdout)
