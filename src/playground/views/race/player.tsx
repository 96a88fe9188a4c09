/** Plays the log of a run on the simulated clock. */

import type { JSX } from "preact"
import { useEffect, useMemo, useState } from "preact/hooks"
import { viridis } from "../../parts/colors.ts"
import { formatNumber } from "../../parts/format-number.ts"
import { LazyTable } from "../../parts/lazy-table.tsx"
import { objectiveLabel } from "./objective.ts"
import type { RunLog } from "./run-log.ts"
import { type Moment, momentOf, type Timeline, timelineOf } from "./timeline.ts"
import { TimelineCanvas } from "./timeline-canvas.tsx"

/** Of a whole run. */
const PLAY_MILLISECONDS = 12_000
/** Who asked for less motion sees so many still pictures instead. */
const NUM_STILLS = 12

const SECONDS_OF_A_DAY = 86_400

/** Moves `now` to the end while it plays. */
function usePlaying(isPlaying: boolean, end: number, move: (change: (now: number) => number) => void): void {
  useEffect(() => {
    if (!isPlaying) return
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      const timer = setInterval(() => move(now => now + end / NUM_STILLS), PLAY_MILLISECONDS / NUM_STILLS)
      return () => clearInterval(timer)
    }
    let last = performance.now()
    let frame = requestAnimationFrame(function next(time) {
      move(now => now + (Math.max(0, time - last) / PLAY_MILLISECONDS) * end)
      last = time
      frame = requestAnimationFrame(next)
    })
    return () => cancelAnimationFrame(frame)
  }, [isPlaying, end])
}

/** What a moment is, in words. */
function told(document: RunLog, { numEnded, numRunning, incumbent }: Moment, now: number): string {
  const { unit, budget, arm } = document
  const days = formatNumber((now * unit) / SECONDS_OF_A_DAY, 3)
  const [metric, metricUnit] = objectiveLabel(arm.metrics[0]!).split(", ")
  const best =
    incumbent === null
      ? "none yet"
      : `${formatNumber(incumbent.value)} ${metricUnit} (evaluation ${incumbent.id}, ${incumbent.epoch} epochs)`
  return (
    `At ${formatNumber(now, 3)} of ${budget} mean full evaluations, ${days} days: ${numEnded} evaluations ended, ` +
    `${numRunning} under way; best ${metric} ${best}.`
  )
}

function Legend({ timeline, metric }: { readonly timeline: Timeline; readonly metric: string }): JSX.Element {
  const stops = [0, 0.25, 0.5, 0.75, 1].map(share => `rgb(${viridis(share).join()})`)
  return (
    <p class="race-note race-scale">
      {metric}: {formatNumber(timeline.lowest)}
      <span style={{ background: `linear-gradient(to right, ${stops.join()})` }} />
      {formatNumber(timeline.highest)}; a mark at the end of a bar is a new best
    </p>
  )
}

/** Picture, controls and table of a log. */
export function Player({ document }: { readonly document: RunLog }): JSX.Element {
  const timeline = useMemo(() => timelineOf(document), [document])
  const { end, times } = timeline
  const [now, setNow] = useState(end)
  const [isPlaying, setPlaying] = useState(false)
  const move = (change: (now: number) => number): void =>
    setNow(before => Math.min(end, Math.max(0, change(before))))
  usePlaying(isPlaying, end, move)
  useEffect(() => {
    if (now >= end) setPlaying(false)
  }, [now, end])
  const text = told(document, momentOf(timeline, now), now)
  const step = (to: number | undefined): void => {
    setPlaying(false)
    if (to !== undefined) setNow(Math.min(end, to))
  }
  const play = (): void => {
    if (!isPlaying && now >= end) setNow(0)
    setPlaying(!isPlaying)
  }
  const rows = (): (string | number)[][] =>
    timeline.evaluations.map(({ id, worker, start, end, epoch, value }) => [
      id,
      worker,
      start,
      end,
      epoch,
      value,
    ])
  const metric = objectiveLabel(document.arm.metrics[0]!)
  return (
    <div class="race-player">
      <TimelineCanvas timeline={timeline} now={now} label={`Workers of the run. ${text}`} />
      <input
        type="range"
        min={0}
        max={end}
        step={end / 1000}
        value={now}
        aria-label="Simulated time"
        aria-valuetext={text}
        onInput={event => step(event.currentTarget.valueAsNumber)}
      />
      <div class="button-row">
        <button type="button" onClick={play}>
          {isPlaying ? "Pause" : "Play"}
        </button>
        <button type="button" class="quiet" onClick={() => step(times.findLast(time => time < now) ?? 0)}>
          Event before
        </button>
        <button type="button" class="quiet" onClick={() => step(times.find(time => time > now))}>
          Next event
        </button>
      </div>
      <p class="race-moment">{text}</p>
      <Legend timeline={timeline} metric={metric} />
      <LazyTable
        caption="Evaluations of the run, times in mean full evaluations"
        head={["evaluation", "worker", "begins", "ends", "epochs", metric]}
        rows={rows}
      />
    </div>
  )
}
