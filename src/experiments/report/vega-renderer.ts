/** Vega and Vega-Lite without a screen: a specification in, the text of an SVG out. Loaded by `draw.ts` on demand. */

import { parse, View } from "vega"
import { expressionInterpreter } from "vega-interpreter"
import { compile, type TopLevelSpec } from "vega-lite"
import type { FigureSpec } from "./document.ts"

/**
 * Draws a figure.
 *
 * @param spec Vega-Lite's
 * @param config of all figures
 */
export async function renderSvg(spec: FigureSpec, config: FigureSpec): Promise<string> {
  const { spec: program } = compile(spec as unknown as TopLevelSpec, { config })
  // With an interpreter of expressions: where text may not become code, as in workerd, figures are drawn, too.
  const view = new View(parse(program, undefined, { ast: true }), {
    renderer: "none",
    expr: expressionInterpreter,
  })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}
