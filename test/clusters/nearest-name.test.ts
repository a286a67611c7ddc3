import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestName } from '../../clusters/nearest-name.ts';

/** As it stands in the books, with the whole table. */
function distance(one: string, other: string): number {
  const table = Array.from({ length: one.length + 1 }, (_, row) =>
    Array.from({ length: other.length + 1 }, (_, column) => (row === 0 ? column : row)),
  );
  const at = (row: number, column: number) =>
    column === 0 ? row : (table[row]?.[column] ?? Number.POSITIVE_INFINITY);
  for (let row = 1; row <= one.length; row++) {
    for (let column = 1; column <= other.length; column++) {
      const exchanged = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const least = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (one[row - 1] === other[column - 1] ? 0 : 1),
        row > 1 && column > 1 && exchanged ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
      table[row]?.splice(column, 1, least);
    }
  }
  return at(one.length, other.length);
}

describe('the nearest name', () => {
  test('is the first of the least distance, and none beyond a third of the letters', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 9 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (name, candidates) => {
        const allowed = Math.floor(Math.max(name.length, 3) / 3);
        const far = candidates.map((candidate) => distance(name, candidate));
        const least = Math.min(...far);
        expect(nearestName(name, candidates)).toBe(
          least <= allowed ? candidates[far.indexOf(least)] : undefined,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
