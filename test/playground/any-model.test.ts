/** Any model: files of XGBoost dropped, looked at and asked; and files that are none. */
import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { importance } from "../../src/entries/explain.ts"
import { type Booster, readBooster, treeNodes, writeJson } from "../../src/entries/trees.ts"
import { caseRows, flatten, readCase, readFixture } from "../support/fixtures.ts"
import { expectAccessible } from "./support/axe.ts"
import { chooseFile, dropFile } from "./support/drop-file.ts"
import { eventually } from "./support/eventually.ts"
import { describePlayground, type Playground } from "./support/playground.ts"
import { savedSvg, shownStyles } from "./support/saved-svg.ts"

const MODEL_INPUT = ".file-panel input[type=file]"
const TABLE_INPUT = ".table-panel input[type=file]"

/** Opens the view, and waits until it hears of drops. */
async function openView(
  playground: Playground,
  options: Parameters<Playground["open"]>[0] = {},
): Promise<Page> {
  const { page } = await playground.open({ ...options, hash: "#/any-model" })
  await page.getByText("Choose a file…").waitFor()
  return page
}

/** A panel by its name. */
function panel(page: Page, name: string): ReturnType<Page["getByRole"]> {
  return page.getByRole("region", { name, exact: true })
}

/** A number as the page writes it. */
function numberOf(text: string): number {
  return Number(
    text
      .replaceAll("−", "-")
      .replaceAll(",", "")
      .replace(
        / × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/,
        (_, digits: string) =>
          `e${Array.from(digits, digit => (digit === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit))).join("")}`,
      ),
  )
}

async function numbersIn(page: Page, name: string, selector: string): Promise<number[]> {
  const texts = await panel(page, name).locator(selector).allTextContents()
  return texts.map(text => numberOf(text.trim()))
}

function expectClose(found: readonly number[], expected: ArrayLike<number>, digits: number): void {
  expect(found.length).toBe(expected.length)
  for (const [i, value] of found.entries()) {
    const error = Math.abs(value - expected[i]!)
    expect(error, `${value} and ${expected[i]}`).toBeLessThanOrEqual(10 ** -digits * Math.abs(expected[i]!))
  }
}

/** Waits until a file is open. */
async function waitFor(page: Page, name: string): Promise<void> {
  await panel(page, "Summary").getByRole("heading", { name, exact: true }).waitFor()
}

/** Types a row into the form; a null is a field that is emptied. */
async function typeRow(page: Page, names: readonly string[], row: ArrayLike<number>): Promise<void> {
  for (const [i, name] of names.entries()) {
    const field = panel(page, "Row").getByLabel(new RegExp(`^${name.replace(/\W/g, "\\$&")}( |$)`))
    await field.fill(Number.isNaN(row[i]!) ? "" : String(row[i]))
  }
}

/** Predictions of the row at hand, once the answer is the one to it. */
async function expectPredictions(page: Page, expected: ArrayLike<number>): Promise<void> {
  await expect
    .poll(async () => {
      const found = await numbersIn(page, "Answer", ".answers td:last-child")
      return found.length === expected.length
        ? Math.max(...found.map((value, i) => Math.abs(value - expected[i]!) / Math.abs(expected[i]!)))
        : Number.POSITIVE_INFINITY
    })
    .toBeLessThanOrEqual(1e-6)
}

/** The rows of a table that stands behind a picture. */
async function openTable(page: Page, name: string): Promise<string[][]> {
  const region = panel(page, name)
  await region.locator(".lazy-table summary").click()
  await region.locator(".lazy-table tbody").waitFor()
  const rows = await region.locator(".lazy-table tbody tr").all()
  return Promise.all(rows.map(row => row.locator("td").allTextContents()))
}

