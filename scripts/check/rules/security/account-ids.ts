import type { ClusterRule } from '../../rule.ts';
import { textPlaces } from '../../state/texts.ts';
import { worthReading } from './texts.ts';

const role = (account: string) => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop, annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::${account}:role/web" } }
`;
const ARN = /\barn:aws[a-z-]*:([a-z0-9-]+):([a-z0-9-]*):([^:\s"'/]*):/;
const QUEUE = /\bsqs\.[a-z0-9-]+\.amazonaws\.com\/([^/\s"']+)\//;

/** Accounts of AWS have twelve digits. */
export const accountIds: ClusterRule = {
  id: 'aws-account-id',
  severity: 'error',
  summary: 'An ARN or the address of a queue whose account has not twelve digits',
  breaks:
    'AWS knows no such role, queue or key: the pods get AccessDenied or InvalidIdentityToken, at run time.',
  pitfalls: ['X-91'],
  failing: role('123456789'),
  passing: role('123456789012'),
  *judge(state) {
    for (const resource of worthReading(state).accounts) {
      for (const { path, text } of textPlaces(resource.value)) {
        const account = text.includes('arn:aws')
          ? ARN.exec(text)?.[3]
          : text.includes('amazonaws.com/')
            ? QUEUE.exec(text)?.[1]
            : undefined;
        // Some services have none, those of AWS itself say so, and a template is filled in later.
        if (account === undefined || account === '' || account === 'aws' || /[${}*<]/.test(account)) continue;
        if (/^\d{12}$/.test(account)) continue;
        yield {
          resource,
          path,
          message: `The account ${account} in ${text.length > 120 ? 'it' : text} is none: accounts of AWS have twelve digits.`,
          fix: 'Write the twelve digits of the account.',
        };
      }
    }
  },
};
