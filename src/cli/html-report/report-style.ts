/** The style of a report: readable on a phone and a desk, in light and dark, and on paper. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --back: #f6f7f9; --card: #ffffff; --line: #d9dde4; --text: #1b1f27; --quiet: #545c6a; --code: #eff1f5;
  --good: #17693a; --bad: #b3261e; --warn: #7f5300; --busy: #1a5fa8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #12151b; --card: #1b2029; --line: #343b48; --text: #e6e9ef; --quiet: #a3adbd; --code: #12161d;
    --good: #6bcf93; --bad: #ff8f85; --warn: #e8b64c; --busy: #7fb8f5;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
}
h1, h2, h3, p, dl, dd, ol, ul, pre { margin: 0; padding: 0; }
h1 { font-size: 1.6rem; line-height: 1.2; }
h2 { font-size: 1.15rem; margin: 2rem 0 .75rem; }
.opening { font-weight: 600; margin: 1.25rem 0 .5rem; color: var(--quiet); }
ol, ul { list-style: none; }
code, pre { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { white-space: pre-wrap; background: var(--code); border-radius: .375rem; padding: .5rem .75rem; }
.status { display: inline-block; font-weight: 600; margin-top: .25rem; }
.done { --tone: var(--good); } .failed, .doubt { --tone: var(--bad); }
.ignored, .skipped, .interrupted, .unplayed { --tone: var(--warn); } .running, .open { --tone: var(--busy); }
.status, .sign, .word { color: var(--tone); }
dl.totals { display: flex; flex-wrap: wrap; gap: .75rem 2rem; margin-top: 1rem; }
dl.totals dt { font-size: .8rem; color: var(--quiet); }
dl.totals dd { font-variant-numeric: tabular-nums; }
.action {
  background: var(--card); border: 1px solid var(--line); border-left: .25rem solid var(--tone); border-radius: .5rem;
  padding: .75rem 1rem; margin-top: .5rem;
}
.action > * + * { margin-top: .5rem; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem; }
.head h3 { font-size: 1rem; }
.head .number, .head .when, .place { color: var(--quiet); font-size: .875rem; }
.head .word { font-size: .875rem; font-weight: 600; }
.head .when { margin-left: auto; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar { height: .3rem; border-radius: .15rem; background: var(--code); overflow: hidden; }
.bar i {
  display: block; height: 100%; min-width: 3px; border-radius: .15rem; background: var(--tone);
  margin-left: min(var(--from), calc(100% - 3px)); width: var(--part);
}
.said p, .facts li { white-space: pre-wrap; }
summary { cursor: pointer; color: var(--quiet); font-size: .875rem; }
summary:focus-visible { outline: 2px solid var(--busy); outline-offset: 2px; border-radius: .25rem; }
details > pre { margin-top: .5rem; }
pre.stderr { border-left: .2rem solid var(--warn); }
.error { color: var(--bad); } .error code { font-weight: 600; }
.hint, .note, .left { color: var(--quiet); font-size: .875rem; }
.answer { padding-left: 1.1rem; }
details.run > summary { font-size: 1rem; margin-top: 1rem; }
footer { margin-top: 2.5rem; color: var(--quiet); font-size: .8rem; }
@media (max-width: 30rem) { .head .when { margin-left: 0; flex-basis: 100%; } .action { padding: .6rem .75rem; } }
@media print { body { max-width: none; background: none; } .action { break-inside: avoid; } }
`;
