import { expect, test } from "vitest"
import * as space from "../../../src/space/index.ts"

test("the folder's public values", () => {
  expect(Object.keys(space).sort()).toEqual([
    "createEncoder",
    "edges",
    "encodedColumns",
    "epochFidelity",
    "fromNasBench201String",
    "isConnected",
    "jahsSpace",
    "operations",
    "toConfigSpaceJson",
    "toJsonSchema",
    "toNasBench201String",
    "topologyOf",
  ])
})
