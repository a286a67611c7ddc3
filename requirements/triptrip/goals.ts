import { heading } from '../model/evidence.ts';
import { done, outside, type Row, type Section } from '../model/row.ts';
import { proof } from './evidence/tests.ts';

const overview = (title: string) => heading('docs/triptrip/overview.md', title);

export const goals: Section<Row> = {
  title: 'Document, goals, targets',
  entries: [
    done('S4-1', 'D', 'Identity of the document', overview('Where it comes from')),
    done('S4-2', 'D', 'Its dates, author and next review', overview('Where it comes from')),
    done('S4-3', 'D', 'Its scope', overview('Where it comes from')),
    done('S4-4', 'D', 'Headline: users and transactions a second', overview('Load')),
    done(
      'S4-5',
      'D',
      'How often it is deployed, and how fast a deploy is taken back',
      overview('Goals'),
      proof.capacity('a deploy is taken back within five minutes (S4-5)'),
    ),
    done(
      'S4-6',
      'D',
      'Scaling within 5 minutes, tenfold seasons',
      overview('Goals'),
      proof.capacity('the autoscaler asks for the burst within a minute (S4-6, S4-18)'),
    ),
    done('S4-7', 'D', 'Availability and recovery time', overview('Goals')),
    done('S4-8', 'D', 'Cost: utilisation, share of Spot, reviews', overview('Goals')),
    done('S4-9', 'D', 'Stateless workloads', overview('Kinds of workload')),
    done('S4-10', 'D', 'Stateful workloads', overview('Kinds of workload')),
    done('S4-11', 'D', 'Batch workloads', overview('Kinds of workload')),
    done(
      'S4-12',
      'D',
      'Base, peak and burst of transactions',
      overview('Load'),
      proof.capacity(
        'peak and burst meet no bound of the API: the burst fits half as often again (S4-12, X-45)',
      ),
    ),
    done(
      'S4-13',
      'D',
      'Transactions by year',
      overview('Load'),
      proof.capacity(
        'year 5 does not fit the bounds: they grow with the factor of the cluster (S4-13, X-45)',
      ),
    ),
    done('S4-14', 'D', 'Language, framework and base image of the backend', overview('The application')),
    done('S4-15', 'D', 'How images are built and where they go', overview('The application')),
    done('S4-16', 'D', 'Migration in three phases', overview('Migration and roadmap')),
    done(
      'S4-17',
      'D',
      'A pod starts within 30 s, warm within 10 s',
      proof.capacity('a start may take no longer than an update can wait (S4-17, X-110)'),
    ),
    done(
      'S4-18',
      'D',
      'Up within 60 s, down within 300 s',
      proof.capacity('the way down begins after five minutes, and takes longer than that (X-44)'),
    ),
    done(
      'S4-19',
      'D',
      'Nodes within 5 minutes, updates without a gap, failover within 30 s',
      proof.capacity('a failing pod gets no more requests within half a minute (S4-19)'),
    ),
    done(
      'S4-20',
      'D',
      'CPU and memory in use, pods on a node',
      proof.capacity('thirty pods on a node are impossible with what the API asks for (S4-20)'),
    ),
    outside(
      'S4-21',
      'D',
      'Latency between pods and of the mesh',
      'Measured in the running cluster.',
      overview('Goals'),
    ),
    done('S4-22', 'D', 'Pods and nodes are replaced, not repaired', overview('Principles')),
    done(
      'S4-23',
      'D',
      'Everything is declared',
      overview('Principles'),
      heading('docs/policies.md', 'Policies'),
    ),
    done('S4-24', 'D', 'Least privilege', overview('Principles')),
    done('S4-25', 'D', 'Defence in depth', overview('Principles')),
  ],
};
