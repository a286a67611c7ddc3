import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundlePage } from './bundle.ts';
import type { Report } from './data/report.ts';
import { dataFile, dataScript } from './data-file.ts';

/** Writes the page and its data into a folder. */
export async function writeReport({ fleet, clusters }: Report, folder: string): Promise<void> {
  const { script, style } = await bundlePage();
  const files: readonly (readonly [string, string])[] = [
    ['index.html', PAGE],
    ['page.js', script],
    ['page.css', style],
    [dataFile('fleet'), dataScript('fleet', fleet)],
    ...clusters.map((cluster): [string, string] => [
      dataFile(`clusters/${cluster.name}`),
      dataScript(`clusters/${cluster.name}`, cluster),
    ]),
  ];
  for (const [file, content] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src data:">
<title>Fleet</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="page.css">
</head>
<body>
<noscript>This page needs JavaScript.</noscript>
<div id="page"></div>
<script src="page.js"></script>
</body>
</html>
`;
