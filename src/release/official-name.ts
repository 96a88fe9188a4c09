/** Whether an import is called an official release, and whose it is then: files cannot tell, for replicas have the same format. */

/** @param release name that the release got, such as `official-1.1.0` */
export function isOfficialName(release: string): boolean {
  return /^official-\d/.test(release)
}

/** Whose files are imported, and under which licence. */
interface Origin {
  readonly licence: string
  readonly attribution: string
}

/** @returns the authors of the official release only where the name says so */
export function originOf(release: string): Origin {
  if (!isOfficialName(release)) {
    return { licence: "unknown", attribution: "whoever made the files that `provenance` names" }
  }
  return {
    licence: "CC-BY-4.0",
    attribution:
      'Bansal, Stoll, Janowski, Zela, Hutter, "JAHS-Bench-201: A Foundation For Research On Joint Architecture ' +
      'And Hyperparameter Search", NeurIPS 2022 (CC BY 4.0); converted from the files that `provenance` names',
  }
}
