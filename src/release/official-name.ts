/** Whether an import is called an official release: files cannot tell, for replicas have the same format. */

/** @param release name that the release got, such as `official-1.1.0` */
export function isOfficialName(release: string): boolean {
  return /^official-\d/.test(release)
}
