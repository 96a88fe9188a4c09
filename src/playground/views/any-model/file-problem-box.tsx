/** What is wrong with a file: where, what was expected there, what is there, and what helps. */

import type { JSX } from "preact"
import type { FileProblem } from "./facts.ts"

export interface FileProblemBoxProps {
  readonly problem: FileProblem
  /** Name of the model that is shown all the same. */
  readonly keptModel: string | null
}

/** A problem in its parts. */
export function FileProblemBox({ problem, keptModel }: FileProblemBoxProps): JSX.Element {
  const { source, what, where, expected, got, remedy, code, excerpt } = problem
  const parts = [
    ["Where", where],
    ["Expected", expected],
    ["Got", got],
    ["What helps", remedy],
  ] as const
  return (
    <div class="problem" role="alert">
      <p>
        <strong>{source}</strong>: {what} {code !== null && <code>{code}</code>}
      </p>
      <dl>
        {parts.map(
          ([name, text]) =>
            text !== null && (
              <>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </>
            ),
        )}
        {excerpt && (
          <>
            <dt>The bytes there</dt>
            <dd>
              <code>
                {excerpt.before}
                <mark>{excerpt.at}</mark>
                {excerpt.after}
              </code>
            </dd>
          </>
        )}
      </dl>
      {keptModel !== null && <p>{keptModel} is still open.</p>}
    </div>
  )
}
