/** Lines that are written while they are read: what the page hears of the pasted optimiser, for who waits for it. */

/** A queue of lines with an end. */
export class LineQueue implements AsyncIterable<string> {
  private readonly lines: string[] = []
  private hasEnded = false
  private wake: () => void = () => undefined

  write(line: string): void {
    this.lines.push(`${line}\n`)
    this.wake()
  }

  end(): void {
    this.hasEnded = true
    this.wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void> {
    while (!this.hasEnded || this.lines.length > 0) {
      const next = this.lines.shift()
      if (next !== undefined) yield next
      else await new Promise<void>(resolve => (this.wake = resolve))
    }
  }
}
