/** Which of a model's outputs is looked at, and in which measure. */

import type { JSX } from "preact"
import { Choice } from "../../parts/choice.tsx"
import { Select } from "../../parts/select.tsx"
import type { ModelFacts } from "./facts.ts"
import type { Output } from "./response.ts"

export interface OutputSelectProps {
  /** How many columns there are to choose from. */
  readonly count: number
  readonly chosen: number
  readonly onChoose: (output: number) => void
}

/** A menu of outputs; nothing where there is one. */
export function OutputSelect({ count, chosen, onChoose }: OutputSelectProps): JSX.Element | null {
  if (count < 2) return null
  return (
    <Select
      label="Output"
      values={Array.from({ length: count }, (_, output) => String(output))}
      chosen={String(Math.min(chosen, count - 1))}
      onChoose={value => onChoose(Number(value))}
    />
  )
}

export interface MeasureChoiceProps {
  readonly facts: ModelFacts
  readonly chosen: Output
  readonly onChoose: (output: Output) => void
}

/** Predictions or margins; nothing where there are margins alone. */
export function MeasureChoice({ facts, chosen, onChoose }: MeasureChoiceProps): JSX.Element | null {
  if (facts.numPredictions === 0) return null
  return (
    <Choice
      label="Measure"
      isLabelHidden
      values={["prediction", "margin"]}
      chosen={chosen}
      onChoose={onChoose}
    />
  )
}
