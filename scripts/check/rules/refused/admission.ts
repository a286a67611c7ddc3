import { program } from '../../cel/environment.ts';
import { at, fields, isFields, list, type Path } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsSubdomain, qualifiedName } from './forms.ts';
import { labelSelectorFaults } from './selectors.ts';
import { fault, type Judged, type Topic, word } from './topic.ts';

function* expressionFaults(expression: unknown, path: Path): Generator<Fault> {
  if (typeof expression !== 'string') return;
  const syntax = program(expression).syntax;
  if (expression.trim() === '') yield fault(path, 'the expression is empty', 'write it in CEL');
  else if (syntax !== undefined)
    yield fault(path, `the expression is no CEL: ${syntax}`, 'write it so that it can be read');
}

function* conditionFaults(conditions: unknown, path: Path): Generator<Fault> {
  const names = new Set<unknown>();
  if (list(conditions).length > 64) yield fault(path, 'more than 64 conditions', 'keep 64 of them');
  for (const [index, condition] of list(conditions).entries()) {
    if (!isFields(condition)) continue;
    const { name } = condition;
    if (typeof name === 'string' && name !== '' && qualifiedName(name))
      yield fault(
        [...path, index, 'name'],
        `${JSON.stringify(name)} is no name`,
        'write one such as not-a-lease',
      );
    if (names.has(name))
      yield fault([...path, index, 'name'], `two conditions are called ${word(name)}`, 'write another name');
    names.add(name);
    yield* expressionFaults(condition.expression, [...path, index, 'expression']);
  }
}

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

function* ruleFaults(rules: unknown, path: Path): Generator<Fault> {
  for (const [index, rule] of list(rules).entries()) {
    if (!isFields(rule)) continue;
    for (const field of ['apiGroups', 'apiVersions', 'resources', 'operations']) {
      const values = list(rule[field]);
      if (values.length === 0) yield fault([...path, index, field], `it names no ${field}`, `write ${field}`);
      if (field !== 'resources' && values.includes('*') && values.length > 1)
        yield fault([...path, index, field], '* stands by itself', 'write * alone, or the others');
    }
    const resources = list(rule.resources).map(String);
    if (resources.includes('*/*') && resources.length > 1)
      yield fault([...path, index, 'resources'], '*/* stands by itself', 'write */* alone');
  }
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
  yield* conditionFaults(webhook.matchConditions, [...path, 'matchConditions']);
}

function* policyFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const path = ['spec'];
  yield* ruleFaults(at(spec, 'matchConstraints', 'resourceRules'), [
    ...path,
    'matchConstraints',
    'resourceRules',
  ]);
  if (list(at(spec, 'matchConstraints', 'resourceRules')).length === 0)
    yield fault([...path, 'matchConstraints', 'resourceRules'], 'it matches nothing', 'write resourceRules');
  if (list(spec.validations).length === 0 && list(spec.auditAnnotations).length === 0)
    yield fault([...path, 'validations'], 'it demands nothing', 'write validations or auditAnnotations');
  yield* conditionFaults(spec.matchConditions, [...path, 'matchConditions']);
  for (const [index, variable] of list(spec.variables).entries()) {
    const { name, expression } = fields(variable);
    if (typeof name === 'string' && !/^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name))
      yield fault(
        [...path, 'variables', index, 'name'],
        `${JSON.stringify(name)} is no name in CEL`,
        'write letters, digits and underscores',
      );
    yield* expressionFaults(expression, [...path, 'variables', index, 'expression']);
  }
  for (const [index, validation] of list(spec.validations).entries()) {
    yield* expressionFaults(fields(validation).expression, [...path, 'validations', index, 'expression']);
    yield* expressionFaults(fields(validation).messageExpression, [
      ...path,
      'validations',
      index,
      'messageExpression',
    ]);
  }
  for (const [index, annotation] of list(spec.auditAnnotations).entries())
    yield* expressionFaults(fields(annotation).valueExpression, [
      ...path,
      'auditAnnotations',
      index,
      'valueExpression',
    ]);
}

function* bindingFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const actions = list(spec.validationActions);
  if (actions.length === 0)
    yield fault(['spec', 'validationActions'], 'it does nothing', 'write Deny, Warn or Audit');
  if (actions.includes('Deny') && actions.includes('Warn'))
    yield fault(['spec', 'validationActions'], 'Deny tells it already', 'remove Warn');
  if (typeof spec.policyName !== 'string' || spec.policyName === '')
    yield fault(['spec', 'policyName'], 'it names no policy', 'write policyName');
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
