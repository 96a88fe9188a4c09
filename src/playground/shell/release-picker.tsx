/** Which task of which release everything on the page is about. */

import type { JSX } from "preact"
import type { TaskName } from "../../entries/index.web.ts"
import { Select } from "../parts/select.tsx"
import { choosePack, packId, sitePacks } from "../state/selection.ts"

/** Two menus: a task keeps its release where that has it, and takes the first that does elsewhere. */
export function ReleasePicker(): JSX.Element | null {
  const packs = sitePacks.value
  if (packs === null) return null
  const { task, release } = packId.value
  const releasesOf = (name: TaskName): string[] =>
    packs.filter(pack => pack.task === name).map(pack => pack.release)
  const chooseTask = (name: TaskName): void => {
    const releases = releasesOf(name)
    choosePack({ task: name, release: releases.includes(release) ? release : releases[0]! })
  }
  return (
    <div class="picker">
      <Select
        label="Task"
        values={[...new Set(packs.map(pack => pack.task))]}
        chosen={task}
        onChoose={chooseTask}
      />
      <Select
        label="Release"
        values={releasesOf(task)}
        chosen={release}
        onChoose={name => choosePack({ task, release: name })}
      />
    </div>
  )
}
