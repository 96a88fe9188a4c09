/** What the page draws as SVG as a file of its own: what the style sheet says of it is written into it. */

import { styleColor } from "./colors.ts"

const SVG = "http://www.w3.org/2000/svg"
/** Handed down to what is inside, so that only changes need to be written. */
const STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
] as const
/** Attributes that a drawing is made of; the others are there for the page. */
const DRAWN = /^([cr]?[xy][12]?|r|d|d[xy]|points|width|height|transform)$/
const MARGIN = 12
const LINE = 20
/** Of a character of the title, in bold, on average. */
const CHARACTER = 7.4

/** A copy without what only the page needs, with the styles that it is shown in. */
function drawnCopy(element: Element, around: CSSStyleDeclaration | null): Element {
  const copy = document.createElementNS(SVG, element.localName)
  for (const { name, value } of element.attributes) if (DRAWN.test(name)) copy.setAttribute(name, value)
  const style = getComputedStyle(element)
  for (const name of STYLES) {
    const value = style.getPropertyValue(name)
    if (value !== around?.getPropertyValue(name)) copy.setAttribute(name, value)
  }
  for (const child of element.childNodes) {
    copy.append(child instanceof Element ? drawnCopy(child, style) : child.cloneNode())
  }
  return copy
}

/**
 * Writes a drawing of the page as SVG, in the colours at hand.
 *
 * @param picture the drawing: an `<svg>`, or the group in it that holds all of the drawing, in its own coordinates
 * @param lines written above it, the first one as the title
 */
export function drawnSvg(picture: SVGGraphicsElement, lines: readonly string[]): string {
  const { x, y, width: drawn, height } = picture.getBBox()
  const width = Math.max(drawn, CHARACTER * Math.max(...lines.map(line => line.length)))
  const above = MARGIN + LINE * lines.length
  const box = [x - MARGIN, y - above, width + 2 * MARGIN, height + above + MARGIN]
  const page = document.createElementNS(SVG, "svg")
  const add = (
    parent: Element,
    name: string,
    attributes: Readonly<Record<string, string | number>>,
  ): Element => {
    const made = document.createElementNS(SVG, name)
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
    return parent.appendChild(made)
  }
  page.setAttribute("viewBox", box.map(value => value.toFixed(1)).join(" "))
  page.setAttribute("width", box[2]!.toFixed(0))
  page.setAttribute("height", box[3]!.toFixed(0))
  add(page, "title", {}).textContent = lines[0]!
  const [left, top] = [box[0]!, box[1]!].map(value => value.toFixed(1)) as [string, string]
  add(page, "rect", { x: left, y: top, width: "100%", height: "100%", fill: styleColor("--panel") })
  const { fontFamily } = getComputedStyle(picture)
  for (const [row, line] of lines.entries()) {
    const text = add(page, "text", {
      x: x.toFixed(1),
      y: (y - above + LINE * (row + 1)).toFixed(1),
      fill: styleColor(row === 0 ? "--text" : "--text-soft"),
      "font-family": fontFamily,
      "font-size": row === 0 ? 13 : 11,
      "font-weight": row === 0 ? 600 : 400,
    })
    text.textContent = line
  }
  const group = drawnCopy(picture, null)
  const drawing = add(page, "g", {})
  for (const name of STYLES) drawing.setAttribute(name, group.getAttribute(name)!)
  drawing.append(...group.childNodes)
  return `${new XMLSerializer().serializeToString(page)}\n`
}
