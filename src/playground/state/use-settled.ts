/** Values that are waited for until they rest, as a slider does after it was dragged. */

import { useEffect, useState } from "preact/hooks"

/**
 * The value as it last stayed the same for some time; at first, as it is.
 *
 * @param milliseconds how long it must stay
 */
export function useSettled<Value>(value: Value, milliseconds: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const rested = setTimeout(() => setSettled(value), milliseconds)
    return () => clearTimeout(rested)
  }, [value, milliseconds])
  return settled
}
