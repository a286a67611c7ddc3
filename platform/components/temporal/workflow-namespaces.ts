import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { cached } from '../../kit/image-registry.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { serviceHost } from '../../kit/names.ts';
import { restrictedContainer, restrictedPod } from '../../kit/pod-hardening.ts';
import { amounts } from '../../kit/resources.ts';
import type { Context } from '../../unit/unit.ts';
import { graphOf } from '../../workload/graph/graph.ts';
import { NAMESPACE, SERVER_RELEASE, SERVICE_ACCOUNT, temporalFrontend, temporalPods } from './service.ts';

const IMAGE = `temporalio/admin-tools:${SERVER_RELEASE}`;

const NAME = 'temporal-namespaces';
const USER = 1000;

/** What is done stays to be looked at for a week. */
const RETENTION = '7d';

/** Seconds until the sync fails: the frontend may have just begun to answer. */
const DEADLINE_SECONDS = 300;

/**
 * A namespace of Temporal's for each namespace that calls it, made after each sync where it is missing. A hook, since a
 * Job cannot be changed: the chart's own would keep every sync from succeeding as soon as one more namespace calls.
 */
export function addWorkflowNamespaces(chart: Chart, context: Context): void {
  const callers = graphOf(context).callersOf(temporalFrontend.name);
  const names = [...new Set(callers.map(({ namespace }) => namespace))].sort();
  if (names.length === 0) return;
  const labels = {
    ...ownerLabels('platform'),
    ...temporalPods().labels,
    'app.kubernetes.io/component': 'namespaces',
  };
  add(chart, k8s.KubeJob, {
    metadata: {
      name: NAME,
      namespace: NAMESPACE,
      labels,
      annotations: {
        'argocd.argoproj.io/hook': 'PostSync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation,HookSucceeded',
      },
    },
    spec: {
      backoffLimit: 5,
      activeDeadlineSeconds: DEADLINE_SECONDS,
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: SERVICE_ACCOUNT,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          restartPolicy: 'OnFailure',
          priorityClassName: 'standard',
          securityContext: { ...restrictedPod, runAsUser: USER, runAsGroup: USER },
          containers: [
            {
              name: 'namespaces',
              image: `${cached(context.cluster, 'docker.io')}/${IMAGE}`,
              imagePullPolicy: 'IfNotPresent',
              command: ['/bin/sh', '-ec', names.map(ensured).join('\n')],
              env: [{ name: 'TEMPORAL_ADDRESS', value: addressOfFrontend() }],
              resources: {
                requests: amounts({ cpu: '50m', memory: '64Mi' }),
                limits: amounts({ memory: '256Mi' }),
              },
              securityContext: restrictedContainer,
            },
          ],
        },
      },
    },
  });
}

function ensured(name: string): string {
  const command = 'temporal operator namespace';
  return `${command} describe -n ${name} || ${command} create -n ${name} --retention ${RETENTION}`;
}

function addressOfFrontend(): string {
  const { name, namespace, servicePort } = temporalFrontend;
  return `${serviceHost(name, namespace)}:${servicePort}`;
}
