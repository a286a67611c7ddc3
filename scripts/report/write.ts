import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import { bundlePage } from './bundle.ts';
import { layoutProgram } from './data/planned.ts';
import type { Report } from './data/report.ts';
import { dataFile, dataScript } from './data-file.ts';

/**
 * Writes the page and its data into a folder, in the place of an earlier page.
 *
 * @throws Mistake where the folder holds something else
 */
export async function writeReport(report: Report, folder: string): Promise<void> {
  if (holdsSomethingElse(folder)) {
    throw new Mistake(
      `${folder} holds other files, and no page of an earlier run. Name a folder that is empty or new.`,
    );
  }
  const { script, style } = await bundlePage();
  rmSync(join(folder, 'data'), { recursive: true, force: true });
  const write = (file: string, content: string) => {
    makeFolder(dirname(join(folder, file)));
    writeFileSync(join(folder, file), content);
  };
  write('index.html', PAGE);
  write('page.js', script);
  write('page.css', style);
  for (const [name, data] of piecesOf(report)) write(dataFile(name), dataScript(name, data));
}

function holdsSomethingElse(folder: string): boolean {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return false;
  return !existsSync(join(folder, dataFile('fleet'))) || !existsSync(join(folder, 'page.js'));
}

/** The data in the pieces that views load, each by its name. */
function* piecesOf({ clusters, ...whole }: Report): Generator<readonly [name: string, data: unknown]> {
  yield* Object.entries(whole);
  yield ['layout-engine', layoutProgram()];
  for (const { name, details, objects, topology } of clusters) {
    yield [`details/${name}`, details];
    yield [`objects/${name}`, objects];
    yield [`topology/${name}`, topology ?? null];
  }
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src data:; worker-src blob:">
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
