/** Colours of targets, told apart also by those who see few (Okabe and Ito), 3:1 against the page or better. */
const LIGHT = ['#c04f00', '#0072b2', '#00795a', '#a8447a', '#806000', '#1f7fae', '#5b5b5b', '#7a3fc0']
const DARK = ['#ff8a3d', '#56b4e9', '#2fd0a0', '#e69ac4', '#f0c040', '#8ecbf0', '#bdbdbd', '#b794f6']
const PARTS_LIGHT = ['#9aa7b4', '#5d7fa3', '#c98a2b', '#a8447a', '#d5dae0', '#7a3fc0']
const PARTS_DARK = ['#5f6d7a', '#7aa2cf', '#e0a94f', '#d986b4', '#39424c', '#b794f6']

function variables(prefix: string, colors: readonly string[]): string {
  return colors.map((color, k) => `--${prefix}${k}:${color};`).join('')
}

const CLASSES = [
  ...LIGHT.map(
    (_, k) => `.c${k}{stroke:var(--c${k});--own:var(--c${k})}.quartiles.c${k}{fill:var(--c${k});stroke:none}`,
  ),
  ...PARTS_LIGHT.map((_, k) => `.p${k}{fill:var(--p${k})}`),
].join('\n')

/** The one style of every page: light and dark, narrow and wide, on screen and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--page:#fff;--ink:#1a1f24;--soft:#566069;--line:#d9dee3;--good:#00694a;--bad:#b3261e;
${variables('c', LIGHT)}${variables('p', PARTS_LIGHT)}}
@media (prefers-color-scheme:dark){:root{--page:#14181c;--ink:#e6eaee;--soft:#a3adb7;--line:#313941;--good:#4cd6a4;--bad:#ff8a80;
${variables('c', DARK)}${variables('p', PARTS_DARK)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1080px;padding:1.5rem 1rem 4rem;background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2.25rem 0 .5rem}h3{font-size:1rem;margin:1rem 0 .25rem}
h1,h2,h3,p,li,summary,caption,figcaption{overflow-wrap:anywhere}p,li{max-width:75ch}p{margin:.4rem 0}.soft,figcaption,caption{color:var(--soft)}
.verdicts{list-style:none;padding:0;margin:1rem 0}.verdicts li{border-left:4px solid var(--line);padding:.25rem .75rem;margin:.4rem 0}
li.pass{border-color:var(--good)}li.fail{border-color:var(--bad)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;margin:.25rem 0 1rem;font-size:.9rem}
.swatch{display:inline-block;width:.8em;height:.8em;margin-right:.4em;background:var(--own)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:1.5rem;align-items:start}
figure{margin:0;break-inside:avoid}svg{display:block;width:100%;height:auto}svg.icicle{min-width:45rem}figcaption{font-size:.85rem}figcaption strong{color:var(--ink)}
svg text{font-size:12px;fill:var(--soft)}svg .label{fill:var(--ink);font-size:12.5px}svg .pass{fill:var(--good)}svg .fail{fill:var(--bad)}
.guide{stroke:var(--line);stroke-width:1}.mark{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3}
.level{stroke:var(--ink);stroke-width:2;opacity:.7}
.median{stroke:var(--ink);stroke-width:2.5}.limit{stroke:var(--ink);stroke-width:2}.interval{stroke:var(--soft);stroke-width:5}
.quartiles{opacity:.25}.curve{fill:none;stroke-width:2}.curve.warm{stroke-dasharray:5 3}
.dots{fill:none;stroke-linecap:round}.dots.cold{stroke-width:5}.dots.warm{stroke-width:3}.dots.found{stroke:var(--ink);stroke-width:9}
.range{stroke-width:1.5;opacity:.6}.idle{stroke-width:3;opacity:.7;fill:none}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.25rem 0}th,td{text-align:right;padding:.2rem .6rem;border-bottom:1px solid var(--line);white-space:nowrap}
th[scope=row],th:first-child,td:last-child,th:last-child,.words{text-align:left}.verdict{font-size:1.1rem;font-weight:600}.long{white-space:normal;min-width:12rem;max-width:20rem}th{font-weight:600}thead th{vertical-align:bottom}
.facts dl{margin:0}.facts dl div{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:.75rem;border-bottom:1px solid var(--line);padding:.15rem 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}summary{cursor:pointer;padding:.25rem 0}
@media (max-width:640px){.facts dl div{grid-template-columns:1fr;gap:0}th[scope=row]{white-space:normal;overflow-wrap:anywhere;min-width:8rem}}
@media print{*{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{max-width:none;padding:0;font-size:11px}.wide{overflow:visible}table{font-size:8px}figcaption{font-size:9px}.legend{font-size:10px}th,td{padding:.1rem .3rem}th[scope=row]{white-space:normal;overflow-wrap:anywhere}details::details-content{content-visibility:visible;height:auto}.charts{grid-template-columns:1fr 1fr}}
${CLASSES}
`
