import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { RETIRED, readRetired } from '../../requirements/model/retired.ts';
import { Names } from '../../scripts/command-line/names.ts';
import { documents } from './commands/documents.ts';
import { fleetMistakesIn } from './commands/fleet.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const names = new Names(root);

const { retired } = readRetired(existsSync(RETIRED) ? readFileSync(RETIRED, 'utf8') : '');

/** Examples may go on with what was removed, and the images of a product have gone with it. */
const gone = (name: string) => retired.some((each) => each.kind === 'product' || each.name === name);

test.each(documents)('%s shows commands of npx fleet with names that the fleet has', (file) => {
  expect(fleetMistakesIn(readFileSync(`${root}/${file}`, 'utf8'), names, gone)).toEqual([]);
});

describe('a command of a document', () => {
  const [cluster = ''] = names.clusters();
  const [image = ''] = names.images(cluster);
  const told = (command: string) =>
    fleetMistakesIn(`# A\n\n\`\`\`sh\n${command}\n\`\`\`\n`, names).join('\n');

  test.each([
    ['a cluster', `npx fleet promote ${cluster}x ${image} --roll-back`, `no ${cluster}x`],
    ['an image', `npx fleet promote ${cluster} ${image}x --roll-back`, `no ${image}x`],
    ['a cluster of an option', `npx fleet synth --cluster ${cluster}x`, `no ${cluster}x`],
    ['a product', 'npm run new -- worker a --into nowhere', 'no nowhere'],
  ])('with %s that there is not is refused', (_, command, message) => {
    expect(told(command)).toContain(message);
  });

  test('in a sentence is held to its names too', () => {
    expect(fleetMistakesIn(`Run \`npx fleet synth --cluster ${cluster}x\`.`, names)).toHaveLength(1);
    expect(fleetMistakesIn(`Run \`npx fleet promote\`, or \`npx fleet promote CLUSTER …\`.`, names)).toEqual(
      [],
    );
  });

  test.each(['npm run diff -- --format json > a.json', 'npm run check -- --format json | jq .'])(
    'whose report npm would write into is refused: %s',
    (command) => {
      expect(told(command)).toContain('npx fleet');
      expect(told(command.replace(/npm run (\w+) --/, 'npx fleet $1'))).toBe('');
      expect(told(command.replace('npm run', 'npm run --silent'))).toBe('');
    },
  );

  test('that is right passes, as does what stands for another value', () => {
    expect(told(`npx fleet promote ${cluster} ${image} --build 1.0.0 --digest sha256:…`)).toBe('');
    expect(told('npx fleet promote "$CLUSTER" "$IMAGE" --roll-back')).toBe('');
    expect(told(`npx fleet synth --cluster=${cluster}  # a comment`)).toBe('');
  });
});
