/** Questions of which only the newest matters, as while a slider is dragged. */

/**
 * Asks one question at a time; of those that come meanwhile only the newest is asked, and the others are dropped:
 * there is never a queue of stale ones.
 */
export class Latest<Input, Output> {
  private readonly ask: (input: Input) => Promise<Output>
  private readonly onAnswer: (output: Output, input: Input) => void
  private readonly onError: (error: unknown) => void
  private waiting: { readonly input: Input } | null = null
  private isAsking = false
  private isClosed = false

  /**
   * @param onAnswer called with every answer that was asked for
   * @param onError called with what `ask` throws
   */
  constructor(
    ask: (input: Input) => Promise<Output>,
    onAnswer: (output: Output, input: Input) => void,
    onError: (error: unknown) => void,
  ) {
    this.ask = ask
    this.onAnswer = onAnswer
    this.onError = onError
  }

  /** Asks, at once or after the question that is being answered. */
  push(input: Input): void {
    this.waiting = { input }
    if (!this.isAsking) void this.run()
  }

  /** Nothing is answered any more. */
  close(): void {
    this.isClosed = true
    this.waiting = null
  }

  private async run(): Promise<void> {
    this.isAsking = true
    while (this.waiting !== null) {
      const { input } = this.waiting
      this.waiting = null
      try {
        const output = await this.ask(input)
        if (!this.isClosed) this.onAnswer(output, input)
      } catch (error) {
        if (!this.isClosed) this.onError(error)
      }
    }
    this.isAsking = false
  }
}
