import { didYouMean } from '../../clusters/nearest-name.ts';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { count } from '../command-line/count.ts';
import { programPath } from '../programs/program.ts';
import { helmProgram } from './helm.ts';
import { newerCharts } from './newer.ts';
import { hasNews, newerMarkdown, newerText } from './newer-report.ts';
import { readPins } from './pins-file.ts';
import { releasesIn } from './releases.ts';
import { tryNewer } from './trial.ts';

/** What was asked for. */
interface Asked {
  readonly dist: string;
  /** One chart; left out: all. */
  readonly name: string | undefined;
  /** Whether what is newer is rendered with the values of today. */
  readonly trial: boolean;
  readonly format?: 'text' | 'json' | 'markdown' | undefined;
}

/**
 * Says what is newer than the pins; nothing is written.
 *
 * @returns the exit code
 * @throws UnusableInput where a repository does not answer, once all others are told
 */
export async function tellNewer({ dist, name, trial, format = 'text' }: Asked): Promise<0 | 1> {
  const pins = readPins();
  if (name !== undefined && !pins.has(name)) {
    throw new UnusableInput(`charts/pins.yaml has no chart ${name}${didYouMean(name, [...pins.keys()])}.`);
  }
  const found = await newerCharts(pins, name === undefined ? [] : [name]);
  const bench = async () => ({
    releases: releasesIn(dist),
    helm: await programPath(helmProgram, (line) => process.stderr.write(`${line}\n`)),
  });
  const report = { charts: found, trials: trial ? await tryNewer(found, await bench()) : [] };
  const told = {
    text: newerText,
    markdown: newerMarkdown,
    json: (all: object) => `${JSON.stringify(all, null, 2)}\n`,
  };
  process.stdout.write(told[format](report));
  const silent = found.filter(({ unknown }) => unknown !== undefined).length;
  if (silent > 0) throw new UnusableInput(`Nothing is known of ${count(silent, 'pinned version')}.`);
  return hasNews(report) ? 1 : 0;
}
