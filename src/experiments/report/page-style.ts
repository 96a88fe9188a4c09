/** The looks of a report's page: one column of text, figures side by side where there is room. */

import { colourRules } from "./theme.ts"

/** All rules of the page. */
export const pageStyle: string = `${colourRules}
*{box-sizing:border-box}
body{font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:72rem;margin:0 auto;padding:2.5rem 1.25rem 5rem}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.01em;margin:0}
h2{font-size:1.35rem;margin:3.2rem 0 .6rem;padding-top:.9rem;border-top:2px solid var(--ink)}
h3{font-size:1rem;margin:0 0 .2rem}h4{font-size:.85rem;font-weight:600;color:var(--faint);margin:.4rem 0 0}
p{max-width:46rem;margin:.6rem 0}.subtitle{font-size:1.1rem;color:var(--faint);margin:.5rem 0 1.2rem}
.notice{background:var(--notice);border-left:4px solid var(--s1);padding:.6rem .9rem;margin:.6rem 0;max-width:none;font-size:.93rem}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.8rem;margin:1.4rem 0}
dl div{background:var(--raised);border-radius:.4rem;padding:.7rem .9rem}
dt{font-size:.8rem;color:var(--faint)}dd{margin:0}dd b{display:block;font-size:1.45rem;line-height:1.3;font-variant-numeric:tabular-nums}dd span{font-size:.8rem;color:var(--faint)}
nav ol{columns:2 18rem;padding-left:1.3rem;margin:.4rem 0;font-size:.93rem}a{color:var(--s0)}
figure{margin:1.6rem 0 2.2rem}figcaption p{font-size:.9rem;color:var(--faint);margin:.1rem 0 .5rem}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:.6rem 1.4rem}
.panel{min-width:0;overflow-x:auto}svg{display:block;width:100%;height:auto;min-width:26rem}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;padding:0;margin:.2rem 0 .6rem;font-size:.85rem}
.legend svg{display:inline-block;width:1.8rem;min-width:0;height:.7rem;margin-right:.4rem;vertical-align:baseline}
.wide{overflow-x:auto;margin:1rem 0 1.6rem}
table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums;min-width:50%}
caption{text-align:left;font-weight:600;padding-bottom:.45rem;font-size:.95rem}
th{font-weight:600;text-align:right;vertical-align:bottom;padding:.3rem 1.1rem .3rem 0}
thead th{color:var(--faint);border-bottom:1.5px solid var(--ink)}tbody th{font-weight:500;white-space:nowrap}
td{text-align:right;white-space:nowrap;padding:.3rem 1.1rem .3rem 0}.l{text-align:left}
tbody td,tbody th{border-bottom:1px solid var(--grid)}
.notes{font-size:.83rem;color:var(--faint);margin:.3rem 0}
details{margin:.4rem 0}summary{cursor:pointer;font-size:.85rem;color:var(--faint)}
code{font:.85em ui-monospace,monospace;overflow-wrap:anywhere}
@media print{body{max-width:none;padding:0}h2{break-after:avoid}figure,table{break-inside:avoid}}
`
