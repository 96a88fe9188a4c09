/** Where files come in: dropped, chosen, or the example; and what became of the last one. */

import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import iris from "../../../../examples/iris.ubj"
import { ProgressBar } from "../../parts/progress-bar.tsx"
import { FileProblemBox } from "./file-problem-box.tsx"
import { openFile, opening, problem, shown } from "./state.ts"

/** The file that a page was given by a drop, if it was one. */
function droppedFile(event: DragEvent): File | null {
  return event.dataTransfer?.files[0] ?? null
}

async function openExample(): Promise<void> {
  const response = await fetch(new URL(iris, import.meta.url))
  await openFile(new File([await response.blob()], "iris.ubj"))
}

/** Files may be dropped anywhere on the page: what misses a small target would leave the page otherwise. */
function useDrop(): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes("Files") !== true) return
      event.preventDefault()
      setOver(true)
    }
    const drop = (event: DragEvent): void => {
      const file = droppedFile(event)
      setOver(false)
      if (file === null || event.defaultPrevented) return
      event.preventDefault()
      void openFile(file)
    }
    addEventListener("dragover", over, { signal })
    addEventListener("dragleave", event => event.relatedTarget === null && setOver(false), { signal })
    addEventListener("drop", drop, { signal })
    return () => controller.abort()
  }, [])
  return isOver
}

function Progress(): JSX.Element | null {
  const now = opening.value
  if (now === null) return null
  const { stage, share } = now.progress
  const label =
    stage === "reading" ? `Reading ${now.name}: ${Math.floor(100 * share)} %` : `Taking ${now.name} apart`
  return (
    <div class="file-progress">
      <ProgressBar label={label} {...(stage === "reading" ? { share } : {})} />
      <button type="button" class="quiet" onClick={now.abort}>
        Give up
      </button>
    </div>
  )
}

/** The panel of the file. */
export function FilePanel(): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const isOver = useDrop()
  const choose = (): void => {
    const file = input.current!.files?.[0]
    if (file !== undefined) void openFile(file)
    // The same file again is a choice, too: it may have changed.
    input.current!.value = ""
  }
  const example = (): void => {
    setFailure(null)
    openExample().catch(() => setFailure("The example could not be loaded."))
  }
  return (
    <section class={`panel file-panel${isOver ? " is-over" : ""}`} aria-label="The file">
      <div class="file-invitation">
        <p>
          <strong>Drop an XGBoost model anywhere on this page.</strong>
          <br />
          <small>
            JSON, UBJSON, legacy binary, the handle of a pickled Booster, or a JSON dump. The file stays on
            this device: nothing is uploaded, and nothing in it is run.
          </small>
        </p>
        <div class="button-row">
          <label class="file-button">
            Choose a file…
            <input ref={input} class="hidden" type="file" onChange={choose} />
          </label>
          <button type="button" onClick={example}>
            Try an example
          </button>
        </div>
      </div>
      <Progress />
      {failure !== null && <p role="alert">{failure}</p>}
      {problem.value !== null && (
        <FileProblemBox problem={problem.value} keptModel={shown.value?.file.name ?? null} />
      )}
    </section>
  )
}
