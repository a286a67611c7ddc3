import { add, type Breakage, deleted, drop, ofNamespaces, push, set, without } from '../breakage.ts';
import { api, deny, dns, isPrometheus, outgoing, policies, reached } from './files.ts';

export const network: readonly Breakage[] = [
  { says: 'default deny deleted in a namespace', row: 'S4-190', files: deny, change: deleted },
  {
    says: 'default deny for ingress alone',
    row: 'S4-190',
    files: deny,
    change: set('spec.policyTypes', ['Ingress']),
  },
  {
    says: 'default deny for some pods alone',
    row: 'S4-190',
    files: deny,
    change: set('spec.podSelector', { matchLabels: { app: 'one' } }),
  },
  {
    says: 'default deny that admits all',
    row: 'S4-190',
    files: deny,
    change: add(['spec', 'ingress'], [{}]),
  },
  {
    says: 'a policy that allows all beside the default deny',
    row: 'S4-190',
    files: ofNamespaces((name) => `namespaces/${name}/networkpolicy-allow-all.yaml`),
    change: () => ({ kind: 'NetworkPolicy', spec: { podSelector: {}, ingress: [{}] } }),
  },
  { says: 'names asked for anywhere', row: 'S4-195', files: dns, change: drop('spec.egress[0].to') },
  { says: 'DNS by TCP alone', row: 'S4-195', files: dns, change: drop('spec.egress[0].ports[1]') },
  {
    says: 'egress to every address',
    row: 'S4-191',
    files: policies,
    change: push('spec.egress', {
      ports: [{ port: 443, protocol: 'TCP' }],
      to: [{ ipBlock: { cidr: '0.0.0.0/0' } }],
    }),
  },
  {
    says: 'egress without peers',
    row: 'S4-191',
    files: policies,
    change: push('spec.egress', { ports: [{ port: 25, protocol: 'TCP' }] }),
  },
  {
    says: 'egress that is no longer bounded',
    row: 'S4-191',
    files: policies,
    change: set('spec.policyTypes', []),
  },
  { says: 'a way out less', row: 'S4-191', files: outgoing, change: drop('spec.egress[0]') },
  {
    says: 'policy for every pod of the namespace',
    row: 'S4-191',
    files: policies,
    change: set('spec.podSelector', {}),
  },
  {
    says: '15020 closed to Prometheus',
    row: 'S4-194',
    files: reached,
    change: without('spec.ingress', isPrometheus),
  },
  {
    says: 'any namespace may come in',
    row: 'S4-191',
    files: reached,
    change: set('spec.ingress[0].from[0].namespaceSelector', {}),
  },
  {
    says: 'private networks among the public addresses',
    row: 'S4-198',
    files: api('networkpolicy-allow-triptrip-api'),
    change: set('spec.egress[3].to[0].ipBlock.except', ['10.0.0.0/8']),
  },
];
