import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { didYouMean } from '../../../clusters/nearest-name.ts';
import { cached } from '../../kit/image-registry.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { networks } from '../../kit/network/flows.ts';
import { allow } from '../../kit/network/network-policy.ts';
import { confinedContainer, restrictedPod } from '../../kit/pod-hardening.ts';
import { amounts, type Resources } from '../../kit/resources.ts';
import {
  assertDatabaseAuthority,
  DATABASE_AUTHORITY_FILE,
  databaseAuthorityMount,
  databaseAuthorityVolume,
} from '../../kit/secrets/database-authority.ts';
import { addServiceAccount } from '../../kit/service-account.ts';
import { BEFORE_MIGRATION, MIGRATION_WAVE } from '../../unit/waves.ts';
import type { Migration } from '../declaration/migration.ts';
import type { RunningPlacement } from '../graph/placement.ts';
import { migrationName, secretName } from '../names.ts';

/** Of its only pod: psql, which just sends files to the server. */
export const MIGRATION_RESOURCES: Resources = {
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { memory: '128Mi' },
};

/** Any number but 0 will do. */
const USER = 1000;

const DIRECTORY = '/migrations';

/**
 * The migration of a workload: a Job of the same sync as its Deployment and before it, so that no new build meets an
 * old schema, and a build whose migration fails is not rolled out (S2-62). It is a hook of the phase Sync and not
 * PreSync: in the first sync nothing would have made the Secret that it logs in with. The old build still runs
 * meanwhile, so a migration only ever adds; a later release removes what is no longer used.
 *
 * @throws when the declaration or the contract lacks something that it needs
 */
export function addMigration(scope: Construct, placement: RunningPlacement): void {
  const { declaration, namespace, product, context } = placement;
  const { migration } = declaration;
  if (migration === undefined) return;
  const name = migrationName(declaration);
  const selector = { app: name };
  const labels = {
    ...selector,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/component': 'migration',
    ...ownerLabels(product),
  };
  const database = databaseOf(placement, migration);
  const metadata = { name, namespace, labels, annotations: BEFORE_MIGRATION };
  addServiceAccount(scope, context.cluster, metadata);
  assertDatabaseAuthority(context.cluster, `the migration of ${declaration.name}`);
  add(scope, k8s.KubeConfigMap, { metadata, data: { ...migration.files } });
  allow(scope, {
    name: `allow-${name}`,
    pods: { namespace, labels: selector },
    labels,
    annotations: BEFORE_MIGRATION,
    egress: [networks(context.cluster.terraform.dataSubnetCidrs, database.port)],
  });
  add(scope, k8s.KubeJob, {
    metadata: {
      ...metadata,
      annotations: {
        ...MIGRATION_WAVE,
        // A Job cannot be changed, so each sync makes it anew.
        'argocd.argoproj.io/hook': 'Sync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
      },
    },
    spec: {
      backoffLimit: 2,
      activeDeadlineSeconds: 600,
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: 'standard',
          restartPolicy: 'Never',
          securityContext: {
            ...restrictedPod,
            runAsUser: USER,
            runAsGroup: USER,
          },
          containers: [
            {
              name: 'migration',
              image: imageOf(context.cluster, migration, declaration.name),
              imagePullPolicy: 'IfNotPresent',
              command: ['psql', ...psqlArguments(migration)],
              env: environmentOf(placement, migration, database),
              resources: {
                requests: amounts(MIGRATION_RESOURCES.requests),
                limits: amounts(MIGRATION_RESOURCES.limits),
              },
              securityContext: confinedContainer,
              volumeMounts: [
                { name: 'migrations', mountPath: DIRECTORY, readOnly: true },
                databaseAuthorityMount,
              ],
            },
          ],
          volumes: [{ name: 'migrations', configMap: { name } }, databaseAuthorityVolume],
        },
      },
    },
  });
}

/** All files or none: the first error ends psql and rolls back what came before it. */
function psqlArguments({ files }: Pick<Migration, 'files'>, directory = DIRECTORY): string[] {
  const names = Object.keys(files).sort();
  return [
    '--no-psqlrc',
    '--set=ON_ERROR_STOP=1',
    '--single-transaction',
    ...names.map((file) => `--file=${directory}/${file}`),
  ];
}

type Database = Cluster['terraform']['databases'][string];

function databaseOf({ declaration, context }: RunningPlacement, { database }: Migration): Database {
  const found = context.cluster.terraform.databases[database];
  if (found?.engine === 'postgres') return found;
  throw new Error(
    `${declaration.name} migrates the database ${database}, which is not PostgreSQL on ${context.cluster.name}: clusters/${context.cluster.name}/terraform.json has ${found === undefined ? 'none of that name' : `the engine ${found.engine}`} under databases. Correct the name.`,
  );
}

function environmentOf(
  { declaration }: RunningPlacement,
  { user, password }: Migration,
  { endpoint, port, name }: Database,
): k8s.EnvVar[] {
  const secret = (variable: string, key: string): k8s.EnvVar => ({
    name: variable,
    valueFrom: { secretKeyRef: { name: secretName(declaration), key } },
  });
  const settings = {
    PGHOST: endpoint,
    PGPORT: String(port),
    PGDATABASE: name,
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: DATABASE_AUTHORITY_FILE,
    PGCONNECT_TIMEOUT: '10',
    // The change of a table waits for a long query, and everybody else would wait for the change.
    PGOPTIONS: '-c lock_timeout=10s',
  };
  return [
    ...Object.entries(settings).map(([variable, value]) => ({ name: variable, value })),
    secret('PGUSER', user),
    secret('PGPASSWORD', password),
  ];
}

function imageOf(cluster: Cluster, { image }: Migration, owner: string): string {
  const found = cluster.images[image];
  if (found !== undefined) return `${cached(cluster, 'docker.io')}/library/postgres@${found.digest}`;
  throw new Error(
    `clusters/${cluster.name}/images.yaml has no ${image}, which the migration of ${owner} runs${didYouMean(image, Object.keys(cluster.images))}. Add it with its version and digest.`,
  );
}
