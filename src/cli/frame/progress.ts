/** A line on stderr that says how far a long piece of work is. */

/** Work that is done sooner shows nothing. */
const DELAY = 500
const INTERVAL = 100
const BAR_WIDTH = 30

/** What is counted: pieces of work, or bytes, which are shown with their rate. */
export type ProgressUnit = "pieces" | "bytes"

function bytesText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e3).toFixed(0)} kB`
}

function timeText(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

/** Made by `Screen.progress`. */
export class Progress {
  private readonly stream: { write(text: string): unknown } | null
  private readonly total: number
  private readonly unit: ProgressUnit
  private readonly start: number = performance.now()
  private name: string
  /** What was done when the work began: a download that goes on from before. */
  private before = -1
  private next: number = this.start + DELAY
  private shown = false

  /**
   * @param stream a terminal, or null to show nothing
   * @param total 0 where nobody knows it
   */
  constructor(
    stream: { write(text: string): unknown } | null,
    label: string,
    total: number,
    unit: ProgressUnit = "pieces",
  ) {
    this.stream = stream
    this.name = label
    this.total = total
    this.unit = unit
  }

  /** Says what is being worked on now. */
  label(name: string): void {
    this.name = name
  }

  /**
   * @param done how much of the total is done
   * @param rate how much a second, where that is known better than by the average
   */
  update(done: number, rate?: number): void {
    if (this.before < 0) this.before = this.unit === "bytes" ? done : 0
    if (this.stream === null) return
    const now = performance.now()
    if (now < this.next) return
    this.next = now + INTERVAL
    this.shown = true
    this.stream.write(
      `\r\x1b[2K${this.line(done, rate ?? (1000 * (done - this.before)) / (now - this.start))}`,
    )
  }

  private line(done: number, rate: number): string {
    const { name, total, unit } = this
    const isBytes = unit === "bytes"
    const text = isBytes ? bytesText : String
    const speed = isBytes ? `, ${bytesText(rate)}/s` : ""
    if (total === 0) return `${name} ${text(done)}${speed}`
    const bar = "#".repeat(Math.round(Math.min(done / total, 1) * BAR_WIDTH)).padEnd(BAR_WIDTH, ".")
    const left = rate > 0 ? `, ${timeText(Math.max(0, total - done) / rate)} left` : ""
    return `${name} [${bar}] ${text(done)}/${text(total)}${speed}${left}`
  }

  /** Takes the line away. */
  end(): void {
    if (this.shown) this.stream?.write("\r\x1b[2K")
    this.shown = false
  }
}
