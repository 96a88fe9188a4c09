/** A configuration in words. */

import { type Configuration, edges, operations, type Space } from "../../space/index.ts"
import { settingText } from "../frame/numbers.ts"

/** The cell: `Op1 conv 3x3, Op2 zero, …`. */
function cellText(configuration: Configuration): string {
  return edges.map(({ name }) => `${name} ${operations[configuration[name]].name}`).join(", ")
}

function settingsText(configuration: Configuration, space: Space, isConstant: boolean): string {
  const values = configuration as unknown as Record<string, unknown>
  return space.hyperparameters
    .filter(({ role, kind }) => role !== "architecture" && (kind === "constant") === isConstant)
    .map(({ name }) => `${name} ${settingText(values[name])}`)
    .join(", ")
}

/**
 * Names and texts for `definitions`.
 *
 * @param space tells what is constant
 */
export function describeConfiguration(
  configuration: Configuration,
  space: Space,
): (readonly [string, string])[] {
  return [
    ["cell", cellText(configuration)],
    ["training", settingsText(configuration, space, false)],
    ["fixed", settingsText(configuration, space, true)],
  ].filter((pair): pair is [string, string] => pair[1] !== "")
}
