/** What the page of `serve` has beside the style of every page. */
export const SERVE_STYLE = `
.bar-of-buttons,.settings{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:end;margin:.75rem 0}
label{display:grid;gap:.15rem;font-size:.9rem;color:var(--soft)}
button,select,input{font:inherit;color:var(--ink);background:var(--page);border:1px solid var(--soft);border-radius:4px;padding:.4rem .8rem;min-height:2.5rem;max-width:100%}
.settings input{width:8rem}button{cursor:pointer;font-weight:600}button:disabled{cursor:default;opacity:.6}
button:not(:disabled):hover{background:var(--line)}
:focus-visible{outline:3px solid var(--c1);outline-offset:2px}
.said{min-height:1.5em;margin:.75rem 0}.problem{color:var(--bad);font-weight:600}.problem:empty{display:none}
.boxes{list-style:none;display:flex;flex-wrap:wrap;gap:.6rem;padding:0;margin:.4rem 0;min-height:5.4rem;align-items:stretch}
.boxes li{width:13.5rem;max-width:100%;border:2px solid var(--soft);border-radius:6px;padding:.4rem .6rem;display:grid;gap:.1rem;align-content:start;font-size:.9rem}
.boxes li.none{border-style:dashed;color:var(--soft);width:auto;align-content:center}
.boxes .stage{font-weight:600}.boxes .stage::before{content:attr(data-sign);display:inline-block;width:1.4em}
.boxes .is-boot,.boxes .is-load{border-color:var(--c1);border-style:double;border-width:4px;padding:calc(.4rem - 2px) calc(.6rem - 2px)}
.boxes .is-serve{border-color:var(--good);border-width:4px;padding:calc(.4rem - 2px) calc(.6rem - 2px)}
.boxes .is-end,.boxes .is-ended{border-style:dotted;color:var(--soft)}
.left{height:6px;background:var(--line);border-radius:3px;overflow:hidden;margin-top:.3rem}
.left i{display:block;height:100%;background:var(--c0);transform-origin:left}
.name{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.85rem}
.waterfall{width:100%;table-layout:fixed}.waterfall td,.waterfall th{vertical-align:middle}
.waterfall .number{width:3.2rem}.waterfall .kind{width:7rem;text-align:left}.waterfall .took{width:5.5rem;text-align:right}
.waterfall .who{width:13rem;overflow:hidden;text-overflow:ellipsis;text-align:left}.waterfall .time{text-align:left}
.waterfall svg{height:16px;width:100%}.waterfall td.kind{font-weight:600}.kind.cold{color:var(--c1)}.kind.warm{color:var(--c0)}
.failed{display:block;white-space:normal;color:var(--bad);font-size:.8rem;overflow-wrap:break-word}
.key{width:.8em;height:.8em;display:inline-block;margin-right:.4em;vertical-align:baseline}
@media (max-width:640px){.waterfall .who{display:none}.waterfall .kind{width:5.6rem}.waterfall th,.waterfall td{padding:.2rem .3rem}.boxes li{width:calc(50% - .3rem)}.boxes li.none{width:100%}.boxes{min-height:0}}
@media (prefers-reduced-motion:no-preference){.boxes li{transition:border-color .15s}}
`
