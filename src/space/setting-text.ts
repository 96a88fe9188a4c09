/** Values written as text, on command lines and in addresses: what their hyperparameter's kind says they mean. */

import { jahsSpace } from "./jahs-space.ts"

/**
 * The value that a text means for a hyperparameter. What does not fit stays text: the space's own message
 * names it.
 *
 * @param name upstream's spelling
 * @example
 * ```ts
 * settingOf("TrivialAugment", "true") // true
 * settingOf("LearningRate", "0.1") // 0.1
 * ```
 */
export function settingOf(name: string, text: string): unknown {
  const hyperparameter = jahsSpace.hyperparameters.find(known => known.name === name)
  const type =
    hyperparameter && "valueType" in hyperparameter ? hyperparameter.valueType : hyperparameter?.kind
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true"
  const isNumber = type === "float" || type === "integer"
  return isNumber && text.trim() !== "" && !Number.isNaN(Number(text)) ? Number(text) : text
}
