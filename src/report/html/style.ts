/** Text and status colours have at least 4.5 : 1 on both grounds, in each scheme. */
const light = `
  --ground: #ffffff; --raised: #f6f8fa; --line: #d0d7de; --edge: #6e7781; --text: #1b1f24; --muted: #57606a;
  --link: #0550ae; --warn-ground: #fff3cd; --warn-text: #5c4400;
  --created: #1a7037; --skipped: #5f6872; --changed: #00707a; --invalid: #8a5c00; --failed: #c01f2a; --unknown: #7a48d0; --pending: #0860c4;`;
const dark = `
  --ground: #0d1117; --raised: #161b22; --line: #30363d; --edge: #7d8590; --text: #e6edf3; --muted: #9da7b1;
  --link: #79b8ff; --warn-ground: #3a2d00; --warn-text: #ffe08a;
  --created: #3fb950; --skipped: #9da7b1; --changed: #39c5cf; --invalid: #d8a02a; --failed: #ff7b72; --unknown: #c09bff; --pending: #58a6ff;`;

/** The page's whole style: light, dark, narrow, wide and on paper. */
export const pageStyle = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
@media print { :root { color-scheme: light; ${light} } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--text); line-height: 1.5;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; }
main { max-width: 84rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 3vw, 2.5rem) 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
p { margin: .5rem 0; max-width: 48rem; }
.lead { font-size: 1.1rem; }
.muted, .words, .share, .most, .begin, .end { color: var(--muted); }
.banner { background: var(--warn-ground); color: var(--warn-text); border-radius: .4rem; padding: .6rem .9rem; max-width: none; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: .75rem 2rem; margin: 1.25rem 0 0; }
.facts dt { color: var(--muted); font-size: .85rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
svg { display: block; width: 100%; }
svg.counts { height: 2.25rem; border-radius: .3rem; }
.legend { list-style: none; margin: .9rem 0 0; padding: 0; display: grid; gap: .75rem 2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
.legend .count { font-weight: 600; font-variant-numeric: tabular-nums; }
.words { font-size: .9rem; }
.status { color: var(--of); white-space: nowrap; font-weight: 600; }
.status::before { content: ""; display: inline-block; width: .7em; height: .7em; margin-right: .4em; border-radius: 50%; background: var(--of); }
.created { --of: var(--created); } .skipped { --of: var(--skipped); } .changed { --of: var(--changed); } .invalid { --of: var(--invalid); }
.failed { --of: var(--failed); } .unknown { --of: var(--unknown); } .pending { --of: var(--pending); }
rect { fill: var(--of); }
.pace { --of: var(--pending); display: grid; grid-template-columns: 1fr auto; font-size: .85rem; }
.pace svg { grid-column: 1 / -1; height: 8rem; border-bottom: 1px solid var(--edge); border-top: 1px dashed var(--line); }
.pace .most { grid-column: 1 / -1; }
.groups { list-style: none; padding: 0; margin: 0; display: grid; gap: .75rem; }
.groups li { border: 1px solid var(--line); border-radius: .4rem; padding: .75rem 1rem; overflow-wrap: anywhere; }
.groups p { margin: .15rem 0 0; max-width: none; }
.groups .of { display: flex; flex-wrap: wrap; gap: .25rem .9rem; align-items: baseline; }
.groups .of button { margin-left: auto; }
button, input, select { font: inherit; color: var(--text); background: var(--ground); border: 1px solid var(--edge); border-radius: .35rem; padding: .35rem .7rem; min-height: 2.4rem; max-width: 100%; }
button { background: var(--raised); cursor: pointer; }
button:disabled { color: var(--muted); border-color: var(--line); cursor: default; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.tools { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin: 1rem 0 .75rem; }
.tools label { display: grid; gap: .2rem; font-size: .85rem; color: var(--muted); min-width: 0; }
.tools .search { flex: 1 1 16rem; }
.tools select { width: 100%; }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; margin: .75rem 0; }
.bar nav { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
.bar input { width: 5.5rem; }
#found { font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th { text-align: left; background: var(--raised); position: sticky; top: 0; border-bottom: 2px solid var(--line); white-space: nowrap; }
th, td { padding: .45rem .7rem; vertical-align: top; }
td { border-bottom: 1px solid var(--line); overflow-wrap: anywhere; white-space: pre-wrap; unicode-bidi: plaintext; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
th.number { text-align: right; }
td.status { white-space: nowrap; overflow-wrap: normal; }
td.code { min-width: 6rem; } td.name { min-width: 6rem; } td.phone { min-width: 7.5rem; font-variant-numeric: tabular-nums; } td.error { min-width: 16rem; }
@media screen and (max-width: 50rem) {
  .facts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); gap: .75rem 1rem; }
  .tools label { flex: 1 1 9rem; }
  .bar nav { gap: .3rem; } .bar nav button { padding: .35rem .5rem; } .bar input { width: 4.2rem; padding: .35rem .4rem; }
  table, tbody, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .8rem; margin: 0 0 .75rem; }
  td, td.number { border: 0; padding: .15rem 0; text-align: left; display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); white-space: pre-wrap; min-width: 0; }
  td.code, td.name, td.phone, td.error { min-width: 0; }
  td::before, td.status::before { content: attr(data-label); color: var(--muted); font-weight: 400; width: auto; height: auto; margin: 0; border-radius: 0; background: none; }
  td:empty { display: none; }
}
@media print {
  main { max-width: none; padding: 0; }
  .tools, .bar nav, button, .no-print { display: none !important; }
  table { font-size: .72rem; } td.code, td.name, td.phone, td.error { min-width: 0; } th, td { padding: .3rem .4rem; }
  th { position: static; }
  thead { display: table-header-group; }
  tr, .groups li, .legend li { break-inside: avoid; }
  rect, .status::before { print-color-adjust: exact; }
}
`;
