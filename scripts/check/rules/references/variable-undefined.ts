import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { list, type Path, text, textAt } from '../../state/read.ts';
import type { Container, Workload } from '../../state/workload.ts';
import { importedInto } from './variables.ts';

const SAMPLE = (name: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          env:
            - { name: DATABASE_USER, value: web }
            - { name: DATABASE_URL, value: "postgres://$(${name})@database.example.com/web" }
`;

const USED = /(?<!\$)\$\(([A-Z_][A-Z0-9_]*)\)/g;
/** Kubernetes sets these itself, one for each Service of the namespace. */
const OF_SERVICES = /_(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT(?:_.+)?)$/;

/** What is not defined stays as it is written. */
export const variableUndefined: ClusterRule = {
  id: 'variable-undefined',
  severity: 'error',
  summary:
    'A $(VARIABLE) in a value or an argument that is not defined, or only after the value that uses it',
  breaks:
    'The program reads the text with its dollar and brackets, and fails or connects to the wrong place.',
  failing: SAMPLE('DATABASE_USERNAME'),
  passing: SAMPLE('DATABASE_USER'),
  *judge(state) {
    for (const workload of state.workloads) {
      if (workload.isMade || workload.resource.isExtract) continue;
      for (const container of workload.containers) yield* inContainer(state, workload, container);
    }
  },
};

function* inContainer(state: ClusterState, workload: Workload, container: Container): Generator<Said> {
  const { value, path } = container;
  const env = list(value.env);
  const names = env.map((variable) => textAt(variable, 'name') ?? '');
  const imported = importedInto(state, workload, container);
  if (imported === undefined) return;
  for (const [index, variable] of env.entries()) {
    const written = textAt(variable, 'value') ?? '';
    const before = [...imported, ...names.slice(0, index)];
    yield* unknownIn(workload, written, [...path, 'env', index, 'value'], before, names);
  }
  const all = [...imported, ...names];
  for (const field of ['command', 'args']) {
    for (const [index, item] of list(value[field]).entries()) {
      yield* unknownIn(workload, text(item) ?? '', [...path, field, index], all, names);
    }
  }
}

function* unknownIn(
  { resource }: Workload,
  written: string,
  path: Path,
  known: readonly string[],
  names: readonly string[],
): Generator<Said> {
  if (!written.includes('$(')) return;
  // In a script of a shell it may be the output of a program.
  const isScript = written.includes('\n') || /[;|&]/.test(written);
  for (const [, name = ''] of written.matchAll(USED)) {
    if (known.includes(name) || OF_SERVICES.test(name) || isScript) continue;
    const isLater = names.includes(name);
    yield {
      resource,
      path,
      message: isLater
        ? `$(${name}) is used before it is defined, and stays as it is written.`
        : `$(${name}) is not defined in the container, and stays as it is written.`,
      fix: isLater
        ? `Move ${name} before the value that uses it.`
        : `Write a variable of the container${didYouMean(name, known)}, or define ${name} before.`,
    };
  }
}
