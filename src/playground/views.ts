/** The views, in the order in which the navigation lists them. A view's code is loaded when it is first shown. */

import type { View } from "./view.ts"

export const views: readonly View[] = [
  {
    name: "explore",
    title: "Explore",
    summary: "Move through the space: every change is answered at once.",
    of: "benchmark",
    load: async () => (await import("./views/explore/explore.tsx")).Explore,
  },
  {
    name: "any-model",
    title: "Any model",
    summary: "An XGBoost file of yours, from all sides: it stays on this device.",
    of: "nothing",
    load: async () => (await import("./views/any-model/any-model.tsx")).AnyModel,
  },
]
