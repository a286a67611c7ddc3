import { lineOf } from '../cluster-model/input/lines.ts';
import type { Finding, Located } from './finding.ts';
import type { Described, Said } from './rule.ts';
import { pathText } from './state/read.ts';
import type { Resource } from './state/resource.ts';
import { type AboutWaiver, exemptedObject } from './waivers/waive.ts';

/** What a rule has said, as it is told. */
export function locatedOf(rule: Described, cluster: string, said: Said): Located {
  const { resource, path, message, fix, severity = rule.severity } = said;
  const { found } = resource;
  return {
    finding: {
      rule: rule.id,
      severity,
      cluster,
      object: objectOf(resource),
      path: pathText(path),
      message,
      fix,
    },
    file: found.file,
    line: found.line,
    lineOfPath: () => lineOf(found, path) ?? found.line,
  };
}

/** What is to be said about a waiver, as it is told. */
export function aboutWaiver({ rule, state, resource, exemption, key, message, fix }: AboutWaiver): Located {
  if (resource !== undefined) {
    const path = ['metadata', 'annotations', key];
    return locatedOf(rule, state?.cluster ?? '', { resource, path, message, fix });
  }
  const { file = '', line = 1, clusters = [] } = exemption ?? {};
  const object =
    exemption === undefined
      ? { apiVersion: '', kind: '', namespace: '', name: '' }
      : exemptedObject(exemption);
  const cluster = clusters.join(', ');
  const finding: Finding = {
    rule: rule.id,
    severity: rule.severity,
    cluster,
    object,
    path: '',
    message,
    fix,
  };
  return { finding, file, line, lineOfPath: () => line };
}

function objectOf({ apiVersion, kind, namespace, name }: Resource): Finding['object'] {
  return { apiVersion, kind, namespace, name };
}

/** A rule that comes to a place on two ways says it once. */
export function withoutEqual(found: readonly Located[]): readonly Located[] {
  return [...new Map(found.map((each) => [JSON.stringify(each.finding), each])).values()];
}
