/**
 * fast-check with one seed for all, so that the same commit gives the same result twice; where `DEEP` is set, each
 * run draws its own, which a failure prints.
 */
import * as fc from "fast-check"

if (!process.env["DEEP"]) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 201_2022 })

export * from "fast-check"
export default fc
