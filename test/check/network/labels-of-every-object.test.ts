import { describe, expect, test } from 'vitest';
import { policySelectsNobody } from '../../../scripts/check/rules/network/policy-selects-nobody.ts';
import { findingsIn } from '../findings-in.ts';

describe('a label that is named as what every object has', () => {
  test.each(['toString', 'constructor', 'valueOf'])('%s is one like any other', (label) => {
    const manifests = policySelectsNobody.failing.replaceAll('app: carts', `${label}: carts`);
    const [found] = findingsIn(manifests, policySelectsNobody);
    expect(found?.message).toContain(`${label}=carts`);
  });
});
