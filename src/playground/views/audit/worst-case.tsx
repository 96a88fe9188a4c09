/** The worst case of a law: what was answered, drawn, and where one can go and look. */

import type { JSX } from "preact"
import type { Answer, AuditEntry } from "../../../entries/fast-check.ts"
import type { PackId } from "../../engine/pack-id.ts"
import { engine } from "../../engine/the-engine.ts"
import { describePoint } from "../../parts/describe-point.ts"
import { formatNumber, formatWithUnit } from "../../parts/format-number.ts"
import { PointActions } from "../../parts/point-actions.tsx"
import { Problem } from "../../parts/problem.tsx"
import { useAnswer } from "../../state/use-answer.ts"
import { lineKey, type Picture, unitOf } from "./picture.ts"
import { worstOf } from "./verdict.ts"
import { lineColor, WorstChart } from "./worst-chart.tsx"

const DIGITS = 6

interface AnswersProps {
  readonly answers: readonly Answer[]
  readonly picture: Picture | null
  readonly law: string
}

function Answers({ answers, picture, law }: AnswersProps): JSX.Element {
  const keys = [...new Set(answers.map(lineKey))]
  const colorOf = (answer: Answer): string =>
    lineColor(picture?.lines.length === 1 ? 0 : keys.indexOf(lineKey(answer)))
  return (
    <ul class="worst-answers">
      {answers.map((answer, i) => (
        <li key={i}>
          <i class="color-dot" style={{ background: `var(${colorOf(answer)})` }} />
          <strong>
            {answer.metric} {formatWithUnit(answer.value, unitOf(answer.metric), DIGITS)}
          </strong>
          : {describePoint(answer)} <PointActions point={answer} name={`${law}, answer ${i + 1}`} />
        </li>
      ))}
    </ul>
  )
}

export interface WorstCaseProps {
  readonly id: PackId
  readonly entry: AuditEntry
}

/** A card. */
export function WorstCase({ id, entry }: WorstCaseProps): JSX.Element | null {
  const { name, meaning, reason, severity, unit, tolerance } = entry
  const worst = worstOf(entry)
  const answers = worst?.answers ?? []
  const { answer: picture, error } = useAnswer(
    answers.length === 0 ? null : JSON.stringify([id, answers]),
    signal => engine.ask("audit", "worst", { id, answers }, { signal }),
  )
  if (worst === null || answers.length === 0) return null
  return (
    <section class="panel worst-case" id={`law-${name}`} tabIndex={-1} aria-labelledby={`title-${name}`}>
      <h3 id={`title-${name}`}>
        {name} <small>{severity}</small>
      </h3>
      <p>
        {meaning} <small>One expects it because {reason}.</small>
      </p>
      <p>
        Broken by <strong>{formatNumber(worst.worst)}</strong>{" "}
        {unit === "the metric's" ? "(in the metric’s unit)" : unit}
        {tolerance > 0 && `, where ${formatNumber(tolerance)} are allowed`}
      </p>
      {error !== null && <Problem what="The case could not be drawn." error={error} />}
      {picture && <WorstChart picture={picture} law={name} note={`${id.task}, release ${id.release}`} />}
      <Answers answers={answers} picture={picture} law={name} />
    </section>
  )
}
