import { expect, test } from 'vitest';
import { program } from '../../../scripts/check/cel/environment.ts';

test.each([
  ['"a/b".find("^[^/]+") == "a"'],
  ['"a1b22".findAll("[0-9]+") == ["1", "22"]'],
  ['"abc".replace("b", "x") == "axc"'],
  ['[1, 2, 3].isSorted() && ![2, 1].isSorted()'],
  ['[1, 2].sum() == 3 && [1, 2].max() == 2 && ["b", "a"].min() == "a"'],
  ['[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2'],
  ['sets.contains([1, 2], [2]) && sets.equivalent([1, 2], [2, 1]) && !sets.intersects([1], [2])'],
  ['quantity("1Gi").isGreaterThan(quantity("1G")) && isQuantity("100m") && !isQuantity("x")'],
  ['quantity("500m").add(quantity("1500m")).asInteger() == 2'],
  ['ip("10.0.0.1").family() == 4 && isIP("::1") && !isIP("10.0.0.300")'],
  ['cidr("10.0.0.0/8").containsIP("10.1.2.3") && !cidr("10.0.0.0/8").containsCIDR("10.0.0.0/7")'],
  ['url("https://shop.example.org:8443/a?b=c").getHostname() == "shop.example.org" && !isURL("shop")'],
  ['semver("1.10.0").isGreaterThan(semver("1.9.9"))'],
  ['optional.none().orValue(3) == 3'],
  ['duration("1h") > duration("59m")'],
])('%s', (expression) => {
  const { run, syntax, unsupported } = program(expression);
  expect({ syntax, unsupported }).toEqual({ syntax: undefined, unsupported: undefined });
  expect(run?.({})).toBe(true);
});

test('what is no CEL is told from what is not known here', () => {
  expect(program('self.a ==').syntax).toBeDefined();
  expect(program('self.a.sealed()').unsupported).toBeDefined();
});
