import { file, heading, output, rendered } from '../../../scripts/rows/evidence.ts';
import { present } from '../../../scripts/rows/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const dataStores: Section<Row> = {
  title: 'SRE portfolio: data stores',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    outside(
      'S2-56',
      'T',
      'PostgreSQL 15 and its size',
      'Terraform; of its facts the contract reads engine, address and port.',
      heading('docs/task-manager.md', 'What Terraform owns'),
      output('databases', { 'tasks.engine': 'postgres' }),
    ),
    done(
      'S2-57',
      'T',
      'Its address, port 5432, database `taskmanager`',
      output('databases', { 'tasks.port': 5432, 'tasks.name': 'taskmanager' }),
    ),
    otherwise(
      'S2-58',
      'K',
      'Connection to the database: host, user and password from a secret',
      'The host is no secret and comes from Terraform, as port and name do; user and password from the secret.',
      rendered('api-service/app-{environment}/configmap-api-service-config.yaml')({
        'data.DB_HOST': present,
        'data.DB_PORT': '5432',
        'data.DB_NAME': 'taskmanager',
      }),
      rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
        'spec.target.template.data.DB_USER': present,
        'spec.target.template.data.DB_PASS': present,
      }),
    ),
    done(
      'S2-59',
      'D',
      'Table `users`',
      heading('docs/task-manager.md', 'Database schema'),
      file('apps/task-manager/schema/001-users-and-tasks.sql', 'CREATE TABLE IF NOT EXISTS users'),
    ),
    done(
      'S2-60',
      'D',
      'Table `tasks`',
      heading('docs/task-manager.md', 'Database schema'),
      file('apps/task-manager/schema/001-users-and-tasks.sql', 'REFERENCES users (id) ON DELETE CASCADE'),
    ),
    done(
      'S2-61',
      'D',
      'Three indexes',
      heading('docs/task-manager.md', 'Database schema'),
      file(
        'apps/task-manager/schema/001-users-and-tasks.sql',
        'idx_tasks_user_id',
        'idx_tasks_status',
        'idx_tasks_due_date',
      ),
    ),
    done(
      'S2-62',
      'K',
      'How the schema gets there',
      rendered('api-service/app-{environment}/job-api-service-migration.yaml')({
        'metadata.annotations["argocd.argoproj.io/hook"]': 'Sync',
        'metadata.annotations["argocd.argoproj.io/sync-wave"]': '-1',
      }),
      file('test/apps/task-manager/prove-schema.sh', 'a database that is empty'),
    ),
    outside(
      'S2-63',
      'T',
      'Redis 7.0 and its size',
      'Terraform; the contract reads address and port.',
      heading('docs/task-manager.md', 'What Terraform owns'),
      output('caches', { 'tasks.port': 6379 }),
    ),
    done('S2-64', 'D', 'What Redis is for', heading('docs/task-manager.md', 'Variables of the containers')),
    otherwise(
      'S2-65',
      'K',
      'Connection to Redis from a secret',
      'The password is in the secret; host and port come from Terraform.',
      rendered('api-service/app-{environment}/configmap-api-service-config.yaml')({
        'data.REDIS_HOST': present,
        'data.REDIS_PORT': '6379',
        'data.REDIS_TLS': 'true',
      }),
      rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
        'spec.target.template.data.REDIS_PASSWORD': present,
      }),
    ),
  ],
};
