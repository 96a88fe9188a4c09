/** A bundled release held against the official predictions: its page in `docs/releases/`. */
import { openBundled } from "./bundled.ts"
import { type Predictions, rowsOfRuns } from "./predictions.ts"
import { type DistilledTask, distilledTasks } from "./recipe.ts"
import { type PageWords, type ReportedTask, writeReleasePage } from "./release-page.ts"
import { type Compared, compare } from "./scores.ts"

/**
 * Asks the packs of `models/` what was held out of their fits, as their cards name it, and writes the page.
 *
 * @param predecessor shown beside it, on the same rows
 */
export async function reportRelease(
  words: PageWords,
  predecessor: string | null,
  predictions: Readonly<Record<DistilledTask, Predictions>>,
): Promise<void> {
  const done: ReportedTask[] = []
  for (const task of distilledTasks) {
    const { pack, numBytes, numNodes } = await openBundled(words.release, task)
    const rows = predictions[task]
    const held = rowsOfRuns(rows, run => pack.card.holdoutRuns.includes(run))
    const comparedOf = async (release: string): Promise<Compared[]> => {
      const { surrogates } = (await openBundled(release, task)).pack
      return surrogates.map(surrogate => compare(surrogate, rows, held))
    }
    const compared = await comparedOf(words.release)
    const before =
      predecessor === null ? null : { release: predecessor, compared: await comparedOf(predecessor) }
    done.push({ task, card: pack.card, numBytes, numNodes, predictions: rows, compared, before })
  }
  writeReleasePage(words, done)
}
