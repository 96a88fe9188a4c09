/** The near end of a comparison: starts a server process, asks it to time and to check. */
import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { ROOT } from "../support.ts"
import type { Hello } from "./serve.ts"

export class Server {
  readonly name: string
  readonly hello: Hello
  private readonly child: ChildProcess
  private readonly lines: AsyncIterator<string>

  private constructor(name: string, child: ChildProcess, lines: AsyncIterator<string>, hello: Hello) {
    this.name = name
    this.child = child
    this.lines = lines
    this.hello = hello
  }

  /** Starts a process and waits until its models are loaded. */
  static async start(name: string, command: string, args: readonly string[]): Promise<Server> {
    const child = spawn(command, args, { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] })
    const failed = new Promise<never>((_, reject) => child.once("error", reject))
    const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
    const first = await Promise.race([lines.next(), failed])
    if (first.done) throw new Error(`${name} ended before it was ready: ${command} ${args.join(" ")}`)
    return new Server(name, child, lines, JSON.parse(first.value))
  }

  private async ask(command: string): Promise<Record<string, number>> {
    this.child.stdin!.write(`${command}\n`)
    const { value, done } = await this.lines.next()
    if (done) throw new Error(`${this.name} ended at ${command}`)
    return JSON.parse(value)
  }

  /** CPU nanoseconds of some calls. */
  async time(candidate: string, calls: number): Promise<number> {
    return (await this.ask(`time ${candidate} ${calls}`))["nanoseconds"]!
  }

  /** A candidate's answers, by way of a file. */
  async check(candidate: string, file: string): Promise<Float32Array> {
    const { values } = await this.ask(`check ${candidate} ${file}`)
    const answers = new Float32Array(new Uint8Array(readFileSync(file)).buffer)
    if (answers.length !== values) throw new Error(`${this.name}, ${candidate}: ${answers.length} answers`)
    return answers
  }

  stop(): void {
    this.child.stdin!.end()
  }
}
