/** How far something is. */

import type { JSX } from "preact"

export interface ProgressBarProps {
  readonly label: string
  /** From 0 to 1; left out where nobody knows. */
  readonly share?: number
}

/** A labelled bar; `progress` brings its role and value along. */
export function ProgressBar({ label, share }: ProgressBarProps): JSX.Element {
  return (
    <label class="progress">
      <span>{label}</span>
      <progress {...(share === undefined ? {} : { value: share })} max={1} />
    </label>
  )
}
