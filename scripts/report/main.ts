import { join } from 'node:path';
import { readTrees } from '../cluster-model/cluster.ts';
import { implement } from '../command-line/command.ts';
import { reportOf } from './data/gather.ts';
import { report } from './usage.ts';
import { writeReport } from './write.ts';

const OWN = 'dist';

export const main = implement(report, async ({ options, arguments: { dir = OWN } }) => {
  const { out = join('.cache', 'report') } = options;
  await writeReport(reportOf(readTrees([dir])), out);
  console.log(`The page is ${join(out, 'index.html')}: open it in a browser.`);
});
