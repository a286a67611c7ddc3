import { describe, expect, test, vi } from 'vitest';
import { nearestName } from '../../clusters/nearest-name.ts';
import type { Command } from '../../scripts/command-line/command.ts';
import { describe as descriptionOf } from '../../scripts/command-line/option.ts';
import { EVERY } from '../../scripts/command-line/parse.ts';
import { run } from '../../scripts/command-line/run.ts';
import { commands } from '../../scripts/fleet/commands.ts';
import { commandLineOf } from '../../scripts/workflows/command-line.ts';
import { mistakeCode, tryOut } from './printed.ts';

function commandOf(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) throw new Error(`There is no command ${name}.`);
  return command;
}

/** A command line with a mistake, and what the message has to say: what is wrong and what to write instead. */
const MISTAKES: readonly (readonly [line: string, ...says: readonly string[]])[] = [
  ['synth --chek', 'There is no option --chek. Is it --check?'],
  ['synth --chekc', 'Is it --check?'],
  ['synth --Check', 'There is no option --Check. Is it --check?'],
  ['synth -check', 'There is no option -check. Is it --check?'],
  ['synth -c', 'There is no option -c.'],
  ['synth --clust prod-eu', 'There is no option --clust. Is it --cluster?'],
  ['synth --clutser=prod-eu', 'There is no option --clutser. Is it --cluster?'],
  ['synth --frobnicate', 'There is no option --frobnicate.', 'npx fleet synth --help'],
  ['synth --dry-run', 'It is --check: it writes nothing'],
  ['synth --no-cache', 'It is --uncached: npm takes --no-cache for itself.'],
  ['synth --no-check', 'There is no option --no-check.'],
  ['synth --cluster', '--cluster needs a value: --cluster NAME.'],
  ['synth --cluster --check', '--cluster needs a value: --cluster NAME. What follows it is --check'],
  ['synth --cluster=', '--cluster needs a value: --cluster NAME.'],
  ['synth --out a --out b', '--out is given twice. Give it once.'],
  ['synth --check=yes', '--check takes no value. Write --check alone.'],
  ['synth prod-eu', 'synth takes no arguments: "prod-eu" is too much.'],
  ['synth check', '"check" is too much. Is --check meant?'],
  ['synth -- --check', '"--check" is too much.'],
  ['synth --chek --claster x prod-eu', '--check?', '--cluster?', '"prod-eu" is too much'],
  ['promote', 'CLUSTER is missing: the name of a cluster.', 'IMAGE is missing: an image'],
  ['promote prod-eu', 'IMAGE is missing'],
  ['promote prod-eu chat-service more', 'promote takes CLUSTER IMAGE and no more: "more" is too much.'],
  ['promote prod-eu chat-service --version 1.5.0', 'It is --build: npm takes --version for itself.'],
  ['promote prod-eu chat-service --tag 1.5.0', 'It is --build: npm takes --tag for itself.'],
  ['promote prod-eu chat-service --rollback', 'There is no option --rollback. Is it --roll-back?'],
  ['promote prod-eu chat-service --biuld 1 --digets sha256:0', 'Is it --build?', 'Is it --digest?'],
  ['promote prod-eu chat-service --canary', '--canary needs a value: --canary WEIGHT.'],
  ...['10%', 'ten', '1.5', '-5', '=-5', '101', '1e1'].map((typed): readonly [string, string] => [
    `promote prod-eu chat-service --canary${typed.startsWith('=') ? '' : ' '}${typed}`,
    `--canary: found "${typed.replace('=', '')}", expected a whole number from 0 to 100, without a percent sign.`,
  ]),
  [
    'promote prod-eu chat-service --canary --roll-back',
    '--canary needs a value: --canary WEIGHT. What follows it is --roll-back.',
  ],
  ['promote prod-eu chat-service --roll-back=yes', '--roll-back takes no value.'],
  ['replay prod-japan', 'QUEUE is missing'],
  ['replay prod-japan q --rate fast', '--rate: found "fast", expected a whole number from 1 to 500.'],
  ['replay prod-japan q --rate 0', '--rate: found "0", expected a whole number from 1 to 500.'],
  ['replay prod-japan q --rate 501', '--rate: found "501", expected a whole number from 1 to 500.'],
  ['replay prod-japan q --rate 1.5', '--rate: found "1.5", expected a whole number from 1 to 500.'],
  ['replay prod-japan q --at-most=-1', '--at-most: found "-1", expected a whole number from 1.'],
  ['replay prod-japan q --atmost 5', 'There is no option --atmost. Is it --at-most?'],
  ['bench --clusters many', '--clusters: found "many", expected a whole number from 1.'],
  ['kubeconform dist more', 'kubeconform takes DIR and no more: "more" is too much.'],
  ['kubeconform --kubernetes 1.34', 'Is it --kubernetes-version?'],
  ['completion bsh', 'SHELL does not take "bsh". Is it bash?'],
  ['completion powershell', 'SHELL does not take "powershell". It takes bash, zsh, fish.'],
  ['completion', 'SHELL is missing'],
  ['ci --fix', 'There is no option --fix.'],
  ['types src', 'types takes no arguments: "src" is too much.'],
  ['lint --write', 'There is no option --write.'],
];

