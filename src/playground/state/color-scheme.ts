/** Light, dark, or as the system has it: kept on the device, and told to what draws on canvases. */

import { computed, type ReadonlySignal, signal } from "@preact/signals"

export type Theme = "auto" | "light" | "dark"

const KEY = "jahs-bench-201-theme"
const themes: readonly Theme[] = ["auto", "light", "dark"]

/** Storage is refused where the person said so: the choice is then forgotten with the page. */
function stored(): Theme {
  try {
    return themes.find(theme => theme === localStorage.getItem(KEY)) ?? "auto"
  } catch {
    return "auto"
  }
}

const chosen = signal<Theme>(stored())
const systemQuery = matchMedia("(prefers-color-scheme: dark)")
const isSystemDark = signal(systemQuery.matches)
systemQuery.addEventListener("change", ({ matches }) => {
  isSystemDark.value = matches
})

/** What was chosen. */
export const theme: ReadonlySignal<Theme> = chosen

/** What is shown: charts read it to be drawn anew. */
export const colorScheme: ReadonlySignal<"light" | "dark"> = computed(() => {
  if (chosen.value !== "auto") return chosen.value
  return isSystemDark.value ? "dark" : "light"
})

function apply(): void {
  const { dataset } = document.documentElement
  if (chosen.value === "auto") delete dataset["theme"]
  else dataset["theme"] = chosen.value
}

/** Chooses a theme. */
export function chooseTheme(next: Theme): void {
  chosen.value = next
  apply()
  try {
    localStorage.setItem(KEY, next)
  } catch {
    // Refused: see `stored`.
  }
}

apply()
