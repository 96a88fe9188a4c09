"""Loads models that this package wrote into the real XGBoost 1.7.4 and says what it makes of them.

    /usr/bin/python3 scripts/round-trip-oracle.py FOLDER

FOLDER/jobs.json lists jobs: {"model": file, "rows": [[number, null or "Infinity"...]], "ranges": [[begin, end]...],
"featureMap": file or null, "attributes": [name...]}. For each job FOLDER/answers.json gets, with float32 arrays as hexadecimal little-endian
bytes: margin, prediction, leaf (null for gblinear), a margin and prediction per range, the dumps (text and json, with
and without statistics, and dot), names, types and attributes, or an error; FOLDER/<model>.saved is the model as XGBoost
saves it again in the same format. test/oracle/round-trip.test.ts writes the folder and compares. Needs Debian's
python3-xgboost.
"""
import json
import os
import sys

import numpy as np
import xgboost as xgb

FLT_MAX = np.finfo(np.float32).max
# DMatrix refuses infinities; no threshold lies beyond the largest float32.
WORDS = {"Infinity": FLT_MAX, "-Infinity": -FLT_MAX, None: np.nan}


def matrix(rows):
    values = [[WORDS[v] if v is None or isinstance(v, str) else v for v in row] for row in rows]
    return xgb.DMatrix(np.array(values, dtype=np.float32), missing=np.nan)


def floats(values):
    return np.ascontiguousarray(values, dtype="<f4").tobytes().hex()


def dumped(booster, fmap, with_stats, dump_format):
    path = os.path.join(folder, "dump")
    booster.dump_model(path, fmap=fmap, with_stats=with_stats, dump_format=dump_format)
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def answer(job):
    path = os.path.join(folder, job["model"])
    booster = xgb.Booster()
    booster.load_model(path)
    text = path.endswith(".json")
    with open(path + ".saved", "wb") as file:
        file.write(bytes(booster.save_raw(raw_format="json" if text else "ubj")))
    booster.set_param({"nthread": 1})
    rows = matrix(job["rows"])
    linear = json.loads(booster.save_config())["learner"]["gradient_booster"]["name"] == "gblinear"

    def predicted(output_margin, iteration_range=(0, 0)):
        return floats(booster.predict(rows, output_margin=output_margin, iteration_range=tuple(iteration_range),
                                      validate_features=False))

    leaf = None
    if not linear:
        leaf = booster.predict(rows, pred_leaf=True, strict_shape=True, validate_features=False)
        leaf = leaf.reshape(len(job["rows"]), -1).astype(int).tolist()
    fmap = os.path.join(folder, job["featureMap"]) if job["featureMap"] else ""
    return {
        "margin": predicted(True),
        "prediction": predicted(False),
        "leaf": leaf,
        "ranges": [{"margin": predicted(True, r), "prediction": predicted(False, r)} for r in job["ranges"]],
        "dumps": {
            "text": dumped(booster, fmap, False, "text"),
            "textWithStats": dumped(booster, fmap, True, "text"),
            "json": dumped(booster, fmap, False, "json"),
            "jsonWithStats": dumped(booster, fmap, True, "json"),
            "dot": [] if linear else booster.get_dump(fmap=fmap, dump_format="dot"),
        },
        "featureNames": booster.feature_names,
        "featureTypes": booster.feature_types,
        "attributes": {name: booster.attr(name) for name in job["attributes"]},
    }


def attempt(job):
    try:
        return answer(job)
    except Exception as error:  # The test names the model next to what XGBoost said.
        return {"error": f"{type(error).__name__}: {error}".split("\nStack trace")[0]}


if __name__ == "__main__":
    folder = sys.argv[1]
    with open(os.path.join(folder, "jobs.json"), encoding="utf-8") as jobs:
        answers = [attempt(job) for job in json.load(jobs)]
    with open(os.path.join(folder, "answers.json"), "w", encoding="utf-8") as out:
        json.dump({"version": xgb.__version__, "answers": answers}, out)
