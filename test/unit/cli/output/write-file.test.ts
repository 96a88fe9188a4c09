import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { OutputError, UsageError } from "../../../../src/cli/frame/usage-error.ts"
import { checkWritable, writeWhole } from "../../../../src/cli/output/write-file.ts"
import { folderWith } from "../run-cli.ts"

const bytes = Uint8Array.of(1, 2, 3)

describe("a file that is written", () => {
  it("is there as a whole, and nothing else", async () => {
    const folder = folderWith({})
    await writeWhole(join(folder, "new.bin"), bytes, false)
    expect(readdirSync(folder)).toEqual(["new.bin"])
    expect(Uint8Array.from(readFileSync(join(folder, "new.bin")))).toEqual(bytes)
  })

  it("never replaces another without force", async () => {
    const folder = folderWith({ "old.bin": "old" })
    const path = join(folder, "old.bin")
    await expect(checkWritable(path, false)).rejects.toThrow(UsageError)
    await expect(writeWhole(path, bytes, false)).rejects.toThrow(
      /old\.bin: there is such a file already; .*--force/,
    )
    expect(readFileSync(path, "utf8")).toBe("old")
    expect(readdirSync(folder)).toEqual(["old.bin"])
    await checkWritable(path, true)
    await writeWhole(path, bytes, true)
    expect(Uint8Array.from(readFileSync(path))).toEqual(bytes)
    expect(readdirSync(folder)).toEqual(["old.bin"])
  })

  it("replaces the file behind a link, not the link", async () => {
    const folder = folderWith({ "old.bin": "old" })
    symlinkSync("old.bin", join(folder, "link.bin"))
    await writeWhole(join(folder, "link.bin"), bytes, true)
    expect(lstatSync(join(folder, "link.bin")).isSymbolicLink()).toBe(true)
    expect(Uint8Array.from(readFileSync(join(folder, "old.bin")))).toEqual(bytes)
  })

  it("replaces no folder and no device", async () => {
    const folder = folderWith({})
    mkdirSync(join(folder, "sub"))
    await expect(checkWritable(join(folder, "sub"), true)).rejects.toThrow(/sub: not a file; .* got a folder/)
    await expect(checkWritable("/dev/null", true)).rejects.toThrow(/not a file; .* got a device or pipe/)
  })

  it("is an output error where it has no place, and leaves nothing behind", async () => {
    const folder = folderWith({})
    await expect(writeWhole(join(folder, "no", "x.bin"), bytes, false)).rejects.toThrow(OutputError)
    mkdirSync(join(folder, "sub"))
    await expect(writeWhole(join(folder, "sub"), bytes, true)).rejects.toThrow(
      /sub: could not be written; got E/,
    )
    expect(readdirSync(folder)).toEqual(["sub"])
  })
})
