import { describe, expect, it } from "vitest"
import { reportError } from "../../../../src/cli/frame/report-error.ts"
import { DomainError, FidelityError, NotFoundError } from "../../../../src/errors.ts"

describe("reportError", () => {
  it("speaks of options as the command line spells them", () => {
    const fidelity = new FidelityError({ path: "options.epoch", what: "not an epoch", actual: "0" })
    expect(reportError(fidelity, false)).toBe("error: --epoch: not an epoch; got 0")
    const domain = new DomainError({
      what: "outside",
      remedy: "{ extrapolate: true } answers, { numFeatures: 3 } too",
    })
    expect(reportError(domain, false)).toBe("error: outside; --extrapolate answers, --num-features 3 too")
  })

  it("keeps to one line", () => {
    expect(reportError(new NotFoundError({ what: "nothing\n  here\n" }), false)).toBe("error: nothing here")
  })

  it("gives documents a fixed shape", () => {
    expect(
      JSON.parse(reportError(new NotFoundError({ path: "options.metrics", what: "x", expected: "a" }), true)),
    ).toEqual({
      error: {
        code: "ERR_NOT_FOUND",
        message: "--metrics: x; expected a",
        path: "--metrics",
        expected: "a",
        actual: null,
      },
    })
  })

  it("gives bugs a stack, in a document too", () => {
    const bug = new TypeError("oops")
    expect(reportError(bug, false)).toBe(`error: unexpected, a bug in this program: oops\n${bug.stack}`)
    expect(JSON.parse(reportError(bug, true)).error).toMatchObject({
      code: "ERR_BUG",
      message: "oops",
      stack: bug.stack,
    })
    expect(reportError("text", false)).toBe("error: unexpected, a bug in this program: text\ntext")
  })
})
