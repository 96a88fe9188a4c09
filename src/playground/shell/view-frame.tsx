/** The view at hand: its code and, where it is of one, its benchmark are loaded before it is shown. */

import type { ComponentType, JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import type { BenchmarkFacts } from "../engine/shared-operations.ts"
import { Problem } from "../parts/problem.tsx"
import { openError, openSelected } from "../state/open-selected.ts"
import { benchmark } from "../state/selection.ts"
import type { BenchmarkViewProps, View } from "../view.ts"
import { ErrorBoundary } from "./error-boundary.tsx"

type Loaded =
  | { readonly of: "nothing"; readonly Content: ComponentType }
  | { readonly of: "benchmark"; readonly Content: ComponentType<BenchmarkViewProps> }

async function loadView(view: View): Promise<Loaded> {
  return view.of === "nothing"
    ? { of: "nothing", Content: await view.load() }
    : { of: "benchmark", Content: await view.load() }
}

function keyOf({ task, release }: BenchmarkFacts): string {
  return `${release}/${task}`
}

function Content({ view }: { readonly view: View }): JSX.Element {
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [error, setError] = useState<unknown>(null)
  const load = (): void => {
    setError(null)
    loadView(view).then(setLoaded, setError)
  }
  useEffect(load, [view])
  if (error !== null)
    return <Problem what={`${view.title} could not be loaded.`} error={error} onRetry={load} />
  if (loaded?.of === "nothing") return <loaded.Content />
  if (openError.value !== null) {
    return (
      <Problem what="The benchmark could not be opened." error={openError.value} onRetry={openSelected} />
    )
  }
  const facts = benchmark.value
  if (loaded === null || facts === null) return <p class="waiting">Loading…</p>
  return <loaded.Content key={keyOf(facts)} benchmark={facts} />
}

/** A view with its title, in a boundary that keeps its failures. */
export function ViewFrame({ view }: { readonly view: View }): JSX.Element {
  return (
    <article class={`view view-${view.name}`}>
      <header class="view-head">
        <h1>{view.title}</h1>
        <p>{view.summary}</p>
      </header>
      <ErrorBoundary>
        <Content view={view} />
      </ErrorBoundary>
    </article>
  )
}
