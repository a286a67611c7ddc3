import { at, fields, isFields, list, type Path } from '../../state/read.ts';
import { conditionFaults, ruleFaults } from './admission-parts.ts';
import { bindingFaults, policyFaults } from './admission-policy.ts';
import type { Fault } from './fault.ts';
import { dnsSubdomain } from './forms.ts';
import { labelSelectorFaults } from './selectors.ts';
import { fault, type Judged, type Topic, word } from './topic.ts';

function* clientFaults(config: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const { url } = config;
  const [hasUrl, hasService] = [typeof url === 'string', isFields(config.service)];
  if (hasUrl === hasService)
    yield fault(
      path,
      hasUrl ? 'it has a url and a service' : 'it says not where the webhook is',
      'write exactly one of url, service',
    );
  if (typeof url === 'string' && !/^https:\/\/[^/?#@]+(?:\/[^?#]*)?$/.test(url))
    yield fault(
      [...path, 'url'],
      `${url} is no address of a webhook`,
      'write https://HOST/PATH, without user, query and fragment',
    );
  const own = at(config, 'service', 'path');
  if (typeof own === 'string' && !own.startsWith('/'))
    yield fault([...path, 'service', 'path'], `${own} does not start with /`, `write /${own}`);
  const bundle = config.caBundle;
  if (
    typeof bundle === 'string' &&
    bundle !== '' &&
    !/-----BEGIN CERTIFICATE-----/.test(Buffer.from(bundle, 'base64').toString('latin1'))
  )
    yield fault(
      [...path, 'caBundle'],
      'is no certificate in PEM, encoded in base64',
      'write it, or leave it to whoever fills it in',
    );
}

function* webhookFaults(webhook: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const { name } = webhook;
  if (typeof name === 'string' && name !== '') {
    if (dnsSubdomain(name) || name.split('.').length < 3)
      yield fault(
        [...path, 'name'],
        `${JSON.stringify(name)} is no name of a webhook`,
        'write one of three parts at least, such as pods.shop.example.org',
      );
  }
  if (isFields(webhook.clientConfig)) yield* clientFaults(webhook.clientConfig, [...path, 'clientConfig']);
  yield* ruleFaults(webhook.rules, [...path, 'rules']);
  yield* labelSelectorFaults(webhook.namespaceSelector, [...path, 'namespaceSelector']);
  yield* labelSelectorFaults(webhook.objectSelector, [...path, 'objectSelector']);
  const versions = list(webhook.admissionReviewVersions);
  if (
    webhook.admissionReviewVersions !== undefined &&
    !versions.some((version) => version === 'v1' || version === 'v1beta1')
  )
    yield fault(
      [...path, 'admissionReviewVersions'],
      'none of them is one that the API server speaks',
      'write [v1]',
    );
  if (new Set(versions).size < versions.length)
    yield fault([...path, 'admissionReviewVersions'], 'a version is there twice', 'keep one of them');
  yield* conditionFaults(webhook.matchConditions, [...path, 'matchConditions']);
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'ValidatingAdmissionPolicy') yield* policyFaults(spec);
  else if (kind === 'ValidatingAdmissionPolicyBinding') yield* bindingFaults(spec);
  else {
    const names = new Set<unknown>();
    for (const [index, webhook] of list(value.webhooks).entries()) {
      if (!isFields(webhook)) continue;
      yield* webhookFaults(webhook, ['webhooks', index]);
      if (names.has(webhook.name))
        yield fault(
          ['webhooks', index, 'name'],
          `two webhooks are called ${word(webhook.name)}`,
          'write another name',
        );
      names.add(webhook.name);
    }
  }
}

export const admission: Topic = {
  id: 'refused-admission',
  severity: 'error',
  summary: 'webhooks and admission policies that no API server takes',
  breaks: 'The API server refuses the object: what it was to keep out gets in.',
  kinds: [
    'MutatingWebhookConfiguration',
    'ValidatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ].map((kind) => `admissionregistration.k8s.io/${kind}`),
  judge,
  failing: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: shop
webhooks:
  - name: shop
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig: { service: { name: shop, namespace: shop } }
`,
  passing: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: shop
webhooks:
  - name: orders.shop.example.org
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig: { service: { name: shop, namespace: shop } }
`,
};
