import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadFleet } from '../../clusters/index.ts';
import { describe as descriptionOf } from '../../scripts/command-line/option.ts';
import { commands } from '../../scripts/fleet/commands.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';
import { mistakeCode, tryOut } from './printed.ts';

/** The npm of this machine, and what it takes for itself. */
const npmProgram = join(
  execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim(),
  'npm/bin/npm-cli.js',
);
const npm = z
  .object({ definitions: z.record(z.string(), z.unknown()), shorthands: z.record(z.string(), z.unknown()) })
  .parse(createRequire(npmProgram)('@npmcli/config/lib/definitions'));

/** What npm puts into the environment of a script, besides what the test adds. */
const lifecycle = (more: Readonly<Record<string, string>>) => ({
  npm_lifecycle_event: 'synth',
  npm_execpath: npmProgram,
  npm_config_user_agent: 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false',
  npm_config_local_prefix: '/nowhere',
  npm_config_global_prefix: '/usr',
  npm_config_node_gyp: '/usr/lib/node-gyp.js',
  npm_config_npm_version: '11.19.1',
  npm_config_cache: '/home/me/.npm',
  npm_config_loglevel: 'silent',
  npm_config_noproxy: '',
  ...more,
});

/** What npm swallows without a trace: verify then runs every step, which is more than was asked and never less. */
const SWALLOWED = ['verify --only'];

const each = commands.flatMap((command) =>
  Object.entries(command.options)
    .map(([option, schema]) => ({ command, option, schema }))
    .filter(({ option }) => !SWALLOWED.includes(`${command.name} --${option}`)),
);
const allCommands = commands.map((command) => ({ command, name: command.name }));
const synth = commands.find(({ name }) => name === 'synth') ?? expect.fail('There is no command synth.');
const promote =
  commands.find(({ name }) => name === 'promote') ?? expect.fail('There is no command promote.');

/**
 * npm takes `--format` for the beginning of a flag of its own, and hands the word after it on, by which it is noticed.
 */
const HARMLESS: Readonly<Record<string, string>> = { format: 'format-package-lock' };

/** The same for a flag that npm hands on under its own name. */
const BEGINNINGS: Readonly<Record<string, string>> = { to: 'token-description' };

test.each(each.filter(({ option }) => option in HARMLESS))(
  'npm run $command.name --$option json, without the two hyphens, is refused',
  async ({ command }) => {
    const { status, printed, begun } = await tryOut(command, ['json'], {
      folder: '/',
      environment: lifecycle({}),
    });
    expect([status, begun]).toEqual([mistakeCode(command), undefined]);
    expect(printed).toContain('npm took --format for itself');
    expect(printed).toMatch(new RegExp(`^ {2}npx fleet ${command.name} .*--format `, 'm'));
  },
);

test.each(each.filter(({ option }) => option in HARMLESS))(
  'npx fleet $command.name --$option json, which npx leaves alone, is told of what it is: right, or misspelt',
  async ({ command }) => {
    const environment = { ...lifecycle({}), npm_lifecycle_event: 'npx' };
    const right = await tryOut(command, ['HEAD', '--format', 'json'], { folder: '/', environment });
    expect(right.printed).not.toContain('npm took');
    const misspelt = await tryOut(command, ['--fromat', 'json'], { folder: '/', environment });
    expect(misspelt.printed).toContain('Is it --format?');
  },
);

describe.each(each)(
  '--$option of $command.name, written for npm by mistake',
  ({ command, option, schema }) => {
    const key = `npm_config_${option.replaceAll('-', '_')}`;

    test('is nothing that npm acts upon: neither its name, nor a short form, nor the beginning of one', () => {
      const names = [...Object.keys(npm.definitions), ...Object.keys(npm.shorthands)];
      const noticed = [HARMLESS[option], BEGINNINGS[option]];
      expect(names.filter((name) => name.startsWith(option) && !noticed.includes(name))).toEqual([]);
      // With --no- before it npm takes the rest for a flag.
      expect(option).not.toMatch(/^no-/);
    });

    test('stops the command, which says what to type', async () => {
      const { takes } = descriptionOf(schema);
      const environment = lifecycle({ [key]: takes === undefined ? 'true' : 'some' });
      const { status, printed, begun } = await tryOut(command, [], { folder: '/', environment });
      expect([status, begun]).toEqual([mistakeCode(command), undefined]);
      const written = takes === undefined ? `--${option}` : `--${option} some`;
      expect(printed).toContain(`npm took --${option} for itself`);
      expect(printed).toContain(`  npx fleet ${command.name} ${written}\n`);
      expect(printed).toContain(`  npm run ${command.name} -- ${written}\n`);
    });
  },
);

describe.each(allCommands)('npm run $name', ({ command }) => {
  test('--no-such: a flag that nobody knows stops it too', async () => {
    const environment = lifecycle({ npm_config_no_such: 'true' });
    const { status, printed, begun } = await tryOut(command, [], { folder: '/', environment });
    expect([status, begun]).toEqual([mistakeCode(command), undefined]);
    expect(printed).toContain('npm took --no-such for itself');
  });
});

