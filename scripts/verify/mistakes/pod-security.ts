import type { DeliberateMistake } from './deliberate-mistake.ts';

/** The minor from which on a check holds becomes one that will not come. */
const forgotten = (file: string, check: string) => ({
  file,
  text: new RegExp(`(?<=name: '${check}',\\s+since: )\\d+`),
  instead: '999',
});

export const podSecurityMistakes: readonly DeliberateMistake[] = [
  {
    step: 'pod-security',
    name: 'root-is-taken',
    breaks: 'our evaluation of the level restricted lets pods run as root',
    says: 'Kubernetes refuses it; we find nothing',
    source: [forgotten('scripts/pod-security/restricted.ts', 'runAsNonRoot')],
  },
  {
    step: 'pod-security',
    name: 'host-is-taken',
    breaks: 'our evaluation of the level baseline lets pods into the namespaces of their node',
    says: 'Kubernetes refuses it; we find nothing',
    source: [forgotten('scripts/pod-security/baseline.ts', 'hostNamespaces')],
  },
  {
    step: 'pod-security',
    name: 'good-is-refused',
    breaks: 'our evaluation refuses a capability that Kubernetes lets pods have',
    says: 'Kubernetes takes it',
    source: [{ file: 'scripts/pod-security/baseline.ts', text: /^ {2}'CHOWN',\n/m, instead: '' }],
  },
];
