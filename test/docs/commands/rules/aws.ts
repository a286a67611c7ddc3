import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { liveFleet } from '../../../live-fleet.ts';
import { argumentsOf, isPlaceholder, optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';

/** Operations of the AWS CLI and the options that each cannot do without, from the service models of botocore. */
const operations = z
  .record(
    z.string(),
    z.strictObject({ needNothing: z.array(z.string()), need: z.record(z.string(), z.string()) }),
  )
  .parse(JSON.parse(readFileSync(new URL('../aws-operations.json', import.meta.url), 'utf8')));

/** Commands that the CLI adds to its services. */
const OWN_COMMANDS: Readonly<Record<string, string>> = {
  'configure list': '',
  'configure sso': '',
  'ecr get-login-password': '',
  'eks get-token': '--cluster-name',
  'eks update-kubeconfig': '--name',
  'logs tail': '',
  's3 cp': '',
  's3 ls': '',
  's3 sync': '',
  'sso login': '',
};

/** Where the model asks for neither, and the service for one of them. */
const ONE_OF: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'rds describe-events': [['--duration', '--start-time', '--source-identifier']],
  'rds restore-db-instance-to-point-in-time': [
    [
      '--source-db-instance-identifier',
      '--source-dbi-resource-id',
      '--source-db-instance-automated-backups-arn',
    ],
    ['--use-latest-restorable-time', '--restore-time'],
  ],
  'rds restore-db-cluster-to-point-in-time': [
    ['--source-db-cluster-identifier', '--source-db-cluster-resource-id'],
    ['--use-latest-restorable-time', '--restore-to-time'],
  ],
  'secretsmanager put-secret-value': [['--secret-string', '--secret-binary', '--cli-input-json']],
  // Without both, the stage is not taken from where it is, and the service refuses.
  'secretsmanager update-secret-version-stage': [['--move-to-version-id'], ['--remove-from-version-id']],
};

/** Services that are the same in every region. */
const GLOBAL: ReadonlySet<string> = new Set(['configure', 'iam', 'route53', 's3', 's3api', 'sso', 'sts']);

const regions = new Set(liveFleet.fleet.clusters.map(({ terraform }) => terraform.region));

const SWITCH =
  /^--(?:no-|use-|dry-run|force|skip-|apply-immediately|include-|enable-|disable-|multi-az|copy-tags|only-|debug|with-|follow|quiet|recursive|publicly)/;

export const awsCommands: Rule = {
  program: 'aws',
  breaks: '“the following arguments are required”, or the answer of another region.',
  judge: ({ words }) => {
    const given = argumentsOf(words.slice(1), (option) => SWITCH.test(option));
    const [service = '', first = '', second = ''] = given.plain;
    const operation = first === 'wait' ? `wait ${second}` : first;
    const name = `${service} ${operation}`;
    const needed = neededBy(service, operation);
    if (needed === undefined)
      return [
        `no rule knows aws ${name}: is it written right? If it is new, add it to test/docs/commands/rules/aws.ts`,
      ];
    const region = optionOf(given, '--region');
    const missing = [...needed.map((option) => [option]), ...(ONE_OF[name] ?? [])].filter(
      (either) => !either.some((option) => given.options.has(option)),
    );
    return [
      ...missing.map((either) => `aws ${name} needs ${either.join(' or ')}`),
      ...(region === undefined && !GLOBAL.has(service)
        ? [`aws ${name} needs --region: each cluster has its own`]
        : []),
      ...(region !== undefined && !isPlaceholder(region) && !regions.has(region)
        ? [`no cluster is in ${region}`]
        : []),
    ];
  },
  cases: {
    fails: [
      'aws rds promote-read-replica --region $REGION',
      'aws rds promote-replica --region $REGION --db-instance-identifier $DATABASE',
      'aws rds promote-read-replica --db-instance-identifier $DATABASE',
      'aws rds promote-read-replica --region mars-north-1 --db-instance-identifier $DATABASE',
      'aws rds restore-db-instance-to-point-in-time --region $REGION --use-latest-restorable-time --target-db-instance-identifier $NEW',
      'aws acm-pca describe-certificate-authority --region $REGION',
      'aws eks update-kubeconfig --region $REGION',
      'TASK=$(aws sqs cancel-message-move-task --region $REGION)',
    ].map((command) => block(command)),
    passes: [
      'aws rds promote-read-replica --region $REGION --db-instance-identifier $DATABASE',
      'aws rds promote-read-replica --region "$REGION" --db-instance-identifier=$DATABASE',
      'aws eks update-kubeconfig --region $REGION --name $CLUSTER',
      'aws route53 list-hosted-zones',
    ].map((command) => block(command)),
  },
};

function neededBy(service: string, operation: string): readonly string[] | undefined {
  const own = OWN_COMMANDS[`${service} ${operation}`];
  const model = operations[service];
  const text = own ?? model?.need[operation] ?? (model?.needNothing.includes(operation) ? '' : undefined);
  return text?.split(' ').filter((option) => option !== '');
}
