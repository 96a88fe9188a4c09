/** What the page is busy with, for eyes and ears. */

import type { JSX } from "preact"
import { loading } from "../engine/the-engine.ts"
import { formatBytes } from "../parts/format-number.ts"
import { ProgressBar } from "../parts/progress-bar.tsx"
import { announcement } from "../state/announcement.ts"

/** The progress of a download, and a region that says what others only see. */
export function StatusLine(): JSX.Element {
  const now = loading.value
  return (
    <>
      <p class="hidden" role="status">
        {announcement.value}
      </p>
      {now && (
        <div class="status">
          <ProgressBar
            label={`Loading ${now.task} of ${now.release}: ${formatBytes(now.loadedBytes)} of ${formatBytes(now.totalBytes)}`}
            share={now.loadedBytes / now.totalBytes}
          />
        </div>
      )}
    </>
  )
}
