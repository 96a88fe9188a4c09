/** Light, dark, or as the system has it. */

import type { JSX } from "preact"
import { Choice } from "../parts/choice.tsx"
import { chooseTheme, type Theme, theme } from "../state/color-scheme.ts"

const NAMES: Readonly<Record<Theme, string>> = { auto: "Auto", light: "Light", dark: "Dark" }
const themes = Object.keys(NAMES) as Theme[]

/** The switch in the head of the page. */
export function ThemeSwitch(): JSX.Element {
  return (
    <Choice
      label="Theme"
      isLabelHidden
      values={themes}
      chosen={theme.value}
      onChoose={chooseTheme}
      nameOf={name => NAMES[name]}
    />
  )
}
