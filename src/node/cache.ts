/**
 * Where imported releases are kept: `JAHS_BENCH_HOME`, the XDG cache (XDG Base Directory Specification), or
 * the folder that the operating system has for it.
 */

import { homedir } from "node:os"
import { posix, win32 } from "node:path"
import { NotFoundError, show } from "../errors.ts"

/** Names of environment variables and what they hold. */
export type Environment = Readonly<Record<string, string | undefined>>

const NAME = "jahs-bench-201"
const LONGEST_NAME = 100

/**
 * The folder for everything that is imported or downloaded. It need not exist.
 *
 * @param env environment variables; empty ones count as absent
 * @param platform as in `process.platform`
 * @param home the user's own folder; asked for only where it is needed
 * @returns an absolute path: `JAHS_BENCH_HOME`; else `jahs-bench-201` in `XDG_CACHE_HOME`, `~/.cache`,
 *   `~/Library/Caches` or `%LOCALAPPDATA%`
 * @example
 * ```ts
 * cacheFolder({}, "linux", "/home/ada") // "/home/ada/.cache/jahs-bench-201"
 * ```
 */
export function cacheFolder(
  env: Environment = process.env,
  platform: string = process.platform,
  home?: string,
): string {
  const path = platform === "win32" ? win32 : posix
  const own = env["JAHS_BENCH_HOME"]
  if (own) return path.resolve(own)
  const xdg = env["XDG_CACHE_HOME"]
  // The specification has relative paths ignored.
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, NAME)
  const local = env["LOCALAPPDATA"]
  if (platform === "win32" && local && path.isAbsolute(local)) return path.join(local, NAME)
  const under = platform === "win32" ? "AppData/Local" : platform === "darwin" ? "Library/Caches" : ".cache"
  return path.join(home ?? homedir(), under, NAME)
}

/**
 * The folder of one release in the cache: `releases/<release>`. It need not exist.
 *
 * @param release its name: letters, digits, dots and dashes, a letter or digit at both ends
 * @param env as for `cacheFolder`
 * @param platform as for `cacheFolder`
 * @param home as for `cacheFolder`
 * @throws {NotFoundError} for what cannot be a release's name
 */
export function releaseFolder(
  release: string,
  env: Environment = process.env,
  platform: string = process.platform,
  home?: string,
): string {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(release) || release.length > LONGEST_NAME) {
    throw new NotFoundError({
      path: "release",
      what: "not a name for a release",
      expected: `letters, digits, dots and dashes, ${LONGEST_NAME} at most, such as official-1.1.0`,
      actual: show(release),
    })
  }
  const { join } = platform === "win32" ? win32 : posix
  return join(cacheFolder(env, platform, home), "releases", release)
}
