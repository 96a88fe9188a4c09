/**
 * A small UBJSON decoder for the tests alone (ubjson.org, draft 12), written apart from the one in `src/`: plain
 * values, typed arrays become plain arrays of numbers, and anything doubtful is an error.
 */

/** Decodes one document that fills the bytes exactly; throws an Error with the offset otherwise. */
export function decodeUbjson(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0

  function fail(what: string): never {
    throw new Error(`oracle: ${what} at byte ${at}`)
  }
  /** The next mark without taking it; a no-op (N) may stand before any mark. */
  function peek(): string {
    while (bytes[at] === 0x4e) at++
    return at < bytes.length ? String.fromCharCode(bytes[at]!) : fail("end of bytes")
  }
  function marker(): string {
    const found = peek()
    at++
    return found
  }
  /** Moves past `size` bytes and returns where they start. */
  function skip(size: number): number {
    if (size > bytes.length - at) fail(`${size} bytes wanted`)
    at += size
    return at - size
  }
  function number(type: string): number {
    switch (type) {
      case "i":
        return view.getInt8(skip(1))
      case "U":
        return view.getUint8(skip(1))
      case "I":
        return view.getInt16(skip(2))
      case "l":
        return view.getInt32(skip(4))
      case "L": {
        const value = Number(view.getBigInt64(skip(8)))
        return Number.isSafeInteger(value) ? value : fail("an integer beyond 2^53")
      }
      case "d":
        return view.getFloat32(skip(4))
      case "D":
        return view.getFloat64(skip(8))
      default:
        return fail(`${JSON.stringify(type)} is no number type`)
    }
  }
  function count(): number {
    const value = number(marker())
    if (!Number.isInteger(value) || value < 0) fail(`count ${value}`)
    return value
  }
  function text(): string {
    const size = count()
    const start = skip(size)
    return new TextDecoder().decode(bytes.subarray(start, start + size))
  }
  /** Reads the optional `$ type` and `# count` of a container. */
  function header(): { type: string; size: number } {
    const type = peek() === "$" && marker() ? marker() : ""
    if (peek() === "#" && marker()) return { type, size: count() }
    if (type) fail("a type without a count")
    return { type, size: -1 }
  }
  function array(): unknown[] {
    const { type, size } = header()
    const items: unknown[] = []
    if (size < 0) {
      while (peek() !== "]") items.push(value(marker()))
      at++
    } else {
      for (let k = 0; k < size; k++) items.push(type ? number(type) : value(marker()))
    }
    return items
  }
  function object(): unknown {
    const { type, size } = header()
    const entries: [string, unknown][] = []
    for (let k = 0; size < 0 ? peek() !== "}" : k < size; k++) entries.push([text(), value(type || marker())])
    if (size < 0) at++
    return Object.fromEntries(entries)
  }
  function value(type: string): unknown {
    switch (type) {
      case "{":
        return object()
      case "[":
        return array()
      case "S":
        return text()
      case "C":
        return String.fromCharCode(bytes[skip(1)]!)
      case "Z":
        return null
      case "T":
        return true
      case "F":
        return false
      default:
        return number(type)
    }
  }

  const document = value(marker())
  if (at !== bytes.length) fail("bytes after the document")
  return document
}