describe('a mistake in a command line is told, with what to write instead, and nothing runs', () => {
  test.each(MISTAKES)('npx fleet %s', async (line, ...says) => {
    const [name = '', ...args] = line.split(' ');
    const { status, printed, begun } = await tryOut(commandOf(name), args);
    for (const said of says) expect(printed).toContain(said);
    expect(printed).not.toMatch(/^ +at /m);
    expect([status, begun]).toEqual([1, undefined]);
  });
});

test('commands whose exit code 1 is an answer keep it for that, and say so', () => {
  const answering = commands.filter(({ answers }) => answers);
  expect(answering.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['check', 'diff', 'drift', 'reach']),
  );
  for (const { name, details } of answering) expect(details, name).toMatch(/(?:Exit code|; ) ?2: /);
});

test.each(commands.filter(({ answers }) => answers))(
  'whatever stops npx fleet $name before its answer is no answer',
  async (command) => {
    const stopped = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    try {
      const status = await run(command, [], async () => {
        throw new Error('EACCES');
      });
      expect(status).toBe(2);
    } finally {
      stopped.mockRestore();
    }
  },
);

describe.each(commands)('npx fleet $name', (command) => {
  const options = Object.keys({ ...EVERY, ...command.options });

  test('--help tells every option and argument, and runs nothing', async () => {
    const { status, printed, begun } = await tryOut(command, ['--help']);
    expect([status, begun]).toEqual([0, undefined]);
    for (const option of options) expect(printed).toContain(`--${option}`);
    for (const argument of Object.keys(command.arguments)) expect(printed).toContain(argument.toUpperCase());
    expect(printed).toContain(`npx fleet ${command.name}`);
  });

  test('--help helps beside any mistake too', async () => {
    const { status, begun } = await tryOut(command, ['--no-such', 'stray', '--help']);
    expect([status, begun]).toEqual([0, undefined]);
  });

  test.skipIf(command.passesOn !== undefined)('refuses an option that there is not', async () => {
    const { status, printed, begun } = await tryOut(command, ['--no-such-option-anywhere']);
    expect([status, begun]).toEqual([mistakeCode(command), undefined]);
    expect(printed).toContain('There is no option --no-such-option-anywhere.');
  });

  test.skipIf(command.passesOn !== undefined).each(options)(
    'knows what --%s means where a letter is left out',
    async (option) => {
      const misspelt = option.slice(0, 1) + option.slice(2);
      if (options.includes(misspelt)) return;
      const { status, printed } = await tryOut(command, [`--${misspelt}`]);
      expect(status).toBe(mistakeCode(command));
      expect(printed).toContain(
        `There is no option --${misspelt}. Is it --${nearestName(misspelt, options)}?`,
      );
    },
  );

  test('its options and examples are of the form that it reads', async () => {
    for (const [option, schema] of Object.entries(command.options)) {
      expect(option).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(descriptionOf(schema).means).not.toMatch(/\.$/);
    }
    for (const [line] of command.examples ?? []) {
      const read = commandLineOf(line);
      const { status, begun } = await tryOut(command, 'words' in read ? read.words : line.split(' '));
      expect([status, begun !== undefined]).toEqual([0, true]);
    }
  });
});

test('what is right reaches the command with its types, in any order of options and arguments', async () => {
  const { begun } = await tryOut(commandOf('promote'), [
    '--canary=10',
    'prod-eu',
    '--digest',
    'sha256:0',
    'chat-service',
  ]);
  expect(begun).toEqual({
    options: { canary: '10', digest: 'sha256:0' },
    arguments: { cluster: 'prod-eu', image: 'chat-service' },
  });
});

test('a path is meant from where the user stands, whichever folder the command works in', async () => {
  const { begun } = await tryOut(commandOf('synth'), ['--out', '../tree'], {
    folder: '/home/me/x',
    environment: {},
  });
  expect(begun?.options).toEqual({ out: '/home/me/tree' });
});
