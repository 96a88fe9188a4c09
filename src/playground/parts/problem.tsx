/** What went wrong, where it went wrong. */

import type { JSX } from "preact"

export interface ProblemProps {
  /** One sentence for people. */
  readonly what: string
  readonly error: unknown
  readonly onRetry?: () => void
}

/** An error's message, and a button to try again where that can help. Screen readers say it at once. */
export function Problem({ what, error, onRetry }: ProblemProps): JSX.Element {
  const code = error instanceof Error && "code" in error ? String(error.code ?? "") : ""
  return (
    <div class="problem" role="alert">
      <p>
        <strong>{what}</strong> {code !== "" && <code>{code}</code>}
      </p>
      <p class="problem-message">{error instanceof Error ? error.message : String(error)}</p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}
