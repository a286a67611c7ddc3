import { heading } from '../model/evidence.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { overview } from './evidence/overview.ts';
import { proof } from './evidence/tests.ts';

export const goals: EvidenceById = {
  'S4-1': [overview('Where it comes from')],
  'S4-2': [overview('Where it comes from')],
  'S4-3': [overview('Where it comes from')],
  'S4-4': [overview('Load')],
  'S4-5': [overview('Goals'), proof.capacity('a deploy is taken back within five minutes (S4-5)')],
  'S4-6': [
    overview('Goals'),
    proof.capacity('the autoscaler asks for the burst within a minute (S4-6, S4-18)'),
  ],
  'S4-7': [
    overview('Goals'),
    proof.drills('the steps of each drill fit its promise, those side by side counted once'),
  ],
  'S4-8': [overview('Goals')],
  'S4-9': [overview('Kinds of workload')],
  'S4-10': [overview('Kinds of workload')],
  'S4-11': [overview('Kinds of workload')],
  'S4-12': [
    overview('Load'),
    proof.capacity(
      'peak and burst meet no bound of the API: the burst fits half as often again (S4-12, X-45)',
    ),
  ],
  'S4-13': [
    overview('Load'),
    proof.capacity('year 5 does not fit the bounds: they grow with the factor of the cluster (S4-13, X-45)'),
  ],
  'S4-14': [overview('The application')],
  'S4-15': [overview('The application')],
  'S4-16': [overview('Migration and roadmap')],
  'S4-17': [proof.capacity('a start may take no longer than an update can wait (S4-17, X-110)')],
  'S4-18': [proof.capacity('the way down begins after five minutes, and takes longer than that (X-44)')],
  'S4-19': [proof.capacity('a failing pod gets no more requests within half a minute (S4-19)')],
  'S4-20': [proof.capacity('thirty pods on a node are impossible with what the API asks for (S4-20)')],
  'S4-21': [overview('Goals')],
  'S4-22': [overview('Principles')],
  'S4-23': [overview('Principles'), heading('docs/policies.md', 'Policies')],
  'S4-24': [overview('Principles')],
  'S4-25': [overview('Principles')],
};
