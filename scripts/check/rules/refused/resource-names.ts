import { qualifiedName } from './forms.ts';

export const COUNTED = [
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];

export const STANDARD: ReadonlySet<string> = new Set([
  ...COUNTED,
  ...COMPUTE,
  ...COMPUTE.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  'requests.storage',
  'storage',
]);

export function isResource(name: string): boolean {
  if (STANDARD.has(name) || /^(?:requests\.|limits\.)?hugepages-\S+$/.test(name)) return true;
  return name.includes('/') && qualifiedName(name.replace(/^(?:requests|limits)\./, '')) === undefined;
}
