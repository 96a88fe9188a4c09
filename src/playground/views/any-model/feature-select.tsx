/** A feature of the model, chosen by its name. */

import type { JSX } from "preact"
import { Select } from "../../parts/select.tsx"
import type { ModelFacts } from "./facts.ts"

export interface FeatureSelectProps {
  readonly label: string
  readonly facts: ModelFacts
  readonly chosen: number
  readonly onChoose: (feature: number) => void
  /** One that another menu has. */
  readonly without?: number
}

/** Features that are split, those most split first; all of a linear booster. */
export function choosable({ features }: ModelFacts): readonly number[] {
  const columns = [...features.keys()]
  const split = columns.filter(column => features[column]!.numSplits > 0)
  if (split.length === 0) return columns
  return split.sort((a, b) => features[b]!.numSplits - features[a]!.numSplits)
}

/** The menu. */
export function FeatureSelect({ label, facts, chosen, onChoose, without }: FeatureSelectProps): JSX.Element {
  return (
    <Select
      label={label}
      values={choosable(facts)
        .filter(column => column !== without)
        .map(String)}
      chosen={String(chosen)}
      nameOf={column => facts.features[Number(column)]!.name}
      onChoose={column => onChoose(Number(column))}
    />
  )
}
