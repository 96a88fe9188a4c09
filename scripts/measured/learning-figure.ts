/** The learning curves of surrogates of the measured table as a figure for Markdown. */
import type { NoiseAnalysis } from "../../src/experiments/noise/noise-analysis.ts"
import { axisOf, figure, type Panel } from "../distil/panels.ts"

const BLUE = "#2563eb"
const ORANGE = "#c94f00"
const GREEN = "#00865f"

/** @returns an SVG with a panel a metric: tau with its standard error, the tau of a second run, and the ceiling */
export function learningFigure({ learning, reruns }: NoiseAnalysis): string {
  if (learning === null) throw new Error("no learning curve was measured")
  const { points, fidelity } = learning
  const most = Math.max(...points.map(({ numConfigurations }) => numConfigurations))
  const panels = [...new Set(points.map(({ metric }) => metric))].map((metric): Panel => {
    const own = points.filter(point => point.metric === metric)
    const noise = reruns.find(of => of.metric === metric && of.fidelity === fidelity)
    return {
      title: metric,
      x: axisOf(0, most),
      y: { low: 0, high: 1, ticks: [0, 0.5, 1] },
      draw(x, y) {
        const level = (value: number, colour: string): string =>
          `<path d="M${x(0)} ${y(value)}H${x(most)}" stroke="${colour}" stroke-dasharray="4 3"/>`
        const bars = own.map(({ numConfigurations: n, tau, tauError }) => {
          return `M${x(n)} ${y(tau - tauError)}V${y(tau + tauError)}`
        })
        const line = own.map(({ numConfigurations: n, tau }) => `${x(n)} ${y(tau)}`).join("L")
        const dots = own.map(({ numConfigurations: n, tau }) => `M${x(n)} ${y(tau)}h0`).join("")
        return (
          (noise === undefined ? "" : level(noise.tau.value, ORANGE) + level(noise.ceiling, GREEN)) +
          `<path d="${bars.join("")}" stroke="${BLUE}" stroke-opacity=".5" stroke-width="2"/>` +
          `<path d="M${line}" stroke="${BLUE}" fill="none"/>` +
          `<path d="${dots}" stroke="${BLUE}" stroke-width="6" stroke-linecap="round"/>`
        )
      },
    }
  })
  return figure(panels, `Kendall's tau over the number of configurations, ${fidelity}`)
}
