/** What a sample says of a workload besides what each has; each part is YAML in one line. */
interface Parts {
  /** Fields of the object's spec, such as `replicas: 3`; `; ` stands between two. */
  readonly spec?: string;
  /** Of the template's metadata besides labels, such as `annotations: { … }`. */
  readonly metadata?: string;
  /** Labels of the pods besides `app`. */
  readonly labels?: string;
  /** Fields of the pods' spec; `; ` stands between two. */
  readonly pod?: string;
  /** Fields of its container; `, ` stands between two. */
  readonly container?: string;
  readonly image?: string;
  readonly namespace?: string;
}

/** A Deployment for a sample. */
export function deployment(name: string, parts: Parts = {}): string {
  return controller('Deployment', name, parts);
}

/** A StatefulSet for a sample. */
export function statefulSet(name: string, parts: Parts = {}): string {
  return controller('StatefulSet', name, {
    ...parts,
    spec: [`serviceName: ${name}`, ...(parts.spec === undefined ? [] : [parts.spec])].join('; '),
  });
}

function controller(kind: string, name: string, parts: Parts): string {
  const { namespace = 'shop', spec, labels } = parts;
  const lines = spec === undefined ? '' : `  ${spec.replaceAll('; ', '\n  ')}\n`;
  return `
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec:
${lines}  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { ${joined([`labels: { ${joined([`app: ${name}`, labels])} }`, parts.metadata])} }
    spec:
${pod(name, parts, '      ')}`;
}

/** A Job, or a CronJob where it has a schedule, for a sample. */
export function job(name: string, parts: Parts & { readonly cron?: string } = {}): string {
  const { namespace = 'shop', spec, cron } = parts;
  const lines = (text: string | undefined, indent: string) =>
    text === undefined ? '' : `${indent}${text.replaceAll('; ', `\n${indent}`)}\n`;
  const template = (indent: string) =>
    `${lines(spec, indent)}${indent}template:\n${indent}  spec:\n${pod(name, { ...parts, pod: ['restartPolicy: Never', ...(parts.pod === undefined ? [] : [parts.pod])].join('; ') }, `${indent}    `)}`;
  const head = `metadata: { name: ${name}, namespace: ${namespace} }\nspec:\n`;
  if (cron === undefined) return `\n---\napiVersion: batch/v1\nkind: Job\n${head}${template('  ')}`;
  return `\n---\napiVersion: batch/v1\nkind: CronJob\n${head}${lines(cron, '  ')}  jobTemplate:\n    spec:\n${template('      ')}`;
}

function pod(name: string, { pod: fields, container, image }: Parts, indent: string): string {
  const lines = fields === undefined ? '' : `${indent}${fields.replaceAll('; ', `\n${indent}`)}\n`;
  const own = joined([`name: ${name}`, `image: ${image ?? `registry.example.com/${name}:1.0.0`}`, container]);
  return `${lines}${indent}containers:\n${indent}  - { ${own} }\n`;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}
