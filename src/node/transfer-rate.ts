/** How far a download is and how long it will take, said some ten times a second at most. */

/** How far a download is. */
export interface DownloadProgress {
  /** Bytes that are there, also those of earlier runs. */
  readonly received: number
  /** Length of the file in bytes, or null where the server does not say. */
  readonly total: number | null
  /** Over the last five seconds. */
  readonly bytesPerSecond: number
  /** Null where the length is not known, or nothing has come for a while. */
  readonly secondsLeft: number | null
}

const INTERVAL_MS = 100
const WINDOW_MS = 5000

/** Counts bytes and tells a listener. */
export class TransferRate {
  private readonly listener: (progress: DownloadProgress) => void
  private samples: { readonly at: number; readonly received: number }[] = []
  private told = Number.NEGATIVE_INFINITY

  constructor(listener: (progress: DownloadProgress) => void) {
    this.listener = listener
  }

  /** Where a connection begins: what came before says nothing about its rate. */
  begin(received: number): void {
    this.samples = [{ at: performance.now(), received }]
  }

  /** @param isLast said in any case */
  tell(received: number, total: number | null, isLast = false): void {
    const at = performance.now()
    if (!isLast && at - this.told < INTERVAL_MS) return
    this.told = at
    this.samples.push({ at, received })
    while (this.samples.length > 2 && at - (this.samples[0]?.at ?? at) > WINDOW_MS) this.samples.shift()
    const oldest = this.samples[0] ?? { at, received }
    const seconds = (at - oldest.at) / 1000
    const bytesPerSecond = seconds > 0 ? Math.max(0, received - oldest.received) / seconds : 0
    const left = total === null ? null : Math.max(0, total - received)
    const secondsLeft = left === 0 ? 0 : left === null || bytesPerSecond === 0 ? null : left / bytesPerSecond
    this.listener({ received, total, bytesPerSecond, secondsLeft })
  }
}
