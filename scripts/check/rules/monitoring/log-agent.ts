import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, fieldsAt, list, listAt, type Path, textAt } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';

const sample = (mounts: string, volumes: string) => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: logs, namespace: logging }
spec:
  selector: { matchLabels: { app: logs } }
  template:
    metadata: { labels: { app: logs } }
    spec:
      containers:
        - name: fluent-bit
          image: registry.example.com/fluent-bit:4.0.0
          volumeMounts: [{ name: config, mountPath: /fluent-bit/etc }, { name: logs, mountPath: /var/log, readOnly: true }${mounts}]
      volumes: [{ name: config, configMap: { name: logs } }, { name: logs, hostPath: { path: /var/log } }${volumes}]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: logs, namespace: logging }
data:
  fluent-bit.conf: |
    [INPUT]
        Name tail
        Path /var/log/containers/*.log
        DB   /var/lib/fluent-bit/tail.db
        multiline.parser cri
    [OUTPUT]
        Name  stdout
        Match *
`;

export const logAgent: ClusterRule = {
  id: 'log-agent-path',
  severity: 'warning',
  summary:
    'An agent on the nodes that reads paths of Docker, keeps its place where it is lost, or asks for a file that is not mounted',
  breaks: 'No log arrives, or after each restart of the agent the same ones again.',
  pitfalls: ['X-79', 'X-80', 'X-3'],
  failing: sample('', ''),
  passing: sample(
    ', { name: state, mountPath: /var/lib/fluent-bit }',
    ', { name: state, hostPath: { path: /var/lib/fluent-bit, type: DirectoryOrCreate } }',
  ),
  *judge(state) {
    for (const workload of state.workloads) {
      yield* ofDocker(workload);
      if (workload.containers.some(({ value }) => /fluent-?bit/.test(textAt(value, 'image') ?? '')))
        yield* ofFluentBit(state, workload);
    }
  },
};

/** What only Docker wrote, which no version of Kubernetes since 1.24 runs. */
const OF_DOCKER =
  /^\/var\/(?:lib\/docker|run\/docker\.sock)|^\/run\/docker\.sock|docker-monitor(?:-\w+)?\.json$/;

function* ofDocker({ resource, spec, specPath, containers, kind }: Workload): Generator<Said> {
  if (kind !== 'DaemonSet') return;
  for (const [index, volume] of listAt(spec, 'volumes').entries()) {
    const path = textAt(volume, 'hostPath', 'path');
    if (path === undefined || !OF_DOCKER.test(path)) continue;
    yield {
      resource,
      path: [...specPath, 'volumes', index, 'hostPath', 'path'],
      message: `${path} belongs to Docker, and nodes since Kubernetes 1.24 run containerd: it is empty or not there.`,
      fix: 'Mount /var/log, where the logs of every runtime are, and read them with the parser cri.',
    };
  }
  for (const { value, path } of containers) {
    for (const field of ['args', 'command']) {
      for (const [index, argument] of list(value[field]).entries()) {
        const found =
          typeof argument === 'string'
            ? argument.split(/[=,]/).find((part) => OF_DOCKER.test(part))
            : undefined;
        if (found === undefined) continue;
        yield {
          resource,
          path: [...path, field, index],
          message: `${found} is about Docker, and nodes since Kubernetes 1.24 run containerd: it watches nothing.`,
          fix: 'Name what is about containerd, or leave it out.',
        };
      }
    }
  }
}

function* ofFluentBit(state: ClusterState, workload: Workload): Generator<Said> {
  const maps = listAt(workload.spec, 'volumes').flatMap(
    (volume) => textAt(volume, 'configMap', 'name') ?? [],
  );
  for (const name of maps) {
    const resource = state.find('/ConfigMap', workload.namespace, name);
    if (resource === undefined) continue;
    for (const [key, text] of Object.entries(fieldsAt(resource.value, 'data'))) {
      if (typeof text !== 'string') continue;
      const path: Path = ['data', key];
      for (const [, database = ''] of text.matchAll(/^\s*db:?\s+["']?(\/[^\s"']+)/gim)) {
        if (workload.kind !== 'DaemonSet' || isWritable(workload, database)) continue;
        yield {
          resource,
          path,
          message: `The agent keeps its place in ${database}, and no volume that outlives the pod and can be written is mounted there: after a restart it sends the same lines again.`,
          fix: 'Mount a directory of the node for it, such as a hostPath /var/lib/fluent-bit of type DirectoryOrCreate.',
        };
      }
      for (const [, file = ''] of text.matchAll(/^\s*path:?\s+["']?(\/[^\s"',]+)/gim)) {
        if (!OF_DOCKER.test(file)) continue;
        yield {
          resource,
          path,
          message: `${file} belongs to Docker, and nodes since Kubernetes 1.24 run containerd: nothing is read.`,
          fix: 'Read /var/log/containers/*.log with the parser cri.',
        };
      }
      yield* ofParsers(workload, resource, path, text, key);
    }
  }
}

/** A file that stands beside the configuration has to be in the same ConfigMap: it hides those of the image. */
function* ofParsers(
  workload: Workload,
  resource: Workload['resource'],
  path: Path,
  text: string,
  key: string,
): Generator<Said> {
  const keys = Object.keys(fieldsAt(resource.value, 'data'));
  const isUnderImage = workload.containers.some(({ value }) =>
    listAt(value, 'volumeMounts').some(
      (mount) =>
        /^\/fluent-bit\/etc\/?$/.test(textAt(mount, 'mountPath') ?? '') &&
        textAt(mount, 'subPath') === undefined,
    ),
  );
  if (!isUnderImage || !/\.(?:conf|ya?ml)$/.test(key)) return;
  for (const [, file = ''] of text.matchAll(/^\s*parsers_file:?\s+["']?(\S+?)["']?\s*$/gim)) {
    const name = file.replace(/^\/fluent-bit\/etc\//, '');
    if (name.includes('/') || keys.includes(name)) continue;
    yield {
      resource,
      path,
      severity: 'error',
      message: `The agent reads ${file}, and the ConfigMap, which is mounted over the files of the image, has no key ${name}: it does not start.`,
      fix: `Add the key ${name}, or mount the configuration by subPath.`,
    };
  }
}

function isWritable({ spec, containers }: Workload, file: string): boolean {
  for (const { value, role } of containers) {
    if (role === 'init') continue;
    const fitting = listAt(value, 'volumeMounts')
      .map((mount) => ({ mount, at: textAt(mount, 'mountPath')?.replace(/\/$/, '') ?? '' }))
      .filter(({ at: mounted }) => mounted !== '' && file.startsWith(`${mounted}/`))
      .sort((one, other) => other.at.length - one.at.length);
    const [nearest] = fitting;
    if (nearest === undefined || at(nearest.mount, 'readOnly') === true) continue;
    const volume = listAt(spec, 'volumes').find(
      (one) => textAt(one, 'name') === textAt(nearest.mount, 'name'),
    );
    if (
      volume === undefined ||
      at(volume, 'hostPath') !== undefined ||
      at(volume, 'persistentVolumeClaim') !== undefined ||
      at(volume, 'ephemeral') !== undefined ||
      at(volume, 'csi') !== undefined
    )
      return true;
  }
  return false;
}
