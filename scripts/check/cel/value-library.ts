import type { Environment } from '@marcbachmann/cel-js';
import { isQuantity, quantity } from '../schema/quantity.ts';

class QuantityValue {
  constructor(readonly amount: number) {}
}

class SemverValue {
  constructor(readonly parts: readonly number[]) {}
}

const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

function quantityOf(text: string): QuantityValue {
  const amount = isQuantity(text) ? quantity(text) : undefined;
  if (amount === undefined) throw new Error(`${text} is no quantity`);
  return new QuantityValue(amount);
}

function semverOf(text: string): SemverValue {
  const match = SEMVER.exec(text);
  if (!match) throw new Error(`${text} is no semantic version`);
  return new SemverValue(match.slice(1, 4).map(Number));
}

function compareParts(a: SemverValue, b: SemverValue): number {
  for (const [index, part] of a.parts.entries()) {
    const other = b.parts[index] ?? 0;
    if (part !== other) return Math.sign(part - other);
  }
  return 0;
}

/** `quantity` and `semver` with their functions, as Kubernetes adds them to CEL. */
export function addValueLibrary(environment: Environment): void {
  const compare = (a: QuantityValue, b: QuantityValue): number => Math.sign(a.amount - b.amount);
  environment
    .registerType('Quantity', QuantityValue)
    .registerFunction('quantity(string): Quantity', quantityOf)
    .registerFunction('isQuantity(string): bool', isQuantity)
    .registerFunction('Quantity.isInteger(): bool', (a: QuantityValue) => Number.isInteger(a.amount))
    .registerFunction('Quantity.asInteger(): int', (a: QuantityValue) => BigInt(a.amount))
    .registerFunction('Quantity.asApproximateFloat(): double', (a: QuantityValue) => a.amount)
    .registerFunction('Quantity.sign(): int', (a: QuantityValue) => BigInt(Math.sign(a.amount)))
    .registerFunction(
      'Quantity.add(Quantity): Quantity',
      (a: QuantityValue, b: QuantityValue) => new QuantityValue(a.amount + b.amount),
    )
    .registerFunction(
      'Quantity.add(int): Quantity',
      (a: QuantityValue, b: bigint) => new QuantityValue(a.amount + Number(b)),
    )
    .registerFunction(
      'Quantity.sub(Quantity): Quantity',
      (a: QuantityValue, b: QuantityValue) => new QuantityValue(a.amount - b.amount),
    )
    .registerFunction(
      'Quantity.sub(int): Quantity',
      (a: QuantityValue, b: bigint) => new QuantityValue(a.amount - Number(b)),
    )
    .registerFunction('Quantity.compareTo(Quantity): int', (a: QuantityValue, b: QuantityValue) =>
      BigInt(compare(a, b)),
    )
    .registerFunction(
      'Quantity.isLessThan(Quantity): bool',
      (a: QuantityValue, b: QuantityValue) => compare(a, b) < 0,
    )
    .registerFunction(
      'Quantity.isGreaterThan(Quantity): bool',
      (a: QuantityValue, b: QuantityValue) => compare(a, b) > 0,
    )
    .registerType('Semver', SemverValue)
    .registerFunction('semver(string): Semver', semverOf)
    .registerFunction('isSemver(string): bool', (text: string) => SEMVER.test(text))
    .registerFunction('Semver.major(): int', (a: SemverValue) => BigInt(a.parts[0] ?? 0))
    .registerFunction('Semver.minor(): int', (a: SemverValue) => BigInt(a.parts[1] ?? 0))
    .registerFunction('Semver.patch(): int', (a: SemverValue) => BigInt(a.parts[2] ?? 0))
    .registerFunction('Semver.compareTo(Semver): int', (a: SemverValue, b: SemverValue) =>
      BigInt(compareParts(a, b)),
    )
    .registerFunction(
      'Semver.isLessThan(Semver): bool',
      (a: SemverValue, b: SemverValue) => compareParts(a, b) < 0,
    )
    .registerFunction(
      'Semver.isGreaterThan(Semver): bool',
      (a: SemverValue, b: SemverValue) => compareParts(a, b) > 0,
    );
}
