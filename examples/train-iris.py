"""Trains iris.ubj, the small model of the examples: python3 train-iris.py (xgboost 1.7, scikit-learn 1.2).

Fisher's 150 irises, four features in centimetres, three classes. Prints what XGBoost itself answers to the
rows that the examples ask about; test/docs/examples.test.ts holds the same numbers.
"""

from pathlib import Path

import numpy
import xgboost
from sklearn.datasets import load_iris

FEATURES = ["sepal length", "sepal width", "petal length", "petal width"]

iris = load_iris()
data = xgboost.DMatrix(iris.data, label=iris.target, feature_names=FEATURES)
parameters = {"objective": "multi:softprob", "num_class": 3, "max_depth": 3, "eta": 0.3, "tree_method": "exact",
              "nthread": 1, "seed": 1}
booster = xgboost.train(parameters, data, num_boost_round=10)
booster.save_model(Path(__file__).with_name("iris.ubj"))

rows = numpy.array([[5.1, 3.5, 1.4, 0.2], [6.7, 3.0, 5.2, numpy.nan]], dtype=numpy.float32)
asked = xgboost.DMatrix(rows, feature_names=FEATURES)
print("probabilities", booster.predict(asked).tolist())
print("margins", booster.predict(asked, output_margin=True).tolist())
print("leaves", booster.predict(asked, pred_leaf=True).astype(int).tolist())
