/** A line on stderr that says how far a long piece of work is. */

/** Work that is done sooner shows nothing. */
const DELAY = 500
const INTERVAL = 100
const BAR_WIDTH = 30

/** Made by `Screen.progress`. */
export class Progress {
  private readonly stream: { write(text: string): unknown } | null
  private readonly label: string
  private readonly total: number
  private readonly start: number = performance.now()
  private next: number = this.start + DELAY
  private shown = false

  /** @param stream a terminal, or null to show nothing */
  constructor(stream: { write(text: string): unknown } | null, label: string, total: number) {
    this.stream = stream
    this.label = label
    this.total = total
  }

  /** @param done how much of the total is done */
  update(done: number): void {
    if (this.stream === null) return
    const now = performance.now()
    if (now < this.next) return
    this.next = now + INTERVAL
    this.shown = true
    const share = Math.min(done / this.total, 1)
    const bar = "#".repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, ".")
    const left = share > 0 ? Math.ceil(((now - this.start) * (1 - share)) / share / 1000) : 0
    this.stream.write(`\r\x1b[2K${this.label} [${bar}] ${done}/${this.total}, ${left} s left`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.shown) this.stream?.write("\r\x1b[2K")
    this.shown = false
  }
}
