import type { Verdict } from '../acknowledgements.ts';
import { RISKS } from '../change.ts';
import type { Diff } from '../diff.ts';
import { type Group, groupsOf } from './groups.ts';
import { summaryOf } from './summary.ts';
import { actionText, fieldLines, findingText, MEANINGS } from './words.ts';

/** A page that needs nothing else: the whole report, with a field that finds some of it. */
export function htmlOf(diff: Diff, verdict: Verdict): string {
  const groups = groupsOf(diff.changes);
  const clusters = [...new Set(diff.changes.map(({ cluster }) => cluster))].sort();
  const sections = [
    sectionOf(
      'vanishing',
      'Applications that vanish',
      groups.filter((group) => group.vanishes),
    ),
    ...RISKS.map((risk) =>
      sectionOf(
        risk,
        `${risk}: ${MEANINGS[risk]}`,
        groups.filter((group) => group.first.risk === risk && !group.vanishes),
      ),
    ),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What this change does</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>What this change does</h1>
<p>${escaped(diff.base)} → ${escaped(diff.head)}</p>
<form role="search"><label>Find <input id="find" type="search" placeholder="any object or reason"></label>
<label>Cluster <select id="cluster"><option value="">all</option>${clusters.map((name) => `<option>${escaped(name)}</option>`).join('')}</select></label>
<output id="count" aria-live="polite">${groups.length} changes</output></form>
</header>
<main>
<ul class="summary">${[...summaryOf(diff), ...verdict.lines, ...diff.findings.new.map((finding) => `New finding: ${findingText(finding)}`)].map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>
${sections.join('\n')}
${pathsOf(diff)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function sectionOf(id: string, title: string, groups: readonly Group[]): string {
  if (groups.length === 0) return '';
  return `<section id="${id}"><h2>${escaped(title)} (${groups.length})</h2>${groups.map(articleOf).join('\n')}</section>`;
}

function articleOf(group: Group): string {
  const { titles, reasons, fields, clusters } = group;
  const lines = fields.flatMap(fieldLines);
  const table =
    lines.length === 0
      ? ''
      : `<details><summary>${fields.length} field${fields.length === 1 ? '' : 's'}</summary><pre tabindex="0">${lines.map((line) => `<span class="${line.startsWith('+') ? 'now' : 'was'}">${escaped(line)}</span>`).join('\n')}</pre></details>`;
  return `<article data-clusters="${escaped(clusters.join(' '))}"><h3>${escaped(titles.join(', '))} <small>${escaped(actionText(group))}</small></h3><ul>${reasons.map((reason) => `<li>${escaped(reason)}</li>`).join('')}</ul>${table}</article>`;
}

function pathsOf({ connectivity: { opened, closed } }: Diff): string {
  const rows = [
    ...opened.map((path) => ({ path, way: 'now', word: 'opens' })),
    ...closed.map((path) => ({ path, way: 'was', word: 'closes' })),
  ].map(
    ({ path: { cluster, from, to, ports, conditions }, way, word }) =>
      `<tr class="${way}"><td>${word}</td><td>${escaped(cluster)}</td><td>${escaped(from)}</td><td>${escaped(to)}</td><td>${escaped([ports.join(', '), ...conditions].join('; '))}</td></tr>`,
  );
  if (rows.length === 0) return '';
  return `<section id="paths"><h2>Paths between pods (${rows.length})</h2><div class="wide" tabindex="0" role="region" aria-label="Paths between pods"><table><thead><tr><th scope="col">It</th><th scope="col">Cluster</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Ports</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --line: color-mix(in srgb, CanvasText 18%, Canvas); }
html { scroll-padding-top: 8rem; }
body { margin: 0; background: Canvas; color: CanvasText; }
header { position: sticky; top: 0; padding: .75rem 1.5rem; background: Canvas; border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.25rem; }
header p { margin: 0 0 .5rem; }
form { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; }
input, select { font: inherit; padding: .2rem .4rem; max-width: 100%; box-sizing: border-box; }
main { padding: 0 1.5rem 2rem; max-width: 75rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; border-bottom: 1px solid var(--line); }
article { margin: .75rem 0; padding: .5rem .75rem; border-left: 4px solid var(--line); overflow-wrap: anywhere; }
#vanishing article, #data-loss article { border-color: #c62828; }
#replacement article, #security article { border-color: #d84315; }
#outage article { border-color: #ef6c00; }
#restart article, #scale article { border-color: #1565c0; }
h3 { margin: 0; font-size: 1rem; }
h3 small { font-weight: normal; }
article ul { margin: .25rem 0; padding-left: 1.25rem; }
pre { margin: .5rem 0; overflow-x: auto; }
.now { color: light-dark(#1b5e20, #81c784); }
.was { color: light-dark(#b71c1c, #ef9a9a); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .25rem .6rem; text-align: left; vertical-align: top; }
@media (max-width: 40rem) { header { position: static; padding: .75rem 1rem; } main { padding: 0 1rem 1rem; } }
@media print {
  :root { color-scheme: light; }
  header { position: static; }
  form { display: none; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  h2, h3, summary { break-after: avoid; }
  tr { break-inside: avoid; }
}
`;

const SCRIPT = `
const find = document.getElementById('find');
const cluster = document.getElementById('cluster');
const articles = [...document.querySelectorAll('article')].map((article) => [article, article.textContent.toLowerCase(), article.dataset.clusters.split(' ')]);
function show() {
  const wanted = find.value.trim().toLowerCase();
  let count = 0;
  for (const [article, text, clusters] of articles) {
    const fits = text.includes(wanted) && (cluster.value === '' || clusters.includes(cluster.value));
    article.hidden = !fits;
    if (fits) count++;
  }
  for (const section of document.querySelectorAll('section')) {
    const own = [...section.querySelectorAll('article')];
    if (own.length > 0) section.hidden = own.every((article) => article.hidden);
  }
  document.getElementById('count').textContent = count + ' of ' + articles.length + ' changes';
}
find.addEventListener('input', show);
cluster.addEventListener('input', show);
// What is folded up would be missing on paper.
let closed = [];
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('details:not([open])')];
  for (const details of closed) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of closed) details.open = false;
});
`;

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
