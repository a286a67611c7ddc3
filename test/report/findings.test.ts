import { expect, it } from 'vitest';
import { checkStates } from '../../scripts/check/check.ts';
import { findingsOf } from '../../scripts/report/data/findings.ts';
import { stateOf } from '../check/state-of.ts';

const service = (annotations = '') => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop${annotations} }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;
const RULE = 'service-selects-no-pods';
const exemption = {
  rule: RULE,
  object: 'Service shop/*',
  reason: 'It is for later.',
  owner: 'shop',
  file: 'exemptions.yaml',
  line: 3,
};

function reported(manifests: string, exemptions: readonly (typeof exemption)[] = []) {
  const { findings, waivers } = findingsOf(checkStates([stateOf(manifests)], { exemptions }), exemptions);
  return { rules: findings.map(({ rule }) => rule), waivers };
}

it('shows a finding that nobody has waived, and no waiver', () => {
  const { rules, waivers } = reported(service());
  expect(rules).toContain(RULE);
  expect(waivers).toEqual([]);
});

it('shows one that the list waives as a waiver, with its owner and how many it hides', () => {
  const { rules, waivers } = reported(service(), [exemption]);
  expect(rules).not.toContain(RULE);
  expect(waivers).toMatchObject([{ rule: RULE, owner: 'shop', reason: 'It is for later.', hides: 1 }]);
});

it('shows one that its object waives in the same way', () => {
  const { rules, waivers } = reported(
    service(`, annotations: { ignore-check.fleet/${RULE}: "The pods come from elsewhere." }`),
  );
  expect(rules).not.toContain(RULE);
  expect(waivers).toMatchObject([
    { rule: RULE, object: 'Service shop/web', owner: '', reason: 'The pods come from elsewhere.', hides: 1 },
  ]);
});
