import { command } from '../command-line/command.ts';
import { furtherArguments } from '../command-line/option.ts';

/** Programs of others, as npm has installed them. */
export const tools = [
  command({
    name: 'test',
    group: 'Gates',
    summary: 'contract, constructs and writer, and every object of dist/ against its schema',
    options: {},
    arguments: { filters: furtherArguments('parts of the paths of test files', { path: true }) },
    passesOn: 'Everything is passed on to vitest run: npx vitest --help lists its options.',
    examples: [
      ['test/synth', 'the tests of one folder'],
      ['-t canary', 'the tests whose names have this word'],
      ['--project quick', 'without the tests that start programs or try hundreds of cases'],
    ],
    work: { process: { program: 'vitest', args: ['run'] } },
  }),
  command({
    name: 'lint',
    group: 'Gates',
    summary: 'format and lint, by Biome; writes nothing',
    options: {},
    arguments: { paths: furtherArguments('files and folders; default: all', { path: true }) },
    work: { process: { program: 'biome', args: ['ci'] } },
  }),
  command({
    name: 'types',
    group: 'Gates',
    summary: 'every type, by the TypeScript compiler',
    options: {},
    arguments: {},
    details: 'The page of npx fleet report runs in browsers, and has a project of its own.',
    work: {
      process: {
        program: 'node',
        args: [
          // By its path: two packages have a program tsc.
          'node_modules/typescript-7/bin/tsc',
          '--build',
          '--force',
          'tsconfig.json',
          'scripts/report/page/tsconfig.json',
        ],
      },
    },
  }),
  command({
    name: 'layers',
    group: 'Gates',
    summary: 'what imports what: each layer only those below it, and no cycles, by dependency-cruiser',
    details: 'The layers and their arrows are in .dependency-cruiser.mjs.',
    options: {},
    arguments: {},
    work: {
      process: {
        program: 'depcruise',
        args: [
          '--output-type',
          'err-long',
          'apps',
          'charts',
          'clusters',
          'platform',
          'requirements',
          'scripts',
          'test',
        ],
      },
    },
  }),
  command({
    name: 'format',
    group: 'Every day',
    summary: 'formats, and fixes what Biome can fix',
    options: {},
    arguments: { paths: furtherArguments('files and folders; default: all', { path: true }) },
    work: { process: { program: 'biome', args: ['check', '--write'] } },
  }),
  command({
    name: 'unused',
    group: 'More',
    summary: 'files and exports that nothing uses, by knip',
    details:
      'No gate, since whoever removes a product may leave what it alone has used. What is started by name, without an import, is listed in knip.ts.',
    options: {},
    arguments: {},
    work: {
      process: {
        program: 'knip',
        args: ['--include', 'files,exports,types,duplicates', '--no-config-hints'],
      },
    },
  }),
];
