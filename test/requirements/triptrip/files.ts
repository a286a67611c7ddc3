import { query } from '../../../requirements/model/query.ts';
import { of, ofNamespaces, only } from '../breakage.ts';

export const TRIPTRIP = 'triptrip';
export const PRODUCTION = ['triptrip-production'];

export const deny = ofNamespaces((name) => `namespaces/${name}/networkpolicy-default-deny-all.yaml`);
export const dns = ofNamespaces((name) => `namespaces/${name}/networkpolicy-allow-dns.yaml`);
export const policies = of('workload', (name) => `networkpolicy-allow-${name}.yaml`, TRIPTRIP);
export const outgoing = of('caller', (name) => `networkpolicy-allow-${name}.yaml`, TRIPTRIP);
export const reached = of('deployment', (name) => `networkpolicy-allow-${name}.yaml`, TRIPTRIP);
export const callers = of('service', (name) => `authorizationpolicy-allow-${name}.yaml`, TRIPTRIP);
export const deployments = of('deployment', (name) => `deployment-${name}.yaml`, TRIPTRIP);
export const budgets = of('deployment', (name) => `poddisruptionbudget-${name}.yaml`, TRIPTRIP);
export const rules = of('workload', (name) => `prometheusrule-${name}.yaml`, TRIPTRIP);
export const quotas = ofNamespaces((name) => `namespaces/${name}/resourcequota-quota.yaml`, TRIPTRIP);
export const api = (file: string) => only(`triptrip-api/triptrip-api/${file}.yaml`);
export const application = only('applications/argocd/application-{cluster}-triptrip-api.yaml');
export const container = 'spec.template.spec.containers[0]';
export const isPrometheus = (rule: unknown): boolean => query(rule, 'ports[0].port') === 15020;
