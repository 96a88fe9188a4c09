"""The native side of bench/native.ts: single-row and batch prediction of XGBoost from Python, one thread.

Reads one command a line on standard input and answers one line of JSON; the caller interleaves its own
rounds with these. Arguments: model file, rows file (float32, little endian), number of features.
"""
import json
import sys
import time

import numpy as np
import xgboost as xgb

booster = xgb.Booster({"nthread": 1})
booster.load_model(sys.argv[1])
booster.set_param({"nthread": 1})
rows = np.fromfile(sys.argv[2], dtype=np.float32).reshape(-1, int(sys.argv[3]))
single = [rows[i : i + 1] for i in range(len(rows))]

print(json.dumps({"version": xgb.__version__, "rows": len(rows)}), flush=True)
for line in sys.stdin:
    command, count = line.split()
    if command == "predict":
        print(json.dumps({"prediction": [float(v) for v in booster.inplace_predict(rows)]}), flush=True)
        continue
    count = int(count)
    start = time.process_time_ns()
    if command == "row":
        for i in range(count):
            booster.inplace_predict(single[i % len(single)])
        done = count
    else:
        for _ in range(count):
            booster.inplace_predict(rows)
        done = count * len(rows)
    print(json.dumps({"nanoseconds": (time.process_time_ns() - start) / done}), flush=True)
