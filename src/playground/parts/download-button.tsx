/** Hands a file to the person. */

import type { JSX } from "preact"
import { announce } from "../state/announcement.ts"

export interface DownloadButtonProps {
  readonly label: string
  /** Name of the file, with its ending. */
  readonly name: string
  /** MIME type. */
  readonly type: "text/csv" | "image/svg+xml" | "application/json"
  /** The file's text; called when it is clicked. */
  readonly content: () => string | Promise<string>
}

/** A button that saves a text as a file. */
export function DownloadButton({ label, name, type, content }: DownloadButtonProps): JSX.Element {
  const save = async (): Promise<void> => {
    const url = URL.createObjectURL(new Blob([await content()], { type: `${type};charset=utf-8` }))
    const link = document.createElement("a")
    link.href = url
    link.download = name
    link.click()
    URL.revokeObjectURL(url)
    announce(`${name} was saved`)
  }
  return (
    <button type="button" class="quiet" onClick={save}>
      {label}
    </button>
  )
}
