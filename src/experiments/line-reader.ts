/** Lines of another process as they come. */

/** Reads lines one at a time. */
export class LineReader {
  private readonly chunks: AsyncIterator<Uint8Array | string>
  private readonly decoder = new TextDecoder()
  private rest = ""
  private isAtEnd = false

  /** @param input for example `process.stdin` */
  constructor(input: AsyncIterable<Uint8Array | string>) {
    this.chunks = input[Symbol.asyncIterator]()
  }

  /** @returns the next line that is not empty; null at the end */
  async next(): Promise<string | null> {
    for (;;) {
      const end = this.rest.indexOf("\n")
      if (end < 0 && this.isAtEnd) {
        const last = this.rest.trim()
        this.rest = ""
        return last === "" ? null : last
      }
      if (end < 0) {
        await this.read()
        continue
      }
      const line = this.rest.slice(0, end).trim()
      this.rest = this.rest.slice(end + 1)
      if (line !== "") return line
    }
  }

  /** Lets go of the input, which would keep a process waiting for it. */
  async close(): Promise<void> {
    await this.chunks.return?.()
  }

  private async read(): Promise<void> {
    const { done, value } = await this.chunks.next()
    if (done) this.isAtEnd = true
    else this.rest += typeof value === "string" ? value : this.decoder.decode(value, { stream: true })
  }
}
