/** UTF-8 both ways. */

const decoder: TextDecoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
const encoder: TextEncoder = /* @__PURE__ */ new TextEncoder()

/**
 * @returns the text, or null where the bytes are not UTF-8
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  // Names and numbers in model files are short ASCII: building them directly is several times
  // faster than a call into TextDecoder.
  if (bytes.length <= 24) {
    let text = ""
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] > 127) return decodeAny(bytes)
      text += String.fromCharCode(bytes[i])
    }
    return text
  }
  return decodeAny(bytes)
}

function decodeAny(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

/** @returns the UTF-8 bytes of a text */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text)
}
