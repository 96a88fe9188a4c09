/** Explore: one configuration from all sides, and others beside it. */

import type { JSX } from "preact"
import { useMemo } from "preact/hooks"
import { metrics } from "../../../entries/index.web.ts"
import { engine } from "../../engine/the-engine.ts"
import { Problem } from "../../parts/problem.tsx"
import { Select } from "../../parts/select.tsx"
import { pointText } from "../../state/point.ts"
import { pins, point } from "../../state/selection.ts"
import { useAnswer } from "../../state/use-answer.ts"
import { useSettled } from "../../state/use-settled.ts"
import type { BenchmarkViewProps } from "../../view.ts"
import { metricChoice } from "./choices.ts"
import { Controls } from "./controls.tsx"
import { Curves } from "./curves.tsx"
import { HeatPanel } from "./heat-panel.tsx"
import { ImportancePanel } from "./importance-panel.tsx"
import { PinsPanel } from "./pins-panel.tsx"
import { type PanelProps, ResponsePanel } from "./response-panel.tsx"
import { Share } from "./share.tsx"
import { useCurves } from "./use-curves.ts"

/** The view. */
export function Explore({ benchmark }: BenchmarkViewProps): JSX.Element {
  const here = point.value
  return here === null ? <p class="waiting">Loading…</p> : <ExploreAt benchmark={benchmark} point={here} />
}

/** While a slider moves, the learning curves come first: the rest follows once it rests. */
const SETTLE_MILLISECONDS = 80

/** What is worked out of a point that rests. */
function Panels(props: PanelProps): JSX.Element {
  const { metrics: known } = props.benchmark
  return (
    <>
      <div class="explore-metric">
        <Select
          label="Metric below"
          values={metrics.map(({ name }) => name).filter(name => known.includes(name))}
          chosen={metricChoice.signal.value}
          onChoose={metricChoice.set}
        />
      </div>
      <div class="explore-pair">
        <ResponsePanel {...props} />
        <HeatPanel {...props} />
      </div>
      <ImportancePanel {...props} />
    </>
  )
}

function ExploreAt({ benchmark, point: here }: PanelProps): JSX.Element {
  const { task, release } = benchmark
  const pinned = pins.value
  const { answer, error } = useAnswer(`${task} ${release} ${pinned.map(pointText).join(" ")}`, signal =>
    engine.ask("explore", "compare", { pack: { task, release }, points: pinned }, { signal }),
  )
  const { curves, error: curvesError } = useCurves(benchmark, here)
  // Answers of pins that were taken away meanwhile have no place.
  const compared = useMemo(() => (answer?.length === pinned.length ? answer : []), [answer, pinned])
  const { epoch } = here
  const settled = useSettled(here, SETTLE_MILLISECONDS)
  // A node that is the same is not drawn again: of what a drag moves only these curves are, and the controls.
  const drawnCurves = useMemo(
    () => curves && <Curves benchmark={benchmark} epoch={epoch} curves={curves} pinned={compared} />,
    [benchmark, epoch, curves, compared],
  )
  const panels = useMemo(() => <Panels benchmark={benchmark} point={settled} />, [benchmark, settled])
  return (
    <div class="explore">
      <div class="explore-side">
        <Controls benchmark={benchmark} point={here} />
        <Share benchmark={benchmark} point={here} />
      </div>
      <div class="explore-main">
        <section class="panel" aria-labelledby="curves-title">
          <h2 id="curves-title">
            Learning curves <small>at epoch {epoch}; a click on a curve chooses another</small>
          </h2>
          {curvesError !== null && (
            <Problem what="The learning curves could not be computed." error={curvesError} />
          )}
          {drawnCurves}
        </section>
        {panels}
        {error === null ? (
          <PinsPanel benchmark={benchmark} point={here} curves={curves} pins={pinned} compared={compared} />
        ) : (
          <Problem what="The pins could not be compared." error={error} />
        )}
      </div>
    </div>
  )
}
