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
    name: "survey",
    title: "Survey",
    summary:
      "The space from above: thousands of configurations, the exact optimum, and where one’s own stand.",
    of: "benchmark",
    load: async () => (await import("./views/survey/survey.tsx")).Survey,
  },
  {
    name: "race",
    title: "Race",
    summary: "Optimisers against each other, on a simulated clock.",
    of: "benchmark",
    load: async () => (await import("./views/race/race.tsx")).Race,
  },
  {
    name: "any-model",
    title: "Any model",
    summary: "An XGBoost file of yours, from all sides: it stays on this device.",
    of: "nothing",
    load: async () => (await import("./views/any-model/any-model.tsx")).AnyModel,
  },
  {
    name: "audit",
    title: "Audit",
    summary: "Which laws the release’s answers break, how often, and where it is worst.",
    of: "benchmark",
    load: async () => (await import("./views/audit/audit.tsx")).Audit,
  },
]
