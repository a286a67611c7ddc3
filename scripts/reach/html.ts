import type { Connection } from './connection.ts';

/** A page that needs nothing else: a table of all connections, and a field that finds some of them. */
export function htmlOf(connections: readonly Connection[]): string {
  const clusters = [...new Set(connections.map(({ cluster }) => cluster))];
  const rows = connections.map(
    ({ cluster, from, to, ports, conditions }) =>
      `<tr><td>${escaped(cluster)}</td><td><div>${escaped(from)}</div></td><td><div>${escaped(to)}</div></td><td>${ports.map((port) => `<span>${escaped(port)}</span>`).join(' ')}</td><td>${conditions.length === 0 ? '' : `<div>${conditions.map(escaped).join('<br>')}</div>`}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who can reach whom</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Who can reach whom</h1>
<p><output id="count">${connections.length}</output> of ${connections.length} open connections, ${clusters.length} ${clusters.length === 1 ? 'cluster' : 'clusters'}</p>
<label>Cluster <select id="cluster"><option value="">all</option>${clusters.map((name) => `<option>${escaped(name)}</option>`).join('')}</select></label>
<label>From <input id="from" type="search" placeholder="any peer"></label>
<label>To <input id="to" type="search" placeholder="any peer"></label>
<label>Port <input id="port" type="search" placeholder="any port"></label>
</header>
<main>
<table>
<colgroup><col class="cluster"><col class="peer"><col class="peer"><col class="ports"><col></colgroup>
<thead><tr><th scope="col">Cluster</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Ports</th><th scope="col">Only</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<p id="none" hidden>No connection fits what is asked for.</p>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
html { scroll-padding-top: 8rem; }
body { margin: 0; background: Canvas; color: CanvasText; }
header { position: sticky; top: 0; padding: 1rem 1.5rem; background: Canvas; border-bottom: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); }
h1 { margin: 0 0 .25rem; font-size: 1.25rem; }
p { margin: 0 0 .75rem; opacity: .75; }
label { display: inline-block; margin: 0 1rem .25rem 0; }
input, select { font: inherit; padding: .2rem .4rem; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
col.cluster { width: 12%; }
col.peer { width: 28%; }
col.ports { width: 14%; }
th, td { padding: .35rem .75rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th:first-child, td:first-child { padding-left: 1.5rem; }
tbody tr { border-bottom: 1px solid color-mix(in srgb, CanvasText 12%, Canvas); }
td span { font-variant-numeric: tabular-nums; white-space: nowrap; }
#none { padding: 1rem 1.5rem; }
@media (max-width: 60rem) {
  header { position: static; padding: 1rem; }
  label { display: grid; grid-template-columns: 4.5rem 1fr; align-items: baseline; margin: 0 0 .25rem; }
  table, tbody, tr, td { display: block; }
  colgroup, thead { display: none; }
  tr { padding: .5rem 1rem; }
  tr[hidden] { display: none; }
  td, td:first-child { display: grid; grid-template-columns: 4.5rem 1fr; padding: .1rem 0; }
  td:nth-child(4) { display: flex; flex-wrap: wrap; column-gap: .5rem; }
  td::before { opacity: .6; }
  td:nth-child(1)::before { content: 'Cluster'; }
  td:nth-child(2)::before { content: 'From'; }
  td:nth-child(3)::before { content: 'To'; }
  td:nth-child(4)::before { content: 'Ports'; width: 4rem; }
  td:nth-child(5)::before { content: 'Only'; }
  td:empty { display: none; }
}
@media print {
  :root { color-scheme: light; font-size: 10pt; }
  header { position: static; }
  label { display: none; }
  tr { break-inside: avoid; }
}
`;

const SCRIPT = `
const fields = ['cluster', 'from', 'to', 'port'].map((id) => document.getElementById(id));
const rows = [...document.querySelectorAll('tbody tr')].map((row) => [row, [...row.cells].map((cell) => cell.textContent.toLowerCase())]);
function show() {
  const wanted = fields.map((field) => field.value.trim().toLowerCase());
  let count = 0;
  for (const [row, cells] of rows) {
    const fits = wanted.every((text, at) => text === '' || (at === 0 ? cells[0] === text : cells[at].includes(text)));
    row.hidden = !fits;
    if (fits) count++;
  }
  document.getElementById('count').textContent = count;
  document.getElementById('none').hidden = count > 0;
}
for (const field of fields) field.addEventListener('input', show);
`;

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
