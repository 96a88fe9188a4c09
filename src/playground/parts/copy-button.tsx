/** Copies a text. */

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { announce } from "../state/announcement.ts"

export interface CopyButtonProps {
  readonly label: string
  /** Called when it is clicked. */
  readonly text: () => string
}

const SHOWN_MILLISECONDS = 1500

/** Outside of secure contexts pages have no clipboard: there, a selected field is what can be copied. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(text)
    return
  }
  const field = document.createElement("textarea")
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand("copy")
  field.remove()
}

/** A button that says for a moment that it did. */
export function CopyButton({ label, text }: CopyButtonProps): JSX.Element {
  const [said, setSaid] = useState<string | null>(null)
  const click = async (): Promise<void> => {
    const isDone = await copy(text()).then(
      () => true,
      () => false,
    )
    setSaid(isDone ? "Copied" : "Not allowed")
    announce(isDone ? `${label}: copied` : `${label}: the browser did not allow it`)
    setTimeout(() => setSaid(null), SHOWN_MILLISECONDS)
  }
  return (
    <button type="button" class="quiet" onClick={click}>
      {said ?? label}
    </button>
  )
}
