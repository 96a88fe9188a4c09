/**
 * JSON as XGBoost writes it, for the tests alone: `JSON.parse` does the work once the bare tokens NaN, Infinity
 * and -Infinity, which XGBoost writes and JSON does not know, have been replaced.
 */

/** Stands for NaN in the text that JSON.parse sees; no model holds a string that starts with U+0000. */
const NAN = "\u0000NaN"

/** Decodes JSON text, or its UTF-8 bytes. Throws a SyntaxError for anything JSON.parse refuses. */
export function decodeJson(source: Uint8Array | string): unknown {
  const text = typeof source === "string" ? source : new TextDecoder().decode(source)
  if (!/NaN|Infinity/.test(text)) return JSON.parse(text)
  // Strings are matched first, so that a token inside one stays as it is.
  const clean = text.replace(/"(?:[^"\\]|\\.)*"|\bNaN\b|\bInfinity\b/g, token =>
    token === "NaN" ? JSON.stringify(NAN) : token === "Infinity" ? "1e999" : token,
  )
  return JSON.parse(clean, (_key, value) => (value === NAN ? Number.NaN : value))
}