describe('what npm took', () => {
  // A cluster that is there is known for an argument, wherever it stands.
  const cluster = loadFleet().clusters[0]?.name ?? expect.fail('There is no cluster.');
  const refused = async (
    args: readonly string[],
    taken: Readonly<Record<string, string>>,
    command = synth,
  ) => {
    const { status, printed, begun } = await tryOut(command, args, {
      folder: '/',
      environment: lifecycle(taken),
    });
    expect([status, begun]).toEqual([mistakeCode(command), undefined]);
    return printed;
  };

  test('is told with the option that was meant', async () => {
    expect(await refused([], { npm_config_chek: 'true' })).toContain('  npx fleet synth --check\n');
    expect(await refused([], { npm_config_dry_run: 'true' })).toContain('  npx fleet synth --check\n');
    expect(await refused([], { npm_config_z: 'true' })).toContain('There is no option -z.');
  });

  test('leaves its value among the arguments, from where it is put back', async () => {
    expect(await refused(['DIR'], { npm_config_out: 'true' })).toContain('  npx fleet synth --out DIR\n');
    expect(await refused(['b'], { npm_config_cluster: 'a\n\ntrue' })).toContain(
      '  npx fleet synth --cluster a --cluster b\n',
    );
    const args = ['10', cluster, 'shop'];
    expect(await refused(args, { npm_config_canary: 'true' }, promote)).toContain(
      `  npx fleet promote ${cluster} shop --canary 10\n`,
    );
  });

  test('leaves the values of two options, whose order nobody knows: their names stand for them', async () => {
    const args = [cluster, 'shop', '1.5.0', 'sha256:0'];
    const taken = { npm_config_digest: 'true', npm_config_build: 'true' };
    expect(await refused(args, taken, promote)).toContain(
      `  npx fleet promote ${cluster} shop --build VERSION --digest DIGEST\n`,
    );
  });

  test('is quoted for the shell', async () => {
    expect(await refused([], { npm_config_out: "it's here" })).toContain(
      "  npx fleet synth --out 'it'\\''s here'\n",
    );
  });
});

describe('what npm did not take', () => {
  const passes = async (environment: Readonly<Record<string, string>>) => {
    const { status, printed, begun } = await tryOut(synth, [], { folder: '/', environment });
    expect([status, printed, begun !== undefined]).toEqual([0, '', true]);
  };

  test("is npm's own configuration", async () => {
    const own = Object.keys(npm.definitions).filter(
      (name) => !['dry-run', 'force', 'json', 'tag'].includes(name),
    );
    await passes(
      lifecycle(Object.fromEntries(own.map((name) => [`npm_config_${name.replaceAll('-', '_')}`, 'x']))),
    );
  });

  test.each([
    ['user', (folder: string) => ({ npm_config_userconfig: join(folder, '.npmrc') })],
    ['project', (folder: string) => ({ npm_config_local_prefix: folder })],
    ['machine', (folder: string) => ({ npm_config_globalconfig: join(folder, '.npmrc') })],
  ])('is a setting in the .npmrc of the %s, for whatever tool', async (_whose, place) => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, '.npmrc'),
      '; mine\npython = /usr/bin/python3\nout=x\n dry-run=true\nlist[]=a\n',
    );
    const set = {
      npm_config_python: '/usr/bin/python3',
      npm_config_out: 'x',
      npm_config_dry_run: 'true',
      npm_config_list: 'a',
    };
    await passes(lifecycle({ ...set, ...place(folder) }));
  });

  test('is anything outside a run of npm, and what other package managers say', async () => {
    await passes({ npm_config_check: 'true', npm_config_user_agent: 'npm/11.19.1' });
    await passes(
      lifecycle({ npm_config_check: 'true', npm_config_user_agent: 'pnpm/10.0.0 npm/? node/v20' }),
    );
  });

  test('is unknown where npm does not tell its names: then only what looks like an option counts', async () => {
    const environment = lifecycle({
      npm_execpath: '/nowhere/npm-cli.js',
      npm_config_python: '/usr/bin/python3',
    });
    await passes(environment);
    const { status } = await tryOut(synth, [], {
      folder: '/',
      environment: { ...environment, npm_config_chek: 'true' },
    });
    expect(status).toBe(1);
  });
});

test('the real npm drops every other option of ours and tells it to the script: that is how it is noticed', () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const script = 'node -p "JSON.stringify(process.env)"';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', scripts: { try: script } }));
  const options = [...new Set(each.map(({ option }) => option))].filter(
    (option) => !(option in HARMLESS || option in BEGINNINGS),
  );
  const printed = execFileSync('npm', ['run', '--silent', 'try', ...options.map((option) => `--${option}`)], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const environment = z.record(z.string(), z.string()).parse(JSON.parse(printed));
  const told = options.filter(
    (option) => environment[`npm_config_${option.replaceAll('-', '_')}`] === 'true',
  );
  expect(told).toEqual(options);
});

test.each(Object.entries(BEGINNINGS))(
  'the real npm hands --%s on as --%s, and the command that has it is refused',
  async (option, taken) => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const script = 'node -p "JSON.stringify(process.env)"';
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', scripts: { try: script } }));
    const printed = execFileSync('npm', ['run', '--silent', 'try', `--${option}`, 'some'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const told = z.record(z.string(), z.string()).parse(JSON.parse(printed));
    const key = `npm_config_${taken.replaceAll('-', '_')}`;
    for (const { command } of each.filter((candidate) => candidate.option === option)) {
      const environment = lifecycle({ [key]: told[key] ?? '' });
      const { status, printed: said } = await tryOut(command, [], { folder: '/', environment });
      expect([status, said]).toEqual([
        mistakeCode(command),
        expect.stringContaining(`npm run ${command.name} -- --${option} some`),
      ]);
    }
  },
);
