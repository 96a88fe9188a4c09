/** Version of this package; `npm run version` writes it together with the manifests. */

export const VERSION = "0.1.0"
