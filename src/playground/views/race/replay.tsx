/** The log of one run: played, checked, saved, or opened from a file. */

import type { JSX } from "preact"
import { useRef, useState } from "preact/hooks"
import type { PackId } from "../../engine/pack-id.ts"
import { engine } from "../../engine/the-engine.ts"
import { DownloadButton } from "../../parts/download-button.tsx"
import { Problem } from "../../parts/problem.tsx"
import { Select } from "../../parts/select.tsx"
import { announce } from "../../state/announcement.ts"
import type { BenchmarkViewProps } from "../../view.ts"
import { Player } from "./player.tsx"
import type { RaceSetup } from "./race-setup.ts"
import type { RunLog } from "./run-log.ts"
import type { Standings } from "./standings.ts"

interface ReplayProps extends BenchmarkViewProps {
  /** Of the race at hand; null where there is none. */
  readonly setup: RaceSetup | null
  readonly standings: Standings | null
}

/** Bytes: a log of a thousand evaluations has half a million. */
const MOST_BYTES = 64e6

interface PickProps {
  readonly setup: RaceSetup
  readonly standings: Standings
  readonly onPick: (arm: string, seed: number) => void
}

function Pick({ setup, standings, onPick }: PickProps): JSX.Element | null {
  const names = standings.arms.map(({ arm }) => arm)
  const [arm, setArm] = useState(names[0]!)
  const [seed, setSeed] = useState("0")
  const chosen = names.includes(arm) ? arm : names[0]!
  return (
    <div class="race-pick">
      <Select
        label="Run of"
        values={names}
        chosen={chosen}
        onChoose={setArm}
        nameOf={name => standings.arms.find(standing => standing.arm === name)!.title}
      />
      <Select
        label="Seed"
        values={Array.from({ length: setup.numSeeds }, (_, number) => String(number))}
        chosen={seed}
        onChoose={setSeed}
      />
      <button type="button" onClick={() => onPick(chosen, Number(seed))}>
        Show its log
      </button>
    </div>
  )
}

function workersOf({ workers, isSynchronous }: RunLog): string {
  return workers === 1
    ? "one simulated worker"
    : `${workers} simulated workers, ${isSynchronous ? "synchronous" : "asynchronous"}`
}

async function textOf(file: File): Promise<string> {
  if (file.size > MOST_BYTES) throw new RangeError(`${file.name}: expected at most ${MOST_BYTES} bytes`)
  return file.text()
}

/** The panel. */
export function Replay({ benchmark, setup, standings }: ReplayProps): JSX.Element {
  const [document, setDocument] = useState<RunLog | null>(null)
  const [checked, setChecked] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const input = useRef<HTMLInputElement>(null)
  const { task, release } = benchmark
  const pack: PackId = { task, release }

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setError(null)
    setChecked(null)
    await work().catch(setError)
  }
  const show = (arm: string, seed: number): Promise<void> =>
    attempt(async () => {
      const log = await engine.ask("race", "log", { setup: setup!, arm, seed })
      if (log === null) throw new Error("this run has no log: it had not ended")
      setDocument(log)
    })
  const check = (text: string): Promise<void> =>
    attempt(async () => {
      const opened = await engine.ask("race", "replay", { pack, text })
      const { numEvents, numEvaluations } = opened
      const said =
        `${numEvents} events came out the same again, bit for bit, ` +
        `and the benchmark answered ${numEvaluations} evaluations with the same bits.`
      setChecked(said)
      announce(said)
      setDocument(opened.document)
    })
  const open = ({ files }: HTMLInputElement): void => {
    const [file] = files ?? []
    if (file) void attempt(async () => check(await textOf(file)))
  }
  return (
    <section class="panel race-replay" aria-label="Log of a run">
      <h2>Log of a run</h2>
      <div class="race-pick">
        {setup !== null && standings !== null && standings.arms.length > 0 && (
          <Pick setup={setup} standings={standings} onPick={show} />
        )}
        <button type="button" class="quiet" onClick={() => input.current!.click()}>
          Open a saved log
        </button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          class="hidden"
          tabIndex={-1}
          aria-label="A saved log, as a file"
          onChange={event => {
            open(event.currentTarget)
            event.currentTarget.value = ""
          }}
        />
      </div>
      {error !== null && <Problem what="The log cannot be replayed." error={error} />}
      {document !== null && (
        <>
          <p>
            <strong>{document.arm.title}</strong>, seed {document.seed}, {workersOf(document)},{" "}
            {document.log.events.length} events
          </p>
          <Player key={`${document.arm.name} ${document.seed}`} document={document} />
          <div class="button-row">
            <button type="button" class="quiet" onClick={() => check(JSON.stringify(document))}>
              Check that it replays
            </button>
            <DownloadButton
              label="log.json"
              name="log.json"
              type="application/json"
              content={() => JSON.stringify(document)}
            />
          </div>
          {checked !== null && <p class="race-checked">{checked}</p>}
        </>
      )}
    </section>
  )
}
