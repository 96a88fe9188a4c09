/** What values are called. */

import { type HyperparameterValue, operations } from "../../../entries/index.web.ts"
import { formatNumber } from "../../parts/format-number.ts"

/** A value as people read it: operations by their names, truths as on and off. */
export function valueName(name: string, value: HyperparameterValue): string {
  if (typeof value === "boolean") return value ? "on" : "off"
  if (typeof value === "string") return value
  return /^Op[1-6]$/.test(name) ? operations[value]!.name : formatNumber(value)
}
