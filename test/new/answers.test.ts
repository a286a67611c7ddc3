import { expect, test } from 'vitest';
import { Answers, type Asker, type Question } from '../../scripts/new/answers.ts';
import { assertFits } from '../../scripts/new/options.ts';
import { KINDS, newUsage } from '../../scripts/new/usage.ts';
import { refusal } from '../platform/refusal.ts';

/** Somebody who says the same to everything, and remembers what was asked. */
function saying(answer: string) {
  const asked: string[] = [];
  const note = ({ asks }: Question) => {
    asked.push(asks);
    return answer;
  };
  const asker: Asker = {
    one: async (question) => note(question),
    several: async (question) => [note(question)],
  };
  return { asker, asked };
}

test('an option is the answer, and nobody is asked', async () => {
  const { asker, asked } = saying('other');
  const answers = new Answers({ port: '1', calls: ['a', 'b'] }, asker);
  expect(await answers.one('port', 'PORT', { asks: 'Which?' })).toBe('1');
  expect(await answers.several('calls', 'CALL', { asks: 'Whom?' })).toEqual(['a', 'b']);
  expect(asked).toEqual([]);
});

test('what no option says is asked, and is an option for the next time', async () => {
  const { asker, asked } = saying('said');
  const answers = new Answers({}, asker);
  expect(await answers.one('name', '', { asks: 'Name?' })).toBe('said');
  expect(await answers.one('port', 'PORT', { asks: 'Port?' })).toBe('said');
  expect(await answers.several('calls', 'CALL', { asks: 'Whom?' })).toEqual(['said']);
  expect(asked).toEqual(['Name?', 'Port?', 'Whom?']);
  expect(answers.asked).toEqual(['said', '--port', 'said', '--calls', 'said']);
});

test('without anybody to ask, everything that is missing is told at once', async () => {
  const answers = new Answers({});
  expect(await answers.one('port', 'PORT', { asks: 'Port?', otherwise: '8080' })).toBe('8080');
  expect(await answers.one('expose', 'HOST', { asks: 'Host?', optional: true })).toBe('');
  expect(await answers.several('calls', 'CALL', { asks: 'Whom?' })).toEqual([]);
  await answers.one('name', '', { asks: 'Name?' });
  await answers.one('build', 'VERSION', { asks: 'Build?' });
  expect(refusal(() => answers.assertComplete('npx fleet new service'))).toBe(
    'npx fleet new service needs more, and there is no terminal to ask on. Nothing was written. Missing:\n  NAME\n  --build VERSION\nnpx fleet new --help shows every option.',
  );
});

test('where there is nothing to choose, nobody is asked', async () => {
  for (const asker of [saying('other').asker, undefined]) {
    const answers = new Answers({}, asker);
    expect(await answers.one('like', 'CLUSTER', { asks: 'Which?', choices: ['east'] })).toBe('east');
    for (const choices of [[], ['east']])
      expect(
        await answers.several('cluster', 'CLUSTER', { asks: 'Where?', choices, noneIsAll: true }),
      ).toEqual([]);
    expect(answers.asked).toEqual([]);
    answers.assertComplete('npx fleet new');
  }
});

test('where nothing is an answer too, a single choice is one', async () => {
  const { asker, asked } = saying('east');
  const answers = new Answers({}, asker);
  await answers.one('hub', 'CLUSTER', { asks: 'Hub?', choices: ['east'], optional: true });
  await answers.several('linked-to', 'CLUSTER', { asks: 'Mesh?', choices: ['east'] });
  expect(asked).toEqual(['Hub?', 'Mesh?']);
});

test('an option of another kind is refused, with the kinds that it belongs to', () => {
  expect(
    refusal(() => assertFits('cluster', { port: '1', like: 'east', jobs: undefined, 'expect-roles': false })),
  ).toBe('--port belongs to service. Leave it out with cluster.');
});

test('every option belongs to a kind', () => {
  for (const option of Object.keys(newUsage.options)) {
    const refused = KINDS.filter((kind) => refusal(() => assertFits(kind, { [option]: 'x' })) !== undefined);
    expect(refused.length, option).toBeLessThan(KINDS.length);
  }
});
