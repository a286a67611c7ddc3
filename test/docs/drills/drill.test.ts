import { describe, expect, test } from 'vitest';
import { drillsOf, lengthOf } from './drill.ts';

describe('the reader of drills', () => {
  const table = (rows: string) =>
    `## A drill\n\n**Within 15 minutes** (shop).\n\n| step | after | minutes | why |\n| -- | -- | -- | -- |\n${rows}\n`;

  test('adds up what waits for each other, and not what goes on beside it', () => {
    const [drill] = drillsOf(
      table(
        '| 1. Look |       | 5 | … |\n| 2. Promote | 1 | 6 | … |\n| 3. Pods | 1 | 7 | … |\n| 4. Names | 2, 3 | 3 | … |',
      ),
    );
    expect(drill?.promisedTo).toEqual(['shop']);
    expect(lengthOf(drill?.steps ?? [])).toBe(15);
  });

  test('refuses a step that waits for a later one', () => {
    const [drill] = drillsOf(table('| 1. Look | 2 | 5 | … |\n| 2. Promote |  | 6 | … |'));
    expect(() => lengthOf(drill?.steps ?? [])).toThrow('Step 1 comes after 2');
  });
});
