import { file, heading, output, rendered } from '../../model/evidence.ts';
import { containsAll, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { containsText } from '../evidence/texts.ts';

/** The API gets both objects as its environment. */
const reads = rendered('api-service/app-{environment}/deployment-api-service.yaml')({
  'spec.template.spec.containers[name=api].envFrom': containsAll(
    { configMapRef: { name: 'api-service-config' } },
    { secretRef: { name: 'api-service-secrets' } },
  ),
});

export const dataStores: EvidenceById = {
  'S2-56': [
    heading('docs/task-manager.md', 'What Terraform owns'),
    output('databases', { 'tasks.engine': 'postgres' }),
    file(
      'docs/task-manager.md',
      'PostgreSQL 15, db.t3.micro, 20 GB gp3, multi-AZ, encrypted, backups for seven days',
    ),
  ],
  'S2-57': [
    output('databases', {
      'tasks.endpoint': matching(/\.rds\.amazonaws\.com$/),
      'tasks.port': 5432,
      'tasks.name': 'taskmanager',
    }),
  ],
  'S2-58': [
    rendered('api-service/app-{environment}/configmap-api-service-config.yaml')({
      'data.DB_HOST': '{databases.tasks.endpoint}',
      'data.DB_PORT': '5432',
      'data.DB_NAME': 'taskmanager',
    }),
    rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
      'spec.target.template.data.DB_USER': '{{ .DB_USER }}',
      'spec.target.template.data.DB_PASS': '{{ .DB_PASS }}',
      'spec.data[secretKey=DB_USER].remoteRef': {
        key: '{secret_path_prefix}/database',
        property: 'username',
      },
      'spec.data[secretKey=DB_PASS].remoteRef': {
        key: '{secret_path_prefix}/database',
        property: 'password',
      },
    }),
    reads,
  ],
  'S2-59': [
    heading('docs/task-manager.md', 'Database schema'),
    file(
      'apps/task-manager/schema/001-users-and-tasks.sql',
      'CREATE TABLE IF NOT EXISTS users',
      'VARCHAR(50) UNIQUE NOT NULL',
      'VARCHAR(100) UNIQUE NOT NULL',
      'VARCHAR(255) NOT NULL',
    ),
  ],
  'S2-60': [
    heading('docs/task-manager.md', 'Database schema'),
    file(
      'apps/task-manager/schema/001-users-and-tasks.sql',
      'CREATE TABLE IF NOT EXISTS tasks',
      'REFERENCES users (id) ON DELETE CASCADE',
      'VARCHAR(200) NOT NULL',
      "DEFAULT 'TODO'",
      "DEFAULT 'MEDIUM'",
    ),
  ],
  'S2-61': [
    heading('docs/task-manager.md', 'Database schema'),
    file(
      'apps/task-manager/schema/001-users-and-tasks.sql',
      'idx_tasks_user_id ON tasks (user_id)',
      'idx_tasks_status ON tasks (status)',
      'idx_tasks_due_date ON tasks (due_date)',
    ),
  ],
  'S2-62': [
    rendered('api-service/app-{environment}/job-api-service-migration.yaml')({
      'metadata.annotations["argocd.argoproj.io/hook"]': 'Sync',
      'metadata.annotations["argocd.argoproj.io/sync-wave"]': '-1',
      'spec.template.spec.containers[0].command': containsAll(
        'psql',
        '--set=ON_ERROR_STOP=1',
        '--single-transaction',
        '--file=/migrations/001-users-and-tasks.sql',
      ),
      'spec.template.spec.containers[0].env[name=PGHOST].value': '{databases.tasks.endpoint}',
      'spec.template.spec.containers[0].env[name=PGSSLMODE].value': 'verify-full',
      'spec.template.spec.volumes[name=migrations].configMap.name': 'api-service-migration',
    }),
    rendered('api-service/app-{environment}/configmap-api-service-migration.yaml')({
      'data["001-users-and-tasks.sql"]': containsText(
        'CREATE TABLE IF NOT EXISTS users',
        'CREATE TABLE IF NOT EXISTS tasks',
        'idx_tasks_user_id',
        'idx_tasks_status',
        'idx_tasks_due_date',
      ),
    }),
    file('test/apps/task-manager/api-service/prove-schema.sh', 'a database that is empty'),
  ],
  'S2-63': [
    heading('docs/task-manager.md', 'What Terraform owns'),
    output('caches', { 'tasks.port': 6379 }),
    file('docs/task-manager.md', 'Redis 7.0'),
  ],
  'S2-64': [
    heading('docs/task-manager.md', 'Variables of the containers'),
    file('docs/task-manager.md', 'Redis holds sessions', 'counters of rate limits'),
  ],
  'S2-65': [
    rendered('api-service/app-{environment}/configmap-api-service-config.yaml')({
      'data.REDIS_HOST': '{caches.tasks.endpoint}',
      'data.REDIS_PORT': '6379',
      'data.REDIS_TLS': 'true',
    }),
    rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
      'spec.target.template.data.REDIS_PASSWORD': '{{ .REDIS_PASSWORD }}',
      'spec.data[secretKey=REDIS_PASSWORD].remoteRef': {
        key: '{secret_path_prefix}/redis',
        property: 'password',
      },
    }),
    reads,
  ],
};
