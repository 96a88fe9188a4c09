/** The page around the views: head, navigation, the notice on the release, and where things are said. */

import type { JSX } from "preact"
import { useEffect, useRef } from "preact/hooks"
import { viewName } from "../state/location.ts"
import { benchmark } from "../state/selection.ts"
import { views } from "../views.ts"
import { Navigation } from "./navigation.tsx"
import { ReleaseNotice } from "./release-notice.tsx"
import { ReleasePicker } from "./release-picker.tsx"
import { StatusLine } from "./status-line.tsx"
import { ThemeSwitch } from "./theme-switch.tsx"
import { ViewFrame } from "./view-frame.tsx"

/** The whole page. */
export function App(): JSX.Element {
  const main = useRef<HTMLElement>(null)
  const view = views.find(({ name }) => name === viewName.value) ?? views[0]!
  const isFirst = useRef(true)
  useEffect(() => {
    document.title = `${view.title} – jahs-bench-201`
    // Whoever went to another view by keyboard goes on in it.
    if (!isFirst.current) main.current?.focus()
    isFirst.current = false
  }, [view.name])
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header class="page-head">
        <span class="brand">jahs-bench-201</span>
        <Navigation current={view.name} />
        <ReleasePicker />
        <ThemeSwitch />
      </header>
      <StatusLine />
      <aside class="page-notice" aria-label="Notice">
        {benchmark.value && <ReleaseNotice benchmark={benchmark.value} />}
      </aside>
      <main ref={main} tabIndex={-1}>
        <ViewFrame key={view.name} view={view} />
      </main>
    </>
  )
}
