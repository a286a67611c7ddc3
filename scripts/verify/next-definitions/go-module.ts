import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { Mistake } from '../../command-line/mistake.ts';
import type { Bundle, NextRelease } from '../../import/sources.ts';
import { howToInstall } from '../../programs/needed.ts';
import { run } from '../../programs/run.ts';
import type { Member } from '../api-servers/applications.ts';
import { definitionsIn } from '../api-servers/definitions.ts';

const downloaded = z.looseObject({
  Dir: z.string().optional(),
  Sum: z.string().optional(),
  Error: z.string().optional(),
});

/**
 * The definitions of a newer release: those of every file that stands beside a pinned one, whatever it is called there.
 *
 * @throws Mistake when Go can't get the module, or it isn't the one that was pinned
 */
export async function nextDefinitions(
  name: string,
  files: Bundle['files'],
  next: NextRelease,
): Promise<readonly Member[]> {
  const folder = await moduleFolder(next, `imports/sources.yaml, next.${name}`);
  const folders = new Set(files.map(({ path }) => relative(next.below ?? '', dirname(path))));
  return [...folders].flatMap((each) => {
    const place = join(folder, each);
    const found = existsSync(place) ? readdirSync(place).filter((file) => file.endsWith('.yaml')) : [];
    return found
      .sort()
      .flatMap((file) =>
        definitionsIn(readFileSync(join(place, file), 'utf8'), `${next.module}@${next.release}: ${file}`),
      );
  });
}

async function moduleFolder({ module, release, sum }: NextRelease, pin: string): Promise<string> {
  const missing = howToInstall('go');
  const download = async () => {
    const { stdout, stderr } = await run('go', ['mod', 'download', '-json', `${module}@${release}`], {
      missing,
    });
    return { ...downloaded.parse(JSON.parse(stdout === '' ? '{}' : stdout)), stderr };
  };
  const first = await download();
  // Go asks the network once, and a proxy that is slow for a moment would cost the whole step.
  const { Dir, Sum, Error: says, stderr } = first.Sum === undefined ? await download() : first;
  if (Sum === undefined) throw new Mistake(`Go cannot get ${module} ${release}:\n${says ?? stderr}`);
  if (Sum !== sum) {
    throw new Mistake(
      `${module} ${release} is not the module that ${pin} pins:\n  pinned ${sum}\n  found  ${Sum}\n` +
        'If the release was changed on purpose, write its sum; otherwise trust neither.',
    );
  }
  if (Dir !== undefined) return Dir;
  // A module that only a newer Go may build is fetched all the same, and its place not told.
  const { stdout: cache } = await run('go', ['env', 'GOMODCACHE'], { missing });
  const folder = join(
    cache.trim(),
    `${module.replaceAll(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)}@${release}`,
  );
  if (!existsSync(folder)) throw new Mistake(`Go cannot get ${module} ${release}:\n${says ?? stderr}`);
  return folder;
}
