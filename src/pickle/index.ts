export { PickleField } from "./field.ts"
export { type ReadPickleOptions, readPickle } from "./read-pickle.ts"
export type { NdArray, PickleGlobal, PickleObject, PickleValue } from "./value.ts"
export { PickleDict } from "./value.ts"
