/** The text of one's own optimiser, kept while the page is open. */

import { type Signal, signal } from "@preact/signals"

/** Draws anew about one hyperparameter in five of the best configuration so far. */
export const EXAMPLE = `// Keeps most of the best configuration so far, and draws the rest anew.
export default (hyperparameters, { goals: [goal], seed }) => {
  let state = seed + 1, best = {}, bestLoss = Infinity
  const asked = [], random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const draw = ({ kind, lower, upper, values, value }) => kind === "constant" ? value
    : kind === "float" ? lower * (upper / lower) ** random() : values[Math.floor(random() * values.length)]
  return {
    ask() { // an epoch from 1 to 200: { id, configuration, fidelity: { epoch: 50 } }
      const drawn = hyperparameters.map(h => [h.name, h.name in best && random() < 0.8 ? best[h.name] : draw(h)])
      return { id: asked.length, configuration: (asked[asked.length] = Object.fromEntries(drawn)) }
    },
    tell(id, [value]) { // one value a metric
      const loss = goal === "minimize" ? value : -value
      if (loss < bestLoss) [best, bestLoss] = [asked[id], loss]
    },
  }
}
`

/** What was typed or pasted. */
export const ownSource: Signal<string> = signal(EXAMPLE)
/** Whether it races. */
export const isOwnChosen: Signal<boolean> = signal(false)
