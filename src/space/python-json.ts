/** Writes JSON as Python's `json.dumps(…, indent=2)` does, where 1.0 and 1 are different numbers. */

/** A number that Python holds as a float. */
export class PythonFloat {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** What can be written. Plain numbers are Python's integers, or floats with a fraction. */
export type PythonJson =
  | null
  | boolean
  | number
  | string
  | PythonFloat
  | readonly PythonJson[]
  | { readonly [key: string]: PythonJson }

/** Python's `repr`: shortest digits, an exponent below 1e-4 and from 1e16 on, always a sign of being a float. */
function representation(value: number): string {
  const [digits, exponent] = value.toExponential().split("e")
  const power = Number(exponent)
  if (power < -4 || power >= 16) {
    return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`
  }
  const text = String(value)
  return text.includes(".") ? text : `${text}.0`
}

/**
 * @param value what to write; finite numbers only
 * @param indent white space before the line on which the value stands
 * @returns JSON text
 */
export function writePythonJson(value: PythonJson, indent = ""): string {
  if (value instanceof PythonFloat) return representation(value.value)
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  const [open, close, lines] = Array.isArray(value)
    ? ["[", "]", (value as readonly PythonJson[]).map(item => writePythonJson(item, inner))]
    : [
        "{",
        "}",
        Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${writePythonJson(item, inner)}`),
      ]
  if (lines.length === 0) return open + close
  return `${open}\n${lines.map(line => inner + line).join(",\n")}\n${indent}${close}`
}
