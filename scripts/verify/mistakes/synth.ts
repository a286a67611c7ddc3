import type { DeliberateMistake } from './deliberate-mistake.ts';

const WRITER = 'scripts/synth/write.ts';

export const synthMistakes: readonly DeliberateMistake[] = [
  {
    step: 'synth',
    name: 'written-in-place',
    breaks: 'files are written where they belong, in place of being renamed into it when they are whole',
    says: 'only its first',
    source: [
      { file: WRITER, text: 'import {\n', instead: 'import {\n  readFileSync,\n' },
      {
        file: WRITER,
        text: 'renameSync(from, to);',
        instead:
          'if (statSync(from).isDirectory()) renameSync(from, to);\n    else writeFileSync(to, readFileSync(from));',
      },
    ],
  },
  {
    step: 'synth',
    name: 'nobody-gives-way',
    breaks: 'two at once do not see each other',
    says: 'two at once',
    source: [
      {
        file: 'scripts/synth/lock.ts',
        text: 'if (isAlive(Number(found))) {',
        instead: 'if (Number(found) < 0) {',
      },
    ],
  },
];