describePlayground("any model", playground => {
  it("opens every format, dropped or chosen, and answers a typed row as XGBoost does", async () => {
    const page = await openView(playground())
    const [version, name] = ["xgboost-1.7", "names_types"]
    const document = readCase(version, name)
    const { rows } = caseRows(document)
    const hasMissing = rows.findIndex(row => row.some(Number.isNaN))
    expect(hasMissing).toBeGreaterThan(0)
    const files = [
      ["model.json", "JSON model", document.feature_names],
      ["model.ubj", "UBJSON model", document.feature_names],
      ["model.deprecated.bin", "legacy binary model", null],
      ["pickle-handle.bin", "handle of a pickled Booster", document.feature_names],
    ] as const
    for (const [i, [file, format, given]] of files.entries()) {
      const bytes = readFixture(version, name, file)
      if (i % 2 === 0) await dropFile(page, file, bytes)
      else await chooseFile(page, MODEL_INPUT, file, bytes)
      await waitFor(page, file)
      await panel(page, "Summary").getByText(format).waitFor()
      const names = given ?? document.feature_names!.map((_, feature) => `f${feature}`)
      for (const row of [0, hasMissing]) {
        await typeRow(page, names, rows[row]!)
        await expectPredictions(page, flatten([document.prediction[row]!]))
      }
    }
    await panel(page, "Summary").getByText("Names").waitFor()
  })

  it("asks what a dump does not hold, and takes it from there", async () => {
    const page = await openView(playground())
    const [version, name] = ["xgboost-1.7", "binary_logistic"]
    const document = readCase(version, name)
    await dropFile(page, "dump.json", readFixture(version, name, "dump.json"))
    await page.getByRole("heading", { name: /dump\.json is a dump/ }).waitFor()
    await page.getByLabel(/^Base score/).fill("half")
    expect(await page.getByRole("button", { name: "Open the dump" }).isDisabled()).toBe(true)
    await page.getByLabel(/^Base score/).fill("0.5")
    await page.getByLabel("Objective").fill("binary:logistic")
    await expectAccessible(page)
    await page.getByRole("button", { name: "Open the dump" }).click()
    await waitFor(page, "dump.json")
    await panel(page, "Summary").getByText("A dump holds neither base score nor objective").waitFor()
    const { rows } = caseRows(document)
    await typeRow(
      page,
      [...rows[0]!.keys()].map(feature => `f${feature}`),
      rows[0]!,
    )
    await expectPredictions(page, flatten([document.prediction[0]!]))
  })

  it("opens its example, tells importance in any order, and contributions that add up", async () => {
    const page = await openView(playground(), { colorScheme: "dark" })
    await page.getByRole("button", { name: "Try an example" }).click()
    await waitFor(page, "iris.ubj")
    const booster = readBooster(await readFile("examples/iris.ubj"))
    const region = panel(page, "Importance")
    for (const type of ["gain", "cover", "weight", "total_gain", "total_cover"] as const) {
      await region.getByRole("radio", { name: type, exact: true }).check()
      const scores = [...importance(booster, type).values()].map(Number).sort((a, b) => b - a)
      await expect.poll(() => region.getByLabel(`Features by ${type}`).count()).toBe(1)
      expectClose(await numbersIn(page, "Importance", ".bars .number"), scores, 3)
    }
    await region.getByRole("button", { name: /^cover/ }).click()
    const column = "tbody td:nth-child(3)"
    const covers = await numbersIn(page, "Importance", column)
    expect(covers).toEqual([...covers].sort((a, b) => a - b))
    await region.getByRole("button", { name: /^cover/ }).click()
    expect(await numbersIn(page, "Importance", column)).toEqual(covers.reverse())

    const [margin] = await numbersIn(page, "Answer", ".answers td:first-of-type")
    const parts = await openTable(page, "Answer")
    expect(parts).toHaveLength(5)
    expect(parts.reduce((sum, [, value]) => sum + numberOf(value!), 0)).toBeCloseTo(margin!, 3)
    await expectAccessible(page)
  })

  it("draws trees: the row's path is lit, keys unfold and zoom, a drag moves", async () => {
    const page = await openView(playground())
    const [version, name] = ["xgboost-3.4", "deep"]
    const document = readCase(version, name)
    const { rows } = caseRows(document)
    await dropFile(page, "deep.json", readFixture(version, name, "model.json"))
    await waitFor(page, "deep.json")
    await typeRow(
      page,
      [...rows[0]!.keys()].map(feature => `f${feature}`),
      rows[0]!,
    )
    const region = panel(page, "Trees")
    await region.getByRole("button", { name: "Next tree" }).click()
    await region.getByText("Tree 1 of round 1").waitFor()
    const items = region.getByRole("treeitem")
    const first = await items.count()
    expect(first).toBeLessThanOrEqual(15)
    await region.getByRole("button", { name: "The row’s path" }).click()
    const leaf = document.leaf![0]![1]!
    await region.locator(".tree-node.is-lit.is-leaf").waitFor()
    const lit = await region
      .locator(".tree-node.is-lit")
      .evaluateAll(nodes => nodes.map(node => node.querySelector("title")!.textContent))
    expect(lit.at(-1)).toMatch(new RegExp(`^node ${leaf}: leaf .*on the row’s path$`))

    const svg = await savedSvg(page, region.getByRole("button", { name: "Save as SVG" }))
    expect(svg.name).toMatch(/^tree-\d+\.svg$/)
    expect(await svg.all("g > rect", "fill")).toEqual(
      await shownStyles(region.locator(".tree-node rect"), "fill"),
    )
    expect(await svg.all("g > rect", "width")).toHaveLength(await items.count())

    const camera = (): Promise<string | null> => region.locator("svg > g").getAttribute("transform")
    const root = items.first()
    await root.focus()
    await page.keyboard.press("ArrowLeft")
    await expect.poll(() => items.count()).toBe(1)
    expect(await root.getAttribute("aria-expanded")).toBe("false")
    await page.keyboard.press("ArrowRight")
    await expect.poll(() => items.count()).toBeGreaterThan(2)
    await page.keyboard.press("ArrowDown")
    await expect
      .poll(() => page.evaluate(() => globalThis.document.activeElement?.getAttribute("aria-level")))
      .toBe("2")
    for (const zoom of [
      () => page.keyboard.press("+"),
      () => page.keyboard.press("0"),
      () => region.getByRole("button", { name: "Zoom in" }).click(),
      () => region.getByRole("button", { name: "Whole tree" }).click(),
      async () => {
        await region.locator("svg").hover()
        await page.mouse.wheel(0, -300)
      },
      async () => {
        const box = (await region.locator("svg").boundingBox())!
        await page.mouse.move(box.x + box.width - 20, box.y + 20)
        await page.mouse.down()
        await page.mouse.move(box.x + box.width - 90, box.y + 60, { steps: 4 })
        await page.mouse.up()
      },
      async () => {
        const box = (await region.locator("svg").boundingBox())!
        const touches = await page.context().newCDPSession(page)
        const [x, y] = [box.x + box.width / 2, box.y + box.height - 60]
        for (const [type, apart] of [
          ["touchStart", 20],
          ["touchMove", 40],
          ["touchMove", 80],
        ] as const) {
          const touchPoints = [-apart, apart].map((way, id) => ({ x: x + way, y, id }))
          await touches.send("Input.dispatchTouchEvent", { type, touchPoints })
        }
        await touches.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] })
        const scale = /scale\((.*)\)/.exec((await camera())!)![1]
        expect(Number(scale)).toBeGreaterThan(1)
      },
    ]) {
      const before = await camera()
      await zoom()
      await expect.poll(camera).not.toBe(before)
    }
    await region.getByLabel(/^Tree, 0 to 1/).fill("0")
    await page.keyboard.press("Enter")
    await region.getByText("Tree 0 of round 0").waitFor()
    await expectAccessible(page)
  })

  it("draws of a tree of many thousand nodes what is unfolded", async () => {
    const page = await openView(playground())
    const numSplits = 2 ** 14 - 1
    const dump = (node: number): object =>
      node >= numSplits
        ? { nodeid: node, leaf: node }
        : {
            nodeid: node,
            split: `f${node % 3}`,
            split_condition: node,
            yes: 2 * node + 1,
            no: 2 * node + 2,
            missing: 2 * node + 1,
            children: [dump(2 * node + 1), dump(2 * node + 2)],
          }
    const bytes = writeJson(
      readBooster(JSON.stringify([dump(0)]), { baseScore: 0.5, objective: "reg:squarederror" }),
    )
    await dropFile(page, "large.json", bytes)
    await waitFor(page, "large.json")
    const region = panel(page, "Trees")
    await region.getByText("32,767 nodes").waitFor()
    await eventually(() => region.getByRole("treeitem").count()).toBe(15)
    expect(await region.getByRole("button", { name: "Unfold all" }).isDisabled()).toBe(true)
    await panel(page, "Row").getByRole("button", { name: "All missing" }).click()
    await region.getByRole("button", { name: "The row’s path" }).click()
    await region.locator(".tree-node.is-lit.is-leaf").waitFor()
    await eventually(() => region.getByRole("treeitem").count()).toBe(15 + 2 * 11)
  })

  it("answers along one feature and over two, exactly, and moves the row there", async () => {
    const page = await openView(playground())
    const bytes = readFixture("xgboost-3.4", "categorical_pandas", "model.json")
    await chooseFile(page, MODEL_INPUT, "colours.json", bytes)
    await waitFor(page, "colours.json")
    const booster = readBooster(bytes)
    const conditions = conditionsOf(booster, 2)
    const one = panel(page, "Response to one feature")
    await one.getByLabel("Feature").selectOption({ label: "z" })
    await one.getByText(`Exact: ${conditions.length} conditions`).waitFor()
    const table = await openTable(page, "Response to one feature")
    const rowsOf = (z: number): number => booster.predict(Float32Array.of(0, 0, z))[0]!
    expectClose(
      table.slice(1, -1).map(([, value]) => numberOf(value!)),
      conditions.map(rowsOf),
      3,
    )
    expectClose([numberOf(table[0]![1]!)], [rowsOf(-1e9)], 3)

    await one.getByLabel("Feature").selectOption({ label: "colour" })
    await one.getByRole("button", { name: /^green/ }).click()
    await expect
      .poll(() =>
        panel(page, "Row")
          .getByLabel(/^colour/)
          .evaluate(select => (select as HTMLSelectElement).selectedOptions[0]!.text),
      )
      .toBe("green")
    const green = Number(
      await panel(page, "Row")
        .getByLabel(/^colour/)
        .inputValue(),
    )
    const z = Number(await panel(page, "Row").getByLabel(/^z/).inputValue())
    await expectPredictions(page, booster.predict(Float32Array.of(green, 0, z)))

    const two = panel(page, "Response to two features")
    await two.getByLabel("Up").selectOption({ label: "z" })
    await two.getByLabel("Across").selectOption({ label: "colour" })
    await two.getByRole("application", { name: /z/ }).waitFor()
    const grid = await openTable(page, "Response to two features")
    expect(grid).toHaveLength(conditions.length + 2)
    const values = grid[1]!.slice(1, -1)
    expectClose(
      values.map(numberOf),
      values.map((_, colour) => booster.predict(Float32Array.of(colour, 0, conditions[0]!))[0]!),
      3,
    )
    await two.getByRole("application").focus()
    for (const key of ["ArrowUp", "ArrowRight", "Enter"]) await page.keyboard.press(key)
    await expect.poll(() => panel(page, "Row").getByLabel(/^z/).inputValue()).not.toBe(String(z))
    await expectAccessible(page)
  })

  it("predicts a table, saves it, and says which field of a table is wrong", async () => {
    const page = await openView(playground())
    const [version, name] = ["xgboost-2.1", "multi_softprob"]
    const document = readCase(version, name)
    await dropFile(page, "classes.ubj", readFixture(version, name, "model.ubj"))
    await waitFor(page, "classes.ubj")
    const { rows } = caseRows(document)
    const finite = rows.flatMap((row, i) => (row.some(value => Math.abs(value) === Infinity) ? [] : [i]))
    const head = [...rows[0]!.keys()].map(feature => `f${feature}`)
    // Other columns, in another order, and one too many.
    const lines = finite.map(i =>
      ["a, b", ...[...rows[i]!].reverse()]
        .map(cell => (Number.isNaN(cell) ? "" : cell === "a, b" ? '"a, b"' : cell))
        .join(","),
    )
    const csv = [["note", ...head.reverse()].join(","), ...lines].join("\r\n")
    await dropFile(page, "rows.csv", csv, ".table-panel")
    const region = panel(page, "Predict a table")
    await region.getByText(`${finite.length} rows`).first().waitFor()
    await region.getByText("Not features of the model: note.").waitFor()
    const downloading = page.waitForEvent("download")
    await region.getByRole("button", { name: "Save predictions as CSV" }).click()
    const saved = (await readFile(await (await downloading).path(), "utf8")).trimEnd().split("\r\n")
    const numClasses = flatten([document.prediction[0]!]).length
    expect(saved[0]!.split(",").slice(0, 3)).toEqual(["row", "prediction_0", "prediction_1"])
    expect(saved).toHaveLength(finite.length + 1)
    for (const [at, i] of finite.entries()) {
      const cells = saved[at + 1]!.split(",").map(Number)
      const expected = [...flatten([document.prediction[i]!]), ...flatten([document.margin[i]!])]
      expect(cells.length).toBe(1 + 2 * numClasses)
      expectClose(cells.slice(1).map(Math.fround), expected, 6)
    }
    await region.getByRole("button", { name: "Look at row 3", exact: true }).click()
    await expectPredictions(page, flatten([document.prediction[finite[2]!]!]))

    await region.getByLabel("Or paste rows").fill("f0,f1\n1,2\n3,red")
    await region.getByRole("button", { name: "Predict them" }).click()
    const alert = region.getByRole("alert")
    await alert.getByText("record 3, f1").waitFor()
    expect(await alert.textContent()).toContain('"red"')
    await region.getByLabel("Or paste rows").fill("f0,f1\n1,2,3")
    await region.getByRole("button", { name: "Predict them" }).click()
    await alert.getByText("2 fields, as the first line has").waitFor()
    await chooseFile(page, TABLE_INPUT, "few.csv", "f0\n1")
    await region.getByText(/1 rows\. Missing everywhere/).waitFor()
    await expectAccessible(page)
  })

  it("refuses what is no model with a reason, and keeps the model that was open", async () => {
    const page = await openView(playground(), { width: 360, height: 780 })
    const [version, name] = ["xgboost-3.4", "reg_squarederror"]
    const document = readCase(version, name)
    const bytes = readFixture(version, name, "model.ubj")
    await dropFile(page, "good.ubj", bytes)
    await waitFor(page, "good.ubj")
    const text = new TextDecoder().decode(readFixture(version, name, "model.json"))
    const hostile: readonly (readonly [file: string, content: Uint8Array | string, says: RegExp])[] = [
      [
        "truncated.ubj",
        bytes.subarray(0, bytes.length >> 1),
        /byte \d+.*ERR_MODEL_FORMAT|ERR_MODEL_FORMAT.*byte \d+/s,
      ],
      ["empty.json", "", /no bytes/],
      ["page.html", "<!doctype html><p>Not found</p>", /XML or HTML/],
      ["bomb.gz", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), /gzip data.*decompress it first/s],
      ["nested.json", "[".repeat(200_000), /nested too deep.*byte 10001.*at most 10000 levels/s],
      ["nested-model.json", `{"learner":${"[".repeat(200_000)}`, /ERR_MODEL_FORMAT/],
      [
        "count.ubj",
        Uint8Array.of(0x7b, 0x4c, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x5b),
        /ERR_MODEL_FORMAT/,
      ],
      [
        "field.json",
        text.replace(/"left_children":\[[^,]*,/, '"left_children":['),
        /trees\[0\]\.left_children.*Expected.*Got/s,
      ],
      ["image.png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47), /bytes 89 50 4e 47/],
    ]
    const alert = panel(page, "The file").getByRole("alert")
    for (const [file, content, says] of hostile) {
      await dropFile(page, file, content)
      if (file === "nested.json") {
        await page.getByRole("button", { name: "Open the dump" }).click()
      }
      await alert.getByText(file, { exact: true }).waitFor()
      const said = (await alert.textContent())!
      expect(said, file).toMatch(says)
      expect(said, file).toContain("good.ubj is still open")
    }
    await page.evaluate(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(50_000_000)], "zeros.bin"))
      globalThis.document.body.dispatchEvent(
        new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }),
      )
    })
    await alert.getByText("zeros.bin", { exact: true }).waitFor()
    expect(await alert.textContent()).toContain("bytes 00 00 00 00")
    await expectAccessible(page)
    const { rows } = caseRows(document)
    await typeRow(
      page,
      [...rows[0]!.keys()].map(feature => `f${feature}`),
      rows[0]!,
    )
    await expectPredictions(page, flatten([document.prediction[0]!]))
    const overflow = await page.evaluate(() => globalThis.document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })

  it("gives a large file up, and keeps what was open: offline, across views, through a broken engine", async () => {
    const page = await openView(playground())
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.context().setOffline(true)
    await page.getByRole("button", { name: "Try an example" }).click()
    await waitFor(page, "iris.ubj")
    await page.evaluate(() => {
      // As soon as it is there: nobody's hand would be so quick.
      new MutationObserver((_, observer) => {
        const button = [...globalThis.document.querySelectorAll("button")].find(
          ({ textContent }) => textContent === "Give up",
        )
        if (button === undefined) return
        observer.disconnect()
        button.click()
      }).observe(globalThis.document.body, { childList: true, subtree: true })
      const transfer = new DataTransfer()
      transfer.items.add(new File([`{${" ".repeat(60_000_000)}`], "large.json"))
      globalThis.document.body.dispatchEvent(
        new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }),
      )
    })
    await page.getByRole("status").getByText("large.json was given up").waitFor({ state: "attached" })
    expect(await page.getByRole("progressbar").count()).toBe(0)
    await page.getByRole("link", { name: "Explore" }).click()
    await page.getByRole("heading", { name: "Explore" }).waitFor()
    await page.getByRole("link", { name: "Any model" }).click()
    await waitFor(page, "iris.ubj")
    const [worker] = page.workers()
    const broken = worker!.waitForEvent("close")
    await worker!.evaluate(() => {
      setTimeout(() => {
        throw new Error("broken on purpose")
      })
    })
    await broken
    await panel(page, "Row").getByRole("button", { name: "All missing" }).click()
    const booster = readBooster(await readFile("examples/iris.ubj"))
    await expectPredictions(page, booster.predict(new Float32Array(4).fill(Number.NaN)))
    expect(await panel(page, "The file").getByRole("alert").count()).toBe(0)
  })
})

/** Conditions of a feature's splits, each once, ascending. */
function conditionsOf(booster: Booster, feature: number): number[] {
  const found = new Set<number>()
  for (let tree = 0; tree < booster.numTrees; tree++) {
    const { splitIndices, splitConditions } = treeNodes(booster, tree)
    for (const [node, split] of splitIndices.entries()) {
      if (split === feature && !Number.isNaN(splitConditions[node]!)) found.add(splitConditions[node]!)
    }
  }
  return [...found].sort((a, b) => a - b)
}
