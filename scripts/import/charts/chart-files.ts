import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { Mistake } from '../../command-line/mistake.ts';
import { runNow } from '../../programs/run.ts';
import type { ChartFiles } from './chart-shape.ts';

/** What of a chart says anything about its values; what only `helm test` runs does not. */
const READ =
  /^(charts\/[^/]+\/)*(Chart\.yaml|values\.yaml|values\.schema\.json|(templates\/(?!tests\/)|files\/).+)$/;

/**
 * The files of a chart, by their path in it.
 *
 * @param path a folder, or an archive as Helm packages it
 * @throws Mistake for an archive that is none
 */
export function readChartFiles(path: string): ChartFiles {
  if (statSync(path).isDirectory()) return filesIn(path);
  const folder = mkdtempSync(join(tmpdir(), 'chart-'));
  try {
    const { status, stderr } = runNow('tar', ['-xzf', path, '-C', folder]);
    if (status !== 0) throw new Mistake(`${path} cannot be unpacked: ${stderr.trim()}`);
    const [root] = readdirSync(folder);
    return root === undefined ? new Map() : filesIn(join(folder, root));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function filesIn(folder: string): ChartFiles {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const named = paths.map(
    (path) =>
      [
        path
          .slice(folder.length + 1)
          .split(sep)
          .join('/'),
        path,
      ] as const,
  );
  return new Map(
    named
      .filter(([name]) => READ.test(name))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, path]) => [name, readFileSync(path, 'utf8')]),
  );
}
