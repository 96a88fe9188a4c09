/** The cases that XGBoost 1.7 cannot hold, with what the error must name: 13 of 155. */

const SCORES =
  /^learner\.learner_model_param\.base_score .*a base score for each output.*got [34] that differ/
const VECTOR = /^trees\[0\]\.tree_param\.size_leaf_vector .*vector leaves.*got 3/
const QUANTILE = /^learner\.objective\.name .*the objective.*got "reg:quantileerror"/

/** Patterns for `<path> <message>`. */
export const REFUSED_BY_17: Readonly<Record<string, RegExp>> = {
  "xgboost-2.1/multi_class_vector_leaf": VECTOR,
  "xgboost-2.1/multi_output_vector_leaf": VECTOR,
  "xgboost-2.1/quantile_multi": QUANTILE,
  "xgboost-3.4/dart_multiclass": SCORES,
  "xgboost-3.4/multi_class_vector_leaf": VECTOR,
  "xgboost-3.4/multi_label_logistic": SCORES,
  "xgboost-3.4/multi_output_one_per_target": SCORES,
  "xgboost-3.4/multi_output_vector_leaf": VECTOR,
  "xgboost-3.4/multi_softmax": SCORES,
  "xgboost-3.4/multi_softprob": SCORES,
  "xgboost-3.4/multi_softprob_forest": SCORES,
  "xgboost-3.4/quantile_multi": QUANTILE,
  "xgboost-3.4/reg_quantileerror": QUANTILE,
}
