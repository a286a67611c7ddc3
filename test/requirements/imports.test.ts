import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folders at the top that each file in some of them imports from. */
function importsOf(
  ...folders: readonly string[]
): readonly { readonly file: string; readonly from: string }[] {
  return execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...folders], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file.endsWith('.ts') && existsSync(join(root, file)))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/ from '(\.[^']+)'/g)].map(([, path = '']) => ({
        file,
        from: join(dirname(file), path).split('/')[0] ?? '',
      })),
    );
}

test('what is asked for does not depend on the command that checks it', () => {
  const found = importsOf('requirements');
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ from }) => !['clusters', 'platform', 'requirements'].includes(from))).toEqual([]);
});

test('what is rendered does not depend on what is asked for', () => {
  expect(
    importsOf('clusters', 'platform', 'apps', 'scripts/synth').filter(({ from }) => from === 'requirements'),
  ).toEqual([]);
});
