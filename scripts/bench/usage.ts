import { command } from '../command-line/command.ts';
import { format, text, whole } from '../command-line/option.ts';

export const bench = command({
  name: 'bench',
  group: 'More',
  summary: 'measures synth on a synthetic fleet, against stock cdk8s and against a floor',
  details: `Ratios compare runs on the same machine, made in turns, of each the middle one of its rounds. The floor turns objects, which it makes once, into text and files. CPU is the user and system time of the whole process, including the start of Node. Most of the floor is the creation of files, so compare only figures of one file system. For some minutes after many files were deleted, ext4 takes several times as long for new ones; there nothing is deleted before the end of a run. Where PATH has kube-score, it judges the same tree as check.`,
  options: {
    clusters: whole('NUMBER', 'clusters of the fleet', { from: 1, otherwise: 100 }),
    services: whole('NUMBER', 'services of each cluster', { from: 1, otherwise: 100 }),
    stock: whole('NUMBER', "clusters for cdk8s's own writer, which is slow; 0: a tenth of them", {
      from: 0,
      otherwise: 0,
    }),
    rounds: whole('NUMBER', 'how often the runs are made that ratios compare', { from: 1, otherwise: 3 }),
    format: format(),
    out: text(
      'DIR',
      "where the trees are written; default: /dev/shm where there is room, else the system's folder for temporary files",
      { path: true },
    ),
  },
  arguments: {},
  examples: [
    ['--clusters 4 --services 10', 'a quick look'],
    ['--format json', 'the same runs and ratios, to be kept or compared'],
  ],
  work: { main: 'scripts/bench/main.ts' },
});
