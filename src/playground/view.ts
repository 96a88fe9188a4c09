/** What a view is. */

import type { ComponentType } from "preact"
import type { BenchmarkFacts } from "./engine/shared-operations.ts"

/** What a view of the benchmark at hand is given; it is made anew when another benchmark is chosen. */
export interface BenchmarkViewProps {
  readonly benchmark: BenchmarkFacts
}

interface Named {
  /** In addresses: `#/<name>`. */
  readonly name: string
  readonly title: string
  /** One sentence, below the title. */
  readonly summary: string
}

/** A view that looks at the benchmark that was chosen. */
interface BenchmarkView extends Named {
  readonly of: "benchmark"
  readonly load: () => Promise<ComponentType<BenchmarkViewProps>>
}

/** A view that needs no benchmark. */
interface IndependentView extends Named {
  readonly of: "nothing"
  readonly load: () => Promise<ComponentType>
}

export type View = BenchmarkView | IndependentView
