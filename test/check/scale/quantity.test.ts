import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountText, quantityOf } from '../../../scripts/check/state/quantity.ts';

describe('a quantity', () => {
  it.each([
    ['250m', '0.25'],
    ['1.5Gi', '1536Mi'],
    ['1e3', '1k'],
    ['0.5', '500m'],
    ['100E-2', '1'],
    [1, '1'],
    ['1024Ki', '1Mi'],
    ['.5', '500m'],
  ])('%s is as much as %s', (one, other) => {
    expect(quantityOf(one)).toBeDefined();
    expect(quantityOf(one)).toBe(quantityOf(other));
  });

  it.each(['', 'x', '1 Gi', '1GB', '1mi', '--1', '1e', null, {}, [], true, Number.NaN])(
    '%s is none',
    (value) => {
      expect(quantityOf(value)).toBeUndefined();
    },
  );

  it('is exact where a floating number is not', () => {
    expect(quantityOf('0.1')).toBe(100_000_000n);
    expect((quantityOf('0.1') ?? 0n) + (quantityOf('0.2') ?? 0n)).toBe(quantityOf('0.3'));
    expect(quantityOf('9007199254740993')).toBe(9_007_199_254_740_993n * 1_000_000_000n);
  });

  it('is written so that it is read again as no less', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 24n }),
        fc.constantFrom('cpu', 'memory'),
        (amount, name) => {
          expect(quantityOf(amountText(name, amount)) ?? 0n).toBeGreaterThanOrEqual(amount);
        },
      ),
    );
  });
});
