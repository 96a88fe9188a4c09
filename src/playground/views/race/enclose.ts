/** The first thing in the worker of a pasted optimiser: takes everything away that leads out of it, then listens. */

/** What is in a worker's global scope, as far as it is used here. */
interface Enclosed {
  readonly JSON: JSON
  readonly Object: ObjectConstructor
  readonly Reflect: typeof Reflect
  postMessage(text: string): void
  addEventListener(type: "message", listener: (event: { readonly data: string }) => void): void
  addEventListener(type: "error" | "unhandledrejection", listener: (event: Rejection) => void): void
}

interface Rejection extends Event {
  readonly reason?: unknown
}

/** What the package's `OwnOptimiser` makes, as far as it turns out to be that. */
interface Pasted {
  ask(): { readonly configuration?: unknown; readonly fidelity?: unknown } | null
  tell(id: number, values: readonly number[]): void
}

interface PastedModule {
  readonly default?: (hyperparameters: unknown, settings: unknown) => Pasted
}

/** One of these at a time: messages of `jahs-bench-201 ask-tell`. */
interface Heard {
  readonly hello?: { readonly goals: unknown; readonly rungs: unknown }
  readonly run?: { readonly hyperparameters: unknown; readonly seed: number }
  readonly ask?: number
  readonly tell?: { readonly id: number; readonly values: readonly number[] }
}

/** What stays of the global scope: the language, and what neither asks the network nor keeps anything. */
export const KEPT: string = [
  "globalThis undefined NaN Infinity Object Function Array Number String Boolean Symbol BigInt Date Math JSON",
  "Reflect Proxy Promise RegExp Map Set WeakMap WeakSet WeakRef FinalizationRegistry Iterator Intl",
  "Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError",
  "ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array",
  "BigInt64Array BigUint64Array Float16Array Float32Array Float64Array",
  "parseInt parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent",
  "console performance structuredClone TextEncoder TextDecoder",
].join(" ")

/**
 * Closes a worker. It is sent there as text, in front of what was pasted, whose declarations are hoisted above it:
 * so it uses no name but those of its parameters, of which the first is proven to be what it should be.
 *
 * @param scope the worker's global scope
 * @param load the module itself, once it has run
 * @param kept names, with spaces between
 * @param mostCharacters of a message
 */
export function enclose(
  scope: Enclosed,
  load: () => Promise<PastedModule>,
  kept: string,
  mostCharacters: number,
): void {
  if ({}.toString.call(scope) !== "[object DedicatedWorkerGlobalScope]") throw "globalThis is taken"
  const { stringify, parse } = scope.JSON
  const { getPrototypeOf, getOwnPropertyDescriptor, prototype } = scope.Object
  const { ownKeys, deleteProperty } = scope.Reflect
  const post = scope.postMessage.bind(scope)
  let make: PastedModule["default"]
  let optimiser: Pasted | null = null
  let settings = {}

  const say = (message: object): void => {
    const text = stringify(message)
    const isShort = text.length <= mostCharacters
    post(isShort ? text : stringify({ failure: `said ${text.length} characters at once` }))
  }
  const fail = (error: unknown): void => {
    let text = "threw something that cannot be told"
    let stack = ""
    try {
      text = `${error}`
      stack = `${(error as Error).stack}`
    } catch {
      // It need not be an error, and may throw when it is looked at.
    }
    const [, line] = /:(\d+):\d+\)?$/m.exec(stack) ?? []
    post(stringify({ failure: `${text.slice(0, 300)}${line ? ` (line ${line})` : ""}` }))
  }
  const answer = (): void => {
    const trial = optimiser!.ask()
    if (trial === null) say({ wait: true })
    else if (typeof trial?.configuration !== "object") say({ failure: "ask() answered no { configuration }" })
    else say({ configuration: trial.configuration, fidelity: trial.fidelity })
  }
  scope.addEventListener("message", ({ data }) => {
    const { hello, run, ask, tell }: Heard = parse(data)
    try {
      if (hello) settings = hello
      else if (run) optimiser = make!(run.hyperparameters, { ...settings, seed: run.seed })
      else if (ask !== undefined) answer()
      else if (tell) optimiser!.tell(tell.id, tell.values)
    } catch (error) {
      fail(error)
    }
  })
  scope.addEventListener("error", event => event.preventDefault())
  scope.addEventListener("unhandledrejection", event => {
    event.preventDefault()
    fail(event.reason)
  })

  const stays = kept.split(" ")
  for (let object: object = scope; object !== prototype; object = getPrototypeOf(object)) {
    for (const key of ownKeys(object)) {
      if (stays.includes(key as string) || deleteProperty(object, key)) continue
      const { value } = getOwnPropertyDescriptor(object, key)!
      if (typeof value !== "number") throw "the worker cannot be closed"
    }
  }
  load().then(pasted => {
    make = pasted.default
    if (typeof make === "function") say({ ready: true })
    else say({ failure: "the module has no function as its default export" })
  }, fail)
}
