/** Figures as inline SVG: drawn by Vega-Lite, in the colours of the page around them. */

import { escaped } from "../../escaped.ts"
import type { FigureSpec } from "./document.ts"
import { figureConfig } from "./theme.ts"

/** How a drawing is known on its page. */
export interface DrawingNames {
  /** Unique on the page; starts with a letter. */
  readonly id: string
  readonly title: string
  readonly description: string
}

/**
 * Draws a figure as an SVG that tells its title and what is to be seen.
 *
 * @param spec Vega-Lite's
 * @returns one `svg` element, as wide as its surroundings let it be
 */
export async function drawFigure(spec: FigureSpec, names: DrawingNames): Promise<string> {
  const { renderSvg } = await import("./vega-renderer.ts")
  const svg = await renderSvg(spec, figureConfig)
  return named(svg, names)
}

function named(svg: string, { id, title, description }: DrawingNames): string {
  const head = /^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>/.exec(svg)
  if (head === null) throw new Error("figure: expected an svg element with a width and a height")
  const [all, width, height] = head
  const labels = `role="img" aria-labelledby="${id}-title ${id}-text"`
  const opening =
    `<svg viewBox="0 0 ${width} ${height}" style="max-width:${width}px" ${labels}>` +
    `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-text">${escaped(description)}</desc>`
  // Vega counts clips through all that a process draws: here they get numbers of this drawing, and names of the page.
  const clips = new Map<string, string>()
  const nameOf = (clip: string): string => {
    const name = clips.get(clip) ?? `${id}-clip-${clips.size}`
    clips.set(clip, name)
    return name
  }
  const body = svg
    .slice(all.length)
    .replaceAll(/ id="(\w+)"|url\(#(\w+)\)/g, (_, defined?: string, used?: string) =>
      defined === undefined ? `url(#${nameOf(used ?? "")})` : ` id="${nameOf(defined)}"`,
    )
  return opening + body
}
