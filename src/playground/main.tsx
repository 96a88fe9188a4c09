/** The playground's page: starts the engine, draws the shell, and keeps the site on the device. */

import { render } from "preact"
import { App } from "./shell/app.tsx"
import { followSelection } from "./state/open-selected.ts"

followSelection()
render(<App />, document.getElementById("page")!)

// Outside of secure contexts there is none; then the page needs its server.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => {
    navigator.serviceWorker.register("service-worker.js").catch(() => undefined)
  })
}
