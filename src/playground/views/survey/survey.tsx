/** Survey: the space from above. */

import type { JSX } from "preact"
import { useMemo, useState } from "preact/hooks"
import { isSamePack } from "../../engine/pack-id.ts"
import { engine } from "../../engine/the-engine.ts"
import { seriesColor } from "../../parts/colors.ts"
import { formatNumber } from "../../parts/format-number.ts"
import { Problem } from "../../parts/problem.tsx"
import { ProgressBar } from "../../parts/progress-bar.tsx"
import { pointText } from "../../state/point.ts"
import { pins } from "../../state/selection.ts"
import { useAnswer } from "../../state/use-answer.ts"
import type { BenchmarkViewProps } from "../../view.ts"
import { OptimumPanel } from "./optimum-panel.tsx"
import { optimumRun } from "./optimum-run.ts"
import { RankPanel } from "./rank-panel.tsx"
import { AxisControls, SampleControls } from "./sample-controls.tsx"
import { SamplePanel, type SurveyMark } from "./sample-panel.tsx"
import { count, epoch, seed } from "./state.ts"

/** Pins and the optimum with all their metrics: they are drawn over the sample. */
function useMarks({ benchmark }: BenchmarkViewProps): readonly SurveyMark[] {
  const { task, release } = benchmark
  const run = optimumRun.value
  const best = run !== null && isSamePack(run.question.id, benchmark) ? run.found?.best : null
  const named = [
    ...pins.value.map((point, i) => ({ point, label: `pin ${i + 1}`, color: seriesColor(i + 1) })),
    ...(best
      ? [
          {
            point: { configuration: best.configuration, epoch: run!.question.epoch },
            label: "optimum",
            color: "--good",
          },
        ]
      : []),
  ]
  const points = named.map(({ point }) => point)
  const { answer } = useAnswer(`${task} ${release} ${points.map(pointText).join(" ")}`, signal =>
    engine.ask("survey", "answers", { id: { task, release }, points }, { signal }),
  )
  return useMemo(
    () => named.flatMap(({ label, color }, i) => (answer?.[i] ? [{ label, color, values: answer[i] }] : [])),
    [answer],
  )
}

/** The view. */
export function Survey({ benchmark }: BenchmarkViewProps): JSX.Element {
  const { task, release } = benchmark
  const input = {
    id: { task, release },
    count: Number(count.signal.value),
    seed: Number(seed.signal.value),
    epoch: Number(epoch.signal.value),
  }
  const [progress, setProgress] = useState(0)
  const { answer: sample, error } = useAnswer(JSON.stringify(input), signal => {
    setProgress(0)
    return engine.ask("survey", "sample", input, { signal, onProgress: setProgress })
  })
  const isWaiting =
    error === null &&
    (sample?.count !== input.count || sample.seed !== input.seed || sample.epoch !== input.epoch)
  const marks = useMarks({ benchmark })
  return (
    <div class="survey">
      <section class="panel survey-sample" aria-labelledby="survey-sample">
        <h2 id="survey-sample">Random configurations</h2>
        <SampleControls />
        <AxisControls {...benchmark} />
        <p>
          <small>
            Drawn from the release’s domain as <code>space.sample</code> draws: every choice equally likely,
            LearningRate and WeightDecay uniform in the logarithm. The Pareto front is that of these{" "}
            {formatNumber(input.count)}, not of the whole space.
          </small>
        </p>
        {isWaiting && (
          <ProgressBar
            label={`Asking for ${formatNumber(progress)} of ${formatNumber(input.count)}`}
            share={progress / input.count}
          />
        )}
        {error !== null && <Problem what="The sample could not be drawn." error={error} />}
        {sample && <SamplePanel benchmark={benchmark} sample={sample} marks={marks} />}
      </section>
      <OptimumPanel benchmark={benchmark} />
      <RankPanel benchmark={benchmark} />
    </div>
  )
}
